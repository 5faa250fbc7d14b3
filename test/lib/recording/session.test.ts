import { expect, it } from 'vitest';
import { listCredentials } from '@/lib/recording/credentials.ts';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { limitsOf, listSessions, sessionClock } from '@/lib/recording/session.ts';
import { cookiesListed, cookieSet, makeSdk, navigated, pageState, record, requested } from '../support/events.ts';
import { makeClerkToken, makeToken, makeJwe } from '../support/tokens.ts';

const list = (...events: RecordingEvent[]) => {
  const recording = record(...events);
  return listSessions(recording, listCredentials(recording));
};
const chosen = (...events: RecordingEvent[]) => list(...events)[0]?.view?.credential.name;

const bothApps = cookiesListed([
  { name: '__session', value: makeClerkToken({ sid: 'sess_b' }) },
  { name: '__session_aaaaaaaa', value: makeClerkToken({ sid: 'sess_a' }) },
  { name: '__session_bbbbbbbb', value: makeClerkToken({ sid: 'sess_b' }) },
]);
const sdkOn = (id: string) => pageState([makeSdk({ session: { id, status: 'active', expireAt: null } })]);

it('finds no session on a page of nobody’s', () => {
  expect(list()).toEqual([]);
  expect(list(cookieSet({ name: 'theme-token', value: 'opaque' }))).toEqual([]);
});

it('ranks a token that was minted for another origin after an SDK that is on the page', () => {
  const foreign = cookieSet({ value: makeClerkToken({ azp: 'http://localhost:9999' }) });
  const otherSdk = pageState([makeSdk({ provider: 'supertokens', session: null })]);

  expect(list(navigated(), foreign, otherSdk).map(({ provider }) => provider.id)).toEqual(['supertokens', 'clerk']);
});

it('takes a token of an unknown make for a session, after those that are known', () => {
  const unknown = cookieSet({ name: 'token', value: makeToken({ sub: 'me', exp: 2_000 }) });

  expect(list(unknown)).toMatchObject([{ provider: { id: 'other' }, countdown: { claims: { sub: 'me' }, number: 1 } }]);
  expect(list(unknown, cookieSet({ value: makeClerkToken() })).map(({ provider }) => provider.id)).toEqual([
    'clerk',
    'other',
  ]);
});

it('finds a session by its token alone, and by its SDK alone', () => {
  expect(list(cookieSet({ value: makeClerkToken() }))).toMatchObject([
    { provider: { id: 'clerk' }, view: { isSession: true }, sdk: undefined },
  ]);
  expect(list(pageState([makeSdk()]))).toMatchObject([
    { provider: { id: 'clerk' }, view: undefined, sdk: { loaded: true } },
  ]);
});

it('prefers the cookie of this app alone to the one that all apps of the host share', () => {
  const token = makeClerkToken();

  expect(
    chosen(
      cookiesListed([
        { name: '__session', value: token },
        { name: '__session_abcdefgh', value: token },
      ]),
    ),
  ).toBe('__session_abcdefgh');
});

it('prefers a cookie to the memory of the SDK', () => {
  const stale = makeClerkToken({ iat: 1 });

  expect(chosen(cookieSet({ value: stale }), pageState([makeSdk({ token: makeClerkToken({ iat: 2 }) })]))).toBe(
    '__session',
  );
});

it('lets the SDK decide whose of two apps’ cookies on one host is this page’s', () => {
  expect(chosen(bothApps, sdkOn('sess_a'))).toBe('__session_aaaaaaaa');
  expect(chosen(bothApps, sdkOn('sess_b'))).toBe('__session_bbbbbbbb');
});

it('shows the best token there is while the SDK’s own is not in sight', () => {
  expect(chosen(bothApps, sdkOn('sess_c'))).toBe('__session_aaaaaaaa');
  expect(chosen(bothApps)).toBe('__session_aaaaaaaa');
});

it('shows the token in the cookie while the SDK loads', () => {
  const loading = pageState([makeSdk({ loaded: false, session: null })]);

  expect(list(cookieSet({ value: makeClerkToken() }), loading)).toMatchObject([
    { view: { isSession: true }, sdk: { loaded: false } },
  ]);
});

it('believes an SDK that says nobody is signed in, whatever another app left in the cookies', () => {
  expect(list(bothApps, pageState([makeSdk({ session: null })]))).toMatchObject([
    { view: undefined, sdk: { session: null } },
  ]);
});

it('does not count a token that is gone', () => {
  expect(list(cookieSet({ value: makeClerkToken() }), cookiesListed([]))).toEqual([]);
});

it('does not count a token of the provider that is not the session’s', () => {
  expect(list(cookieSet({ name: 'copy', value: makeClerkToken() }))).toEqual([]);
});

const response = (url: string, ahead: number, received: 'body' | 'set-cookie' | 'header' | null) =>
  requested({
    url,
    startedAt: 0,
    duration: 0,
    serverDate: ahead,
    received: received ? [{ place: received, name: 'jwt', value: makeToken({}) }] : [],
  });

it.each(['body', 'set-cookie'] as const)('measures the clock of who hands out tokens in a %s', (place) => {
  const recording = record(
    navigated('http://localhost:3000/'),
    response('https://clerk.test/token', 60_000, place),
    response('https://clerk.test/other', 60_000, null),
    response('http://localhost:3000/', 0, null),
  );

  expect(sessionClock(recording)).toMatchObject({ offset: 60_500, responses: 2 });
});

it('measures the clock of the page’s own server where nobody was seen to hand out a token', () => {
  const recording = record(
    navigated('http://localhost:3000/'),
    response('http://localhost:3000/api', 60_000, null),
    response('http://localhost:4000/api', 0, 'header'),
    response('not an address', 0, null),
  );

  expect(sessionClock(recording)).toMatchObject({ offset: 60_500, responses: 1 });
});

it('measures no clock where neither was seen', () => {
  expect(sessionClock(record(response('http://localhost:3000/', 0, null)))).toEqual({ state: 'unknown' });
  expect(sessionClock(record(navigated('http://localhost:3000/'), response('https://cdn.test/', 0, null)))).toEqual({
    state: 'unknown',
  });
});

it('ranks the tokens itself, in whatever order they are listed', () => {
  const token = makeClerkToken();
  const recording = record(
    cookiesListed([
      { name: '__session', value: token },
      { name: '__session_abcdefgh', value: token },
    ]),
  );

  expect(listSessions(recording, listCredentials(recording).toReversed())[0]?.view?.credential.name).toBe(
    '__session_abcdefgh',
  );
});

it('tells when the session itself ends, by the active session of the SDK', () => {
  const group = (title: string, expireAt: number | null) => ({
    title,
    facts: [
      { name: 'id', kind: 'value' as const, value: title },
      { name: 'expireAt', kind: 'time' as const, value: expireAt },
    ],
  });
  const [session] = list(pageState([makeSdk({ inspection: [group('active', 5_000), group('other', 9_000)] })]));

  expect(session && limitsOf(session)).toEqual([{ label: 'ends in', at: 5_000 }]);
  const [without] = list(pageState([makeSdk({ inspection: [group('active', null)] })]));
  expect(without && limitsOf(without)).toEqual([]);
});

it('takes an encrypted token of an unknown make for a session too, with nothing to count down', () => {
  expect(list(cookieSet({ name: 'authjs.session-token', value: makeJwe() }))).toMatchObject([
    { provider: { id: 'other' }, view: { token: { format: 'jwe' } }, countdown: undefined },
  ]);
});
