import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHistory } from '@/lib/recorder/history.ts';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { fold } from '@/lib/recording/fold.ts';
import { EMPTY_RECORDING, type Recording } from '@/lib/recording/recording.ts';
import { events as anyEvents } from '../support/arbitraries.ts';
import {
  actionEnded,
  actionStarted,
  cookieRemoved,
  cookieSet,
  cookiesListed,
  granted,
  makeSdk,
  navigated,
  otherTabs,
  pageState,
  presence,
  requested,
  storageListed,
} from '../support/events.ts';
import { makeToken } from '../support/tokens.ts';

const LIMITS = { requests: 100, tokens: 40, others: 150, characters: 1_000_000 };
const request = (n: number) => requested({ startedAt: n, duration: 0 });
const other = (n: number) => cookieSet({ name: `cookie-${n}` }, n);
const withToken = (n: number) => cookieSet({ name: 'session', value: makeToken({ n }) }, n);
const shown = (events: readonly RecordingEvent[]) => fold(EMPTY_RECORDING, events);
const numbers = ({ tokens }: Recording) => new Map([...tokens].map(([raw, { number }]) => [raw, number]));

function filled(make: (n: number) => RecordingEvent, count: number) {
  const history = createHistory(LIMITS);
  const added = Array.from({ length: count }, (_, n) => history.add([make(n)]));
  return { history, added };
}

it('keeps what is added, in order', () => {
  const history = createHistory(LIMITS);
  expect(history.add([navigated(), request(1)])).toEqual([navigated(), request(1)]);
  history.add([other(2)]);

  expect(history.events()).toEqual([navigated(), request(1), other(2)]);
});

it('gives out a copy', () => {
  const history = createHistory(LIMITS);
  history.events().push(navigated());

  expect(history.events()).toEqual([]);
});

it('keeps as many requests as its limit', () => {
  expect(filled(request, 100).history.events()).toHaveLength(100);
});

it('drops the oldest when there are too many requests, and says so', () => {
  const { history, added } = filled(request, 101);
  const dropped = { type: 'dropped', dropped: { before: 16, requests: 16 } };

  expect(added[99]).toEqual([request(99)]);
  expect(added[100]).toMatchObject([request(100), dropped]);
  expect(history.events()[0]).toMatchObject(dropped);
  expect(shown(history.events()).requests.map(({ startedAt }) => startedAt)).toEqual(
    Array.from({ length: 85 }, (_, n) => n + 16),
  );
});

it('drops the oldest when what is kept in the storage, and changes, becomes too long', () => {
  const history = createHistory({ ...LIMITS, characters: 50_000 });
  const state = (n: number) => storageListed({ state: `${n}`.padEnd(1_000, '.') }, n);
  for (let n = 0; n < 50; n++) expect(history.add([state(n)])).toHaveLength(1);

  expect(history.add([state(50)]).at(-1)).toMatchObject({ type: 'dropped' });
  expect(shown(history.events()).credentials.size).toBe(1);
});

it('drops the oldest when what an SDK says, and changes, becomes too long', () => {
  const history = createHistory({ ...LIMITS, characters: 50_000 });
  const state = (n: number) => pageState([makeSdk({ problems: [`${n}`.padEnd(1_000, '.')] })], n);
  const added = Array.from({ length: 50 }, (_, n) => history.add([state(n)]).at(-1)?.type);

  expect(added).toContain('dropped');
});

it('counts a value that is repeated once', () => {
  const history = createHistory({ ...LIMITS, characters: 50_000 });
  const state = (n: number) => storageListed({ state: '.'.repeat(40_000), count: `${n}` }, n);

  for (let n = 0; n < 100; n++) expect(history.add([state(n)])).toHaveLength(1);
});

