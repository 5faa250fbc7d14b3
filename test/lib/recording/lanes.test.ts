import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { causesOf } from '@/lib/recording/cause.ts';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import { listCredentials } from '@/lib/recording/credentials.ts';
import type { Carried, RecordingEvent } from '@/lib/recording/event.ts';
import { createExchangeSelector, sentExpired } from '@/lib/recording/exchange.ts';
import { fold } from '@/lib/recording/fold.ts';
import { EMPTY_RECORDING, type Recording } from '@/lib/recording/recording.ts';
import { isLate } from '@/lib/recording/lane-spans.ts';
import { createLanes, type Lane } from '@/lib/recording/lanes.ts';
import { sessionClock } from '@/lib/recording/session.ts';
import { events } from '../support/arbitraries.ts';
import {
  actionEnded,
  actionStarted,
  cookieSet,
  cookiesListed,
  granted,
  makeSdk,
  navigated,
  otherTabs,
  pageState,
  record,
  requested,
} from '../support/events.ts';
import { makeClerkToken } from '../support/tokens.ts';

vi.mock(import('@/lib/recording/cause.ts'), { spy: true });

const SKEW: ClockSkew = { state: 'unknown' };
const FIRST = makeClerkToken({ iat: 1, exp: 61 });
const SECOND = makeClerkToken({ iat: 46, exp: 106 });

const lanesOf = (recording: Recording) => createLanes()(recording, listCredentials(recording), SKEW);
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

it('tells a renewal from a request that was sent too late, as the list of requests does', () => {
  const sent = [cookie(FIRST)];
  const urls = ['http://localhost:3000/auth/session/refresh', 'http://localhost:3000/api'];
  const recording = record(
    cookieSet({ value: FIRST }, 2_000),
    ...urls.map((url) => requested({ url, startedAt: 70_000, sent })),
    requested({ url: urls[0]!, startedAt: 71_000, status: 401, sent }),
  );
  const late = lanesOf(recording)[0]?.requests.map((mark) => isLate(mark, 0));

  expect(late).toEqual([false, true, true]);
  expect(late).toEqual(createExchangeSelector()(recording).map((exchange) => sentExpired(exchange, SKEW)));
});

