import { expect, it } from 'vitest';
import { fold } from '@/lib/recording/fold.ts';
import {
  accessOf,
  cookiesListed,
  granted,
  makeSdk,
  named,
  navigated,
  pageState,
  presence,
  record,
  requested,
  storageListed,
} from '../support/events.ts';
import { makeClerkToken, makeToken } from '../support/tokens.ts';

it('keeps what was seen across a reload, but not what the page held in memory', () => {
  const page = [granted(), navigated('http://localhost:3000/'), cookiesListed([{ name: 'cookie' }])];
  const recording = record(
    ...page,
    storageListed({ entry: 'x' }),
    pageState([makeSdk({ token: makeClerkToken() })]),
    navigated('http://localhost:3000/next', 9),
  );

  expect(presence(recording)).toEqual({ cookie: true, entry: true, 'Clerk.session.lastActiveToken': false });
  expect(recording).toMatchObject({
    url: 'http://localhost:3000/next',
    navigations: [0, 9],
    page: null,
    sdks: [],
    pageUnreadable: false,
    looked: { cookies: 0, storage: null, page: null },
  });
});

it('does not take what another site left for something of the page that comes next', () => {
  const recording = record(
    navigated('http://app.localhost:3000/'),
    cookiesListed([
      { name: 'host-only', domain: 'app.localhost' },
      { name: 'shared', domain: 'localhost', hostOnly: false },
    ]),
    storageListed({ entry: 'x' }, 0, { origin: 'http://app.localhost:3000' }),
    requested({ received: [{ place: 'body', name: 'jwt', value: makeToken({}) }] }),
    navigated('http://localhost:3000/'),
  );

  expect(presence(recording)).toEqual({ 'host-only': false, shared: true, entry: false, jwt: true });
  expect(named(recording, 'host-only').sightings).toHaveLength(1);
});

it.each([
  { state: 'missing' as const, origins: [] },
  { state: 'restricted' as const, why: 'closed' },
])('no longer vouches for what it may no longer read: $state', (access) => {
  const before = record(
    granted(),
    cookiesListed([{ name: 'cookie' }]),
    storageListed({ entry: 'x' }),
    pageState([makeSdk({ token: 'x' })]),
    requested({ sent: [{ place: 'authorization', name: 'Authorization', value: 'x' }] }),
  );
  const recording = fold(before, [accessOf(access)]);

  expect(presence(recording)).toEqual({
    cookie: false,
    entry: false,
    'Clerk.session.lastActiveToken': false,
    Authorization: true,
  });
  expect(recording).toMatchObject({ access, sdks: [], page: null });
});

it('holds on to what it read when it learns that it may', () => {
  const recording = record(pageState([makeSdk({ token: 'x' })]), cookiesListed([{ name: 'cookie' }]), granted());

  expect(presence(recording)).toEqual({ 'Clerk.session.lastActiveToken': true, cookie: true });
  expect(recording.sdks).toHaveLength(1);
});

it('holds on to what it read while it is not known whether it still may', () => {
  const recording = record(pageState([makeSdk({ token: 'x' })]), accessOf({ state: 'unknown' }));

  expect(presence(recording)).toEqual({ 'Clerk.session.lastActiveToken': true });
  expect(recording.sdks).toHaveLength(1);
});

it('remembers what the SDK says, until the page says it unreadably', () => {
  const sdks = [makeSdk()];
  const readable = record(storageListed({}, 1), pageState(sdks, 1));
  const unreadable = fold(readable, [{ type: 'page-state-unreadable', at: 2 }]);

  expect(readable).toMatchObject({ sdks, page: { focused: true }, pageUnreadable: false, looked: { page: 1 } });
  expect(unreadable).toMatchObject({ pageUnreadable: true, looked: { page: 2, storage: 1 } });
  expect(fold(unreadable, [pageState(sdks, 3)]).pageUnreadable).toBe(false);
  expect(fold(unreadable, [navigated()]).pageUnreadable).toBe(false);
});

it('sees once more what the SDK said, where it says the same', () => {
  const sdks = [makeSdk({ token: 'x' })];
  const since = [navigated(), pageState(sdks, 1), { type: 'page-state-unreadable' as const, at: 2 }];

  expect(fold(record(...since), [{ type: 'page-state-unchanged', at: 3 }])).toEqual(
    fold(record(...since), [pageState(sdks, 3)]),
  );
});

it('keeps sessionStorage apart by origin as it does localStorage', () => {
  const area = { area: 'sessionStorage' as const };
  const left = (url: string) => presence(record(storageListed({ entry: 'x' }, 0, area), navigated(url)));

  expect(left('http://localhost:3000/next')).toEqual({ entry: true });
  expect(left('http://localhost:4000/')).toEqual({ entry: false });
  expect(left('not an address')).toEqual({ entry: false });
  expect(presence(record(storageListed({ entry: 'x' }, 0, area), accessOf({ state: 'missing', origins: [] })))).toEqual(
    {
      entry: false,
    },
  );
});
