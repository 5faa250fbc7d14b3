import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fold } from '@/lib/recording/fold.ts';
import { EMPTY_RECORDING } from '@/lib/recording/recording.ts';
import { createSceneSelector } from '@/lib/store/selectors.ts';
import { events } from '../support/arbitraries.ts';
import {
  actionEnded,
  actionStarted,
  cookieSet,
  makeSdk,
  navigated,
  pageState,
  record,
  requested,
} from '../support/events.ts';
import { makeClerkToken } from '../support/tokens.ts';

const dated = (serverDate: number) =>
  requested({ url: 'http://localhost:3000/', startedAt: 0, duration: 0, serverDate });

it('derives everything that the panel shows', () => {
  const token = makeClerkToken();
  const recording = record(
    navigated(),
    dated(60_000),
    cookieSet({ value: token }),
    pageState([makeSdk()]),
    actionStarted(1),
    actionEnded({ status: 'done', token }, 2),
  );

  expect(createSceneSelector()(recording)).toMatchObject({
    recording,
    credentials: [{ raw: token, isSession: true }],
    sessions: [{ provider: { id: 'clerk' }, view: { raw: token } }],
    skew: { offset: 60_500 },
    proof: { verdict: { kind: 'same-token' } },
  });
});

it('shows the proof of the last action, and none before the first', () => {
  const other = {
    type: 'action-started' as const,
    at: 3,
    id: 'action-2',
    provider: 'clerk',
    action: 'reload-user',
    options: {},
  };

  expect(createSceneSelector()(EMPTY_RECORDING).proof).toBeUndefined();
  expect(createSceneSelector()(record(actionStarted(1), other)).proof).toMatchObject({ action: { id: 'reload-user' } });
});

it('gives one object for one recording', () => {
  const select = createSceneSelector();
  const recording = record(navigated());

  expect(select(recording)).toBe(select(recording));
  expect(select(fold(recording, [cookieSet({})]))).not.toBe(select(recording));
});

it('keeps the skew where it was measured to be the same, and only there', () => {
  const select = createSceneSelector();
  const first = record(navigated(), dated(60_000));
  const { skew } = select(first);

  expect(select(fold(first, [cookieSet({})])).skew).toBe(skew);
  expect(select(fold(first, [dated(60_000)])).skew).toMatchObject({ responses: 2 });
});

it('gives what a new selector would, whatever it was asked before', () => {
  fc.assert(
    fc.property(events, events, (before, after) => {
      const select = createSceneSelector();
      const first = fold(EMPTY_RECORDING, before);
      const second = fold(first, after);
      select(first);

      expect(select(second)).toEqual(createSceneSelector()(second));
    }),
  );
});