it.each([
  ['values of cookies that were removed', (text: string, n: number) => cookieRemoved({ value: text }, n)],
  ['addresses', (text: string, n: number) => navigated(`http://localhost/${text}`, n)],
  ['addresses of requests', (text: string, n: number) => requested({ url: `http://localhost/${text}`, startedAt: n })],
  ['headers', (text: string, n: number) => requested({ headers: [['x-text', text]], startedAt: n })],
])('bounds the %s, and counts each that is repeated once', (_, make) => {
  const dropsAny = (text: (n: number) => string) => {
    const history = createHistory({ ...LIMITS, characters: 50_000 });
    const added = Array.from({ length: 60 }, (__, n) => history.add([make(text(n), n)]));
    return added.flat().some(({ type }) => type === 'dropped');
  };

  expect(dropsAny((n) => `${n}`.padEnd(1_000, '.'))).toBe(true);
  expect(dropsAny(() => '.'.repeat(1_000))).toBe(false);
});

it('keeps one copy of a value that a cookie is set to, and removed with, again and again', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const history = createHistory(LIMITS);
  const copy = () => Buffer.alloc(500_000, 'x').toString('latin1');
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let n = 0; n < 50; n++) history.add([cookieSet({ value: copy() }, n), cookieRemoved({ value: copy() }, n)]);
  collectGarbage();

  expect(history.events()).toHaveLength(100);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(10_000_000);
});

it('drops a tenth of a long list', () => {
  const history = createHistory({ ...LIMITS, requests: 1_000 });
  for (let n = 0; n < 1_000; n++) history.add([request(n)]);

  expect(history.add([request(1_000)]).at(-1)).toMatchObject({ dropped: { requests: 101 } });
});

it('drops the oldest when there are too many tokens', () => {
  const { history, added } = filled(withToken, 41);

  expect(added[40]).toMatchObject([withToken(40), { type: 'dropped', dropped: { before: 16, tokens: 15 } }]);
  expect(shown(history.events()).tokens.size).toBe(26);
});

it('drops the oldest when there is too much of anything else', () => {
  expect(filled(other, 151).added[150]).toMatchObject([other(150), { type: 'dropped', dropped: { before: 16 } }]);
});

it('counts a request once that was recorded again when its body was read', () => {
  const history = createHistory({ ...LIMITS, others: 40 });
  const [cookieToken, bodyToken] = [makeToken({ in: 'cookie' }), makeToken({ in: 'body' })];
  const received = [{ place: 'set-cookie' as const, name: 'session', value: cookieToken }];
  const slow = { url: 'http://localhost:3000/login', startedAt: 0, duration: 5 };
  history.add([
    requested({ ...slow, received, bodyRead: 'not-yet' }),
    requested({
      ...slow,
      duration: 9_000,
      received: [...received, { place: 'body', name: 'jwt', value: bodyToken }],
      bodyRead: 'late',
    }),
  ]);
  const added = Array.from({ length: 60 }, (_, n) => history.add([other(n)])).flat();

  const counts = added.flatMap((event) => (event.type === 'dropped' ? [event.dropped.requests] : []));
  expect(counts.length).toBeGreaterThan(0);
  expect(counts.every((count) => count >= 0)).toBe(true);
  const { requests: left, dropped } = shown(history.events());
  expect(left.length + dropped.requests).toBe(1);
});

it('goes on counting after it dropped some', () => {
  const { history, added } = filled(request, 1_000);
  const dropped = added.flat().flatMap((event) => (event.type === 'dropped' ? event.dropped.requests : []));
  const { requests } = shown(history.events());

  expect(dropped.length).toBeGreaterThan(10);
  expect(shown(history.events()).dropped.requests).toBe(1_000 - requests.length);
});

it('does not forget what stands, however long ago it was said', () => {
  const history = createHistory(LIMITS);
  const standing = [
    navigated('http://localhost/', 1),
    granted(2),
    otherTabs(3, 3),
    cookiesListed([{ name: 'standing', value: makeToken({ n: 'standing' }) }, { name: 'plain' }], 4),
    storageListed({ stored: 'value' }, 5),
    pageState([makeSdk()], 6),
  ];
  history.add(standing);
  const before = shown(history.events());
  for (let n = 7; n < 900; n++) history.add([request(n)]);
  const after = shown(history.events());

  for (const part of ['url', 'access', 'otherTabs', 'page', 'sdks', 'storageOmitted'] as const) {
    expect(after[part]).toEqual(before[part]);
  }
  expect(presence(after)).toEqual({ standing: true, plain: true, stored: true });
  expect(after.navigations).toHaveLength(1);
});