it('has a bar and the requests of a token that is split over several cookies', () => {
  const parts = [FIRST.slice(0, 40), FIRST.slice(40)].map((value, at) => ({ name: `app.${at}`, value }));
  const split = lane(
    cookiesListed(parts, 2_000),
    requested({ startedAt: 3_000, sent: parts.map(({ name, value }) => cookie(value, name)) }),
  );

  expect(split).toMatchObject({
    name: 'app',
    bars: [{ raw: FIRST, iat: 1_000, exp: 61_000, causes: [{ kind: 'unknown' }] }],
    requests: [{ raw: FIRST, request: { startedAt: 3_000 } }],
  });
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

it('keeps requests that began at once as they ended, whichever of their tokens was found first', () => {
  const derive = createLanes();
  const seen = record(cookieSet({ value: FIRST }, 1), cookieSet({ value: SECOND }, 2));
  derive(seen, listCredentials(seen), SKEW);
  const recording = fold(seen, [
    requested({ startedAt: 5, sent: [cookie(SECOND)] }),
    requested({ startedAt: 5, sent: [cookie(FIRST)] }),
  ]);

  const grown = derive(recording, listCredentials(recording), SKEW);

  expect(grown).toEqual(lanesOf(recording));
  expect(grown[0]?.requests.map(({ raw }) => raw)).toEqual([SECOND, FIRST]);
});

it('takes back a cause that what came later corrects', () => {
  const derive = createLanes();
  const begun = record(cookieSet({ value: FIRST }, 1), actionStarted(2), cookieSet({ value: SECOND }, 5));
  const causes = (recording: Recording) =>
    derive(recording, listCredentials(recording), SKEW)[0]?.bars.map((bar) => bar.causes.map(({ kind }) => kind));
  expect(causes(begun)?.[1]).not.toEqual(['forced']);

  expect(causes(fold(begun, [actionEnded({ status: 'done', token: SECOND }, 9)]))?.[1]).toEqual(['forced']);
});

it('settles no cause of a token before it is old enough', () => {
  const derive = createLanes();
  let recording = record(navigated(), granted(), otherTabs(0), cookieSet({ value: FIRST }, 100_000));
  const kinds = () => {
    const [bar] = derive(recording, listCredentials(recording), SKEW)[0]?.bars ?? [];
    return bar?.causes.map(({ kind }) => kind);
  };
  expect(kinds()).toEqual(['unknown']);
  recording = fold(recording, [otherTabs(0, 101_000)]);
  expect(kinds()).toEqual(['unknown']);
  recording = fold(recording, [otherTabs(0, 101_600)]);
  expect(kinds()).toEqual(['page-script']);
  recording = fold(recording, [otherTabs(0, 130_000)]);
  expect(kinds()).toEqual(['page-script']);
});

/** A session with many tokens, each of which its SDK asked for, and an action now and then. */
const MANY = 200;
const lastOf = (index: number) => makeClerkToken({ iat: index * 60, jti: String(index) });
const mint = (index: number): RecordingEvent[] => [
  requested({
    url: 'https://clerk.test/v1/client/sessions/sess_1/tokens',
    startedAt: index * 60_000,
    received: [{ place: 'body', name: 'jwt', value: lastOf(index) }],
  }),
  cookieSet({ value: lastOf(index) }, index * 60_000 + 100),
  pageState([makeSdk({ token: lastOf(index) })], index * 60_000 + 200),
];
const session = () => record(...Array.from({ length: MANY }, (_, index) => mint(index + 1)).flat());

it.each<[string, (at: number) => RecordingEvent[]]>([
  ['an SDK minted', () => mint(MANY + 1)],
  ['the value was empty', (at) => [cookieSet({ value: '' }, at), requested({ startedAt: at + 9 }), ...mint(MANY + 2)]],
  [
    'an action ran',
    (at) => [actionStarted(at), ...mint(MANY + 1), actionEnded({ status: 'done', token: null }, at * 2)],
  ],
  ['a response was dated', (at) => [requested({ startedAt: at, serverDate: Math.round(at / 1_000) * 1_000 + 9_000 })]],
])('asks for the causes of few tokens when %s', (_, list) => {
  const derive = createLanes();
  let recording = session();
  derive(recording, listCredentials(recording), sessionClock(recording));
  vi.mocked(causesOf).mockClear();
  for (const event of list((MANY + 1) * 60_000 - 1_000)) {
    recording = fold(recording, [event]);
    derive(recording, listCredentials(recording), sessionClock(recording));
  }
  expect(vi.mocked(causesOf).mock.calls.length).toBeLessThan(20);
});

it('keeps what it has of a credential that was not listed for a moment', () => {
  const derive = createLanes();
  let recording = session();
  const shown: Lane[] = [];
  for (const event of [...mint(MANY + 1), ...mint(MANY + 2)]) {
    recording = fold(recording, [event]);
    const lanes = derive(recording, listCredentials(recording), SKEW);
    shown.push(...lanes.filter(({ name }) => name === 'jwt'));
  }
  expect(shown.length).toBe(2);
  expect(shown[1]?.bars[0]).toBe(shown[0]?.bars[0]);
  expect(shown[1]?.bars.length).toBe(MANY + 2);
});

it('keeps the bars of a credential whose value is empty now', () => {
  const derive = createLanes();
  const recording = session();
  const [before] = derive(recording, listCredentials(recording), SKEW);
  const emptied = fold(recording, [cookieSet({ value: '' }, (MANY + 1) * 60_000)]);
  const [after] = derive(emptied, listCredentials(emptied), SKEW).filter(({ name }) => name === '__session');

  expect(after?.bars[0]).toBe(before?.bars[0]);
  expect(after?.bars.at(-1)?.stays[0].endedAt).toBe((MANY + 1) * 60_000);
});

/** Stretches a list over minutes, so that some of it is settled and some is not. */
const STEP = 700;
const stretched = fc.tuple(events, fc.array(fc.nat(6_000), { minLength: 25, maxLength: 25 })).map(([list, numbers]) =>
  list.map((event, index): RecordingEvent => {
    const at = event.at * STEP;
    if (event.type === 'dropped') {
      return { ...event, at, dropped: { ...event.dropped, before: event.dropped.before * STEP } };
    }
    if (event.type !== 'request') return { ...event, at };
    const duration = Math.min(at, numbers[index] ?? 0);
    const serverDate = duration % 2 === 0 ? null : Math.round(at / 1_000) * 1_000;
    return { ...event, at, request: { ...event.request, startedAt: at - duration, duration, serverDate } };
  }),
);

const UNRECORDED = { kind: 'unknown', evidence: 'Its coming was not recorded', request: undefined };

it('says of every cause what is said of it alone, as time goes by', () => {
  fc.assert(
    fc.property(stretched, (list) => {
      const derive = createLanes();
      let recording = EMPTY_RECORDING;
      for (const event of list) {
        recording = fold(recording, [event]);
        const skew = sessionClock(recording);
        const lanes = derive(recording, listCredentials(recording), skew);
        expect(lanes).toEqual(createLanes()(recording, listCredentials(recording), skew));
        for (const { raw, causes } of lanes.flatMap(({ bars }) => bars)) {
          const alone = causesOf(recording, raw, skew) ?? [UNRECORDED];
          expect(causes).toEqual(alone);
        }
      }
    }),
    { numRuns: 500 },
  );
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
