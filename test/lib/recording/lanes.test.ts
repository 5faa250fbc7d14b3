import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import { listCredentials } from '@/lib/recording/credentials.ts';
import type { Carried, RecordingEvent } from '@/lib/recording/event.ts';
import { fold } from '@/lib/recording/fold.ts';
import { EMPTY_RECORDING, type Recording } from '@/lib/recording/recording.ts';
import { createLanes, listLanes, type Lane } from '@/lib/recording/lanes.ts';
import { events } from '../support/arbitraries.ts';
import { actionEnded, actionStarted, cookieSet, record, requested } from '../support/events.ts';
import { makeClerkToken } from '../support/tokens.ts';

const SKEW: ClockSkew = { state: 'unknown' };
const FIRST = makeClerkToken({ iat: 1, exp: 61 });
const SECOND = makeClerkToken({ iat: 46, exp: 106 });

const lanesOf = (recording: Recording) => listLanes(recording, listCredentials(recording), SKEW);
const lane = (...list: RecordingEvent[]): Lane | undefined => lanesOf(record(...list))[0];
const cookie = (value: string, name = '__session'): Carried => ({ place: 'cookie', name, value });
const bearer = (value: string): Carried => ({
  place: 'authorization',
  name: 'Authorization',
  value: `Bearer ${value}`,
});

it('has a bar for each token, from its iat to its exp', () => {
  expect(lane(cookieSet({ value: FIRST }, 2_000), cookieSet({ value: SECOND }, 47_000))).toMatchObject({
    name: '__session',
    bars: [
      { raw: FIRST, number: 1, iat: 1_000, exp: 61_000, stays: [{ firstAt: 2_000, endedAt: 47_000 }] },
      { raw: SECOND, number: 2, iat: 46_000, exp: 106_000, stays: [{ firstAt: 47_000, endedAt: null }] },
    ],
  });
});

it('has one bar for a token that came back', () => {
  const came = lane(cookieSet({ value: FIRST }, 1), cookieSet({ value: SECOND }, 2), cookieSet({ value: FIRST }, 3));

  expect(came?.bars.map(({ number, stays }) => [number, stays.map(({ firstAt }) => firstAt)])).toEqual([
    [1, [1, 3]],
    [2, [2]],
  ]);
});

it('has the requests that carried one of its tokens, by their start', () => {
  const carried = lane(
    cookieSet({ value: FIRST }, 2_000),
    requested({ startedAt: 9_000, duration: 1, sent: [cookie(FIRST)] }),
    requested({ startedAt: 3_000, duration: 9_000, status: 401, sent: [cookie(FIRST)] }),
    requested({ startedAt: 9_500, sent: [cookie('opaque', 'sid')] }),
  );

  expect(carried?.requests).toMatchObject([
    { request: { startedAt: 3_000 }, outcome: 'rejected', raw: FIRST, exp: 61_000 },
    { request: { startedAt: 9_000 }, outcome: '2xx' },
  ]);
});

it('has a request that carried a token before it was found here', () => {
  const found = lane(requested({ startedAt: 1_000, sent: [cookie(FIRST)] }), cookieSet({ value: FIRST }, 2_000));

  expect(found?.requests).toHaveLength(1);
});

it('counts a request once that carried a token in two cookies', () => {
  const twice = lane(
    cookieSet({ value: FIRST }, 1),
    requested({ startedAt: 2, sent: [cookie(FIRST), cookie(FIRST, '__session_abcdefgh')] }),
  );

  expect(twice?.requests).toHaveLength(1);
});

it('keeps what a header carried out of the lane of the cookie', () => {
  const recording = record(
    cookieSet({ value: FIRST }, 0),
    cookieSet({ value: SECOND }, 1),
    requested({ startedAt: 2, sent: [cookie(SECOND), bearer(FIRST)] }),
    requested({ startedAt: 3, sent: [cookie(SECOND)] }),
  );

  expect(lanesOf(recording).map(({ name, seenOnly, requests }) => [name, seenOnly, requests.length])).toEqual([
    ['__session', false, 2],
    ['Authorization', true, 1],
  ]);
});

it('keeps the lane of a credential that nothing happened to', () => {
  const derive = createLanes();
  const recording = record(cookieSet({ value: FIRST }, 1), cookieSet({ name: 'other', value: SECOND }, 2));
  const before = derive(recording, listCredentials(recording), SKEW);
  const next = fold(recording, [
    cookieSet({ name: 'other', value: makeClerkToken({ iat: 90 }) }, 3),
    requested({ startedAt: 4 }),
  ]);
  const after = derive(next, listCredentials(next), SKEW);

  expect(after.map((each, index) => each === before[index])).toEqual([true, false]);
});

it('ends a token, and puts a request that ended late where it began, as they come one by one', () => {
  const derive = createLanes();
  let recording = EMPTY_RECORDING;
  let [grown]: readonly Lane[] = [];
  for (const event of [
    cookieSet({ value: FIRST }, 1),
    requested({ startedAt: 5, duration: 1, sent: [cookie(FIRST)] }),
    requested({ startedAt: 2, duration: 9, sent: [cookie(FIRST)] }),
    cookieSet({ value: SECOND }, 20),
  ]) {
    recording = fold(recording, [event]);
    [grown] = derive(recording, listCredentials(recording), SKEW);
  }

  expect(grown?.requests.map(({ request }) => request.startedAt)).toEqual([2, 5]);
  expect(grown?.bars.map(({ stays: [{ endedAt }] }) => endedAt)).toEqual([20, null]);
});

it('takes back a cause that what came later corrects', () => {
  const derive = createLanes();
  const begun = record(cookieSet({ value: FIRST }, 1), actionStarted(2), cookieSet({ value: SECOND }, 5));
  const causes = (recording: Recording) =>
    derive(recording, listCredentials(recording), SKEW)[0]?.bars.map((bar) => bar.causes.map(({ kind }) => kind));
  expect(causes(begun)?.[1]).not.toEqual(['forced']);

  expect(causes(fold(begun, [actionEnded({ status: 'done', token: SECOND }, 9)]))?.[1]).toEqual(['forced']);
});

it('derives from one more event what it would from all', () => {
  fc.assert(
    fc.property(events, fc.nat(25), (list, size) => {
      const derive = createLanes();
      let recording = EMPTY_RECORDING;
      let lanes: readonly Lane[] = [];
      // Some at once and the rest one by one.
      for (const batch of [list.slice(0, size), ...list.slice(size).map((event) => [event])]) {
        recording = fold(recording, batch);
        lanes = derive(recording, listCredentials(recording), SKEW);
      }
      expect(lanes).toEqual(lanesOf(recording));
    }),
  );
});