it('calls tokens by the same number, dropped or not, live or read again', () => {
  const history = createHistory(LIMITS);
  let live = EMPTY_RECORDING;
  for (let n = 0; n < 500; n++) {
    const added = [withToken(n), cookieSet({ name: 'long-lived', value: makeToken({ n: 'long' }) }, n)];
    live = fold(live, history.add(added));
    const known = numbers(live);
    for (const [raw, number] of numbers(shown(history.events()))) expect(known.get(raw)).toBe(number);
  }

  expect(live.tokens.get(makeToken({ n: 'long' }))?.number).toBe(2);
  expect(live.tokens.get(makeToken({ n: 499 }))?.number).toBe(501);
  expect(live.tokens.size).toBeLessThanOrEqual(40);
});

it('keeps what tells where a token is from that is still there', () => {
  const history = createHistory(LIMITS);
  const standing = makeToken({ n: 'standing' });
  const received = [{ place: 'set-cookie' as const, name: 'session', value: standing }];
  history.add([navigated(undefined, 1), requested({ startedAt: 2, duration: 1, received })]);
  history.add([cookieSet({ name: 'session', value: standing }, 3), actionStarted(4)]);
  for (let n = 5; n < 900; n++) history.add([request(n)]);
  const after = shown(history.events());

  expect(after.dropped.requests).toBeGreaterThan(700);
  expect(after.tokens.get(standing)).toMatchObject({ firstAt: 3, broughtBy: [{ startedAt: 2 }] });
  expect(after.actions).toMatchObject([{ startedAt: 4, end: null }]);
  expect(after.navigations).toEqual([1]);
  expect(after.requests.length + after.dropped.requests).toBe(896);
});

it('keeps an action that gave a token back that is still there, and no other', () => {
  const history = createHistory(LIMITS);
  const standing = makeToken({ n: 'standing' });
  history.add([actionStarted(1), actionEnded({ status: 'done', token: 'another' }, 2)]);
  history.add([actionStarted(3), actionEnded({ status: 'done', token: standing }, 5)]);
  history.add([cookieSet({ name: 'session', value: standing }, 4)]);
  for (let n = 6; n < 500; n++) history.add([request(n)]);

  expect(shown(history.events()).answers.get(standing)).toMatchObject({ startedAt: 3 });
});

it('goes on with the number of a token that was gone, and is seen again in what is left', () => {
  const history = createHistory({ ...LIMITS, requests: 1_000, others: 1_000 });
  let live = EMPTY_RECORDING;
  const add = (event: RecordingEvent) => (live = fold(live, history.add([event])));
  for (let n = 0; n < 30; n++) add(withToken(n));
  add(cookieSet({ name: 'other', value: makeToken({ n: 0 }) }, 30));
  for (let n = 31; n < 60; n++) add(withToken(n));

  expect(numbers(live).get(makeToken({ n: 0 }))).toBe(1);
  expect(numbers(shown(history.events()))).toEqual(numbers(live));
});

it('begins anew when it is cleared', () => {
  const { history } = filled(request, 100);
  history.clear();
  expect(history.events()).toEqual([]);

  for (let n = 0; n < 100; n++) expect(history.add([request(n)])).toHaveLength(1);
});

it('stays within its limits, says how much it dropped, and keeps the newest', () => {
  const limits = { ...LIMITS, requests: 20, tokens: 10, others: 30 };
  fc.assert(
    fc.property(fc.array(anyEvents, { maxLength: 30 }), (batches) => {
      const history = createHistory(limits);
      const all = batches.flat().filter(({ type }) => type !== 'dropped');
      const added = all.flatMap((event) => history.add([event]));
      const kept = history.events();
      const requests = (list: readonly RecordingEvent[]) => list.filter(({ type }) => type === 'request').length;

      expect(kept.length).toBeLessThanOrEqual(limits.requests + limits.others);
      expect(requests(kept) + shown(kept).dropped.requests).toBe(requests(all));
      expect(added.filter(({ type }) => type !== 'dropped')).toEqual(all);
      expect(kept.at(-1)).toEqual(all.at(-1));
    }),
  );
});
