import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fold } from '@/lib/recording/fold.ts';
import { EMPTY_RECORDING } from '@/lib/recording/recording.ts';
import {
  actionEnded,
  actionStarted,
  cookieRemoved,
  cookieSet,
  cookiesListed,
  droppedBefore,
  makeCookie,
  makeSdk,
  named,
  otherTabs,
  pageState,
  presence,
  record,
  requested,
  storageListed,
} from '../support/events.ts';
import { makeToken } from '../support/tokens.ts';

it('knows nothing before the first event', () => {
  expect(fold(EMPTY_RECORDING, [])).toEqual(EMPTY_RECORDING);
  expect(EMPTY_RECORDING).toMatchObject({
    url: null,
    access: { state: 'unknown' },
    page: null,
    pageUnreadable: false,
    looked: { cookies: null, storage: null, page: null },
    storageOmitted: 0,
    otherTabs: null,
    startedAt: null,
    dropped: { before: null, requests: 0, tokens: 0 },
  });
});

it('sees every cookie that is listed, and counts one that is no longer listed as gone', () => {
  const recording = record(cookiesListed([{ name: 'a' }, { name: 'b' }], 1), cookiesListed([{ name: 'b' }], 2));

  expect(presence(recording)).toEqual({ a: false, b: true });
  expect(recording.looked.cookies).toBe(2);
});

it('leaves everything but cookies alone when cookies are listed', () => {
  const recording = record(
    storageListed({ entry: 'x' }),
    requested({ sent: [{ place: 'authorization', name: 'Authorization', value: 'x' }] }),
    pageState([makeSdk({ token: 'x' })]),
    cookiesListed([]),
  );

  expect(presence(recording)).toEqual({ entry: true, Authorization: true, 'Clerk.session.lastActiveToken': true });
});

it('tells cookies of one name apart by domain, path and partition', () => {
  const recording = record(
    cookiesListed([
      { name: 'a' },
      { name: 'a', domain: 'app.localhost' },
      { name: 'a', path: '/api' },
      { name: 'a', partition: 'http://localhost' },
    ]),
  );

  expect(recording.credentials.size).toBe(4);
});

it('follows a cookie that is set, removed and set again', () => {
  const removed = { type: 'cookie-removed' as const, at: 2, cookie: makeCookie({ name: 'a', value: 'one' }) };

  expect(presence(record(cookieSet({ name: 'a', value: 'one' }), removed))).toEqual({ a: false });
  expect(presence(record(cookieSet({ name: 'a' }), removed, cookieSet({ name: 'a' })))).toEqual({ a: true });
});

it('does not invent a credential for the removal of a cookie that was never seen', () => {
  const recording = record({ type: 'cookie-removed', at: 1, cookie: makeCookie() });

  expect(recording.credentials).toBe(EMPTY_RECORDING.credentials);
});

it('stretches a sighting while the value stays, and keeps the facts of the cookie as they are now', () => {
  const recording = record(
    cookieSet({ name: 'a', value: 'one', expiresAt: 10 }, 1),
    cookieSet({ name: 'a', value: 'one', expiresAt: 20 }, 5),
  );
  const rewritten = fold(recording, [cookieSet({ name: 'a', value: 'two', expiresAt: 30 })]);

  expect(named(rewritten, 'a').cookie).toMatchObject({ expiresAt: 30 });

  expect(named(recording, 'a')).toMatchObject({
    sightings: [{ value: 'one', firstAt: 1, lastAt: 5 }],
    cookie: { expiresAt: 20 },
  });
});

it('counts a value that comes back after another as a new sighting', () => {
  const recording = record(
    cookieSet({ name: 'a', value: 'one' }, 1),
    cookieSet({ name: 'a', value: 'two' }, 2),
    cookieSet({ name: 'a', value: 'two' }, 3),
    cookieSet({ name: 'a', value: 'one' }, 4),
    cookieSet({ name: 'a', value: 'one' }, 5),
  );

  expect(named(recording, 'a').sightings).toEqual([
    { value: 'one', tokens: [], firstAt: 1, lastAt: 1, lostAt: null },
    { value: 'two', tokens: [], firstAt: 2, lastAt: 3, lostAt: null },
    { value: 'one', tokens: [], firstAt: 4, lastAt: 5, lostAt: null },
  ]);
});

it('keeps when a value was gone, and a new sighting for when it is back', () => {
  const recording = record(
    cookieSet({ name: 'a', value: 'one' }, 1),
    cookieRemoved({ name: 'a', value: 'one' }, 2),
    cookieSet({ name: 'a', value: 'one' }, 3),
  );

  expect(named(recording, 'a')).toMatchObject({
    present: true,
    sightings: [
      { firstAt: 1, lastAt: 1, lostAt: 2 },
      { firstAt: 3, lastAt: 3, lostAt: null },
    ],
  });
});

it('leaves the recording it adds to as it was', () => {
  const first = record(cookieSet({ name: 'a', value: 'one' }, 1));
  fold(first, [cookieSet({ name: 'a', value: 'one' }, 2), cookieSet({ name: 'a', value: 'two' }, 3)]);

  expect(named(first, 'a').sightings).toEqual([{ value: 'one', tokens: [], firstAt: 1, lastAt: 1, lostAt: null }]);
});

it('keeps one sighting for each run of the same value', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b'), { minLength: 1 }), fc.nat(20), (values, cut) => {
      const events = values.map((value, at) => cookieSet({ name: 'c', value }, at));
      const runs = values.filter((value, index) => value !== values[index - 1]);
      const { sightings } = named(fold(record(...events.slice(0, cut)), events.slice(cut)), 'c');

      expect(sightings.map(({ value }) => value)).toEqual(runs);
      expect(sightings.map(({ firstAt }) => values[firstAt])).toEqual(runs);
      expect(sightings.map(({ lastAt }) => values[lastAt])).toEqual(runs);
      expect(sightings.at(-1)?.lastAt).toBe(values.length - 1);
    }),
  );
});

it('remembers how a token was first seen, and which requests brought it', () => {
  const [old, set, sent] = [makeToken({ n: 1 }), makeToken({ n: 2 }), makeToken({ n: 3 })];
  const received = [{ place: 'set-cookie' as const, name: 'b', value: set }];
  const recording = record(
    cookiesListed([{ name: 'a', value: old, httpOnly: true }], 1),
    otherTabs(2, 2),
    cookieSet({ name: 'b', value: set }, 3),
    requested({ url: 'http://localhost/one', received, startedAt: 4 }),
    requested({ url: 'http://localhost/two', received, startedAt: 5 }),
    requested({ sent: [{ place: 'authorization', name: 'Authorization', value: `Bearer ${sent}` }], startedAt: 6 }),
    cookiesListed([{ name: 'd', value: makeToken({ n: 4 }) }], 7),
  );

  expect([...recording.tokens.values()]).toMatchObject([
    { first: { seen: 'at-start', httpOnly: true, otherTabs: null }, broughtBy: [] },
    {
      first: { seen: 'kept', httpOnly: false, otherTabs: 2 },
      broughtBy: [{ url: 'http://localhost/one' }, { url: 'http://localhost/two' }],
    },
    { first: { seen: 'sent' }, broughtBy: [] },
    { first: { seen: 'kept' } },
  ]);
});

it('numbers tokens in the order of first sight and never gives a number twice', () => {
  const [one, two, inner] = [makeToken({ n: 1 }), makeToken({ n: 2 }), makeToken({ n: 3 })];
  const first = record(cookieSet({ name: 'a', value: one }, 7), cookieSet({ name: 'b', value: two }, 8));
  const later = fold(first, [
    cookieSet({ name: 'b', value: one }, 9),
    cookieSet({ name: 'c', value: makeToken({ inner }) }, 10),
  ]);

  expect([...first.tokens]).toMatchObject([
    [one, { number: 1, firstAt: 7 }],
    [two, { number: 2, firstAt: 8 }],
  ]);
  expect(later.tokens.get(one)).toMatchObject({ number: 1, firstAt: 7 });
  expect(later.tokens.get(makeToken({ inner }))?.number).toBe(3);
  expect(later.tokens.get(inner)?.number).toBe(4);
});

it('counts a storage entry that is no longer listed as gone, and says how many were left out', () => {
  const recording = record(
    storageListed({ a: '1', b: '2' }, 1),
    storageListed({ b: '2' }, 2, { omitted: 3 }),
    storageListed({ c: '3' }, 3, { area: 'sessionStorage', omitted: 4 }),
  );

  expect(presence(recording)).toEqual({ a: false, b: false, c: true });
  expect(named(recording, 'c')).toMatchObject({ scope: 'http://localhost:3000', path: '', partition: null });
  expect(presence(fold(recording, [storageListed({})]))).toEqual({ a: false, b: false, c: false });
  expect(recording).toMatchObject({ storageOmitted: 4, looked: { storage: 3 } });
});

it('keeps the token of an SDK of no known make under its own name, and lets go of it with the SDK', () => {
  const foreign = makeSdk({ provider: 'unheard-of', token: 'x' });

  expect(presence(record(pageState([foreign])))).toEqual({ 'unheard-of': true });
  expect(presence(record(pageState([foreign]), pageState([makeSdk()])))).toEqual({ 'unheard-of': false });
});

it('remembers what each credential held when an action started, the gone ones left out', () => {
  const recording = record(
    cookiesListed([{ name: 'gone' }, { name: 'here', value: 'old' }]),
    cookiesListed([{ name: 'here', value: 'new' }]),
    cookiesListed([{ name: 'here', value: 'newest' }]),
    actionStarted(5),
    cookieSet({ name: 'here', value: 'newer' }, 6),
  );

  expect(recording.actions).toEqual([
    {
      id: 'action-1',
      provider: 'clerk',
      action: 'refresh-token',
      options: {},
      startedAt: 5,
      endedAt: null,
      end: null,
      before: new Map([[named(recording, 'here').id, 'newest']]),
      sdks: [],
    },
  ]);
});

it('lets a late answer take the place of "still waiting"', () => {
  const waiting = record(actionStarted(1), actionEnded({ status: 'still-waiting' }, 10_001));
  const answered = fold(waiting, [actionEnded({ status: 'done', token: null }, 12_000)]);

  expect(waiting.actions).toMatchObject([{ end: { status: 'still-waiting' }, endedAt: 10_001 }]);
  expect(answered.actions).toMatchObject([{ end: { status: 'done', token: null }, endedAt: 12_000 }]);
});

it('ends the action that is meant, and ignores the end of one that never started', () => {
  const other = { ...actionStarted(2), id: 'action-2' } as ReturnType<typeof actionStarted>;
  const recording = record(
    actionEnded({ status: 'page-gone' }),
    actionStarted(1),
    other,
    actionEnded({ status: 'no-access' }),
  );

  expect(recording.actions.map(({ end }) => end)).toEqual([{ status: 'no-access' }, null]);
});

it('adds up what was dropped', () => {
  const { dropped } = record(
    droppedBefore(3, { requests: 3, tokens: 1 }),
    droppedBefore(5, { requests: 4, tokens: 2 }),
  );

  expect(dropped).toMatchObject({ before: 5, requests: 7, tokens: 3 });
});
