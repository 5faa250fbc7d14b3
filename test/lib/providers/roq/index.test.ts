import { expect, it, vi } from 'vitest';
import { roq } from '@/lib/providers/roq/index.ts';
import { roqPage } from '@/lib/providers/roq/page.ts';
import { decodeToken } from '@/lib/token/decode.ts';
import { makeJwe, makeToken } from '../../support/tokens.ts';
import { makeAccessToken, makeIdToken, makeRoqToken } from './tokens.ts';

const mints = (raw: string) => roq.mints(decodeToken(raw));
const identify = (claims: object) => {
  const token = decodeToken(makeRoqToken(claims));
  return token.format === 'jws' ? roq.identify(token.claims) : undefined;
};

it('knows a session by what is in it', () => {
  expect(mints(makeRoqToken())).toBe(true);
  expect(mints(makeRoqToken({ roqIdToken: undefined, roqRefreshToken: undefined, nbf: undefined }))).toBe(true);
});

it.each([
  ['another algorithm', makeRoqToken({}, { alg: 'RS256' })],
  ['no user', makeRoqToken({ roqUserId: undefined })],
  ['no access token', makeRoqToken({ roqAccessToken: undefined })],
  ['an access token that is opaque', makeRoqToken({ roqAccessToken: 'opaque' })],
  ['an access token that is encrypted', makeRoqToken({ roqAccessToken: makeJwe() })],
  ['an access token that is no text', makeRoqToken({ roqAccessToken: { raw: makeAccessToken() } })],
])('does not know a token with %s', (_, raw) => {
  expect(mints(raw)).toBe(false);
});

it('takes neither the tokens inside nor another product’s for a session', () => {
  expect(
    [makeAccessToken(), makeIdToken(), makeToken({ sub: 'me' }), makeJwe(), 'roq-session-token'].map(mints),
  ).toEqual(Array(5).fill(false));
});

it('ranks the name that the package reads before the one that it only writes', () => {
  const rank = (name: string) => roq.sessionNames.findIndex((pattern) => pattern.test(name));

  expect(['roq-session-token', '__Secure-roq-session-token'].map(rank)).toEqual([0, 1]);
  expect(['x-roq-session-token', 'roq-session-token2', '__Host-roq-session-token'].map(rank)).toEqual([-1, -1, -1]);
});

it.each([
  ['roq-auth-state', 'sign-in under way: its state'],
  ['roq-auth-nonce', 'sign-in under way: its nonce'],
  ['roq-auth-nonces', undefined],
  ['x-roq-auth-state', undefined],
])('knows what %s is: %s', (name, label) => {
  expect(roq.companions.find((companion) => companion.name.test(name))?.label).toBe(label);
});

it('names session, user, roles and tenant', () => {
  expect(identify({})).toEqual({
    session: 'session_1',
    user: 'user_1',
    label: 'ada@example.com',
    organization: { id: 'acme', label: 'acme', role: 'member' },
  });
});

it.each([
  [{ email: undefined }, { label: 'Ada Lovelace' }],
  [{ email: 7, lastName: '' }, { label: 'Ada' }],
  [{ email: '', firstName: undefined, lastName: {} }, { label: undefined }],
  [{ roles: ['a', 7, 'b'] }, { organization: { id: 'acme', label: 'acme', role: 'a, b' } }],
  [{ roles: 'admin' }, { organization: { id: 'acme', label: 'acme', role: 'no role' } }],
  [{ tenantId: null }, { organization: { id: '', label: 'no tenant', role: 'member' } }],
  [{ tenantId: null, roles: undefined }, { organization: undefined }],
])('makes the best of an ID token with %j', (claims, expected) => {
  expect(identify({ roqIdToken: makeIdToken(claims) })).toMatchObject(expected);
});

it('goes without an ID token, and without ids', () => {
  expect(identify({ roqIdToken: undefined, id: 7 })).toEqual({
    session: undefined,
    user: 'user_1',
    label: undefined,
    organization: undefined,
  });
});

it('says what follows from the name of a secure cookie, which the package does not read', () => {
  const notices = (...cookies: string[]) => roq.notices?.({ hasCookie: (name) => cookies.includes(name) });

  expect(notices('roq-session-token')).toEqual([]);
  expect(notices()).toEqual([]);
  expect(notices('__Secure-roq-session-token')).toEqual([expect.stringContaining('For the app nobody is signed in')]);
  expect(notices('__Secure-roq-session-token', 'roq-session-token')).toEqual([
    expect.stringContaining('There are two session cookies'),
  ]);
});

it.each([
  ['http://localhost:3000/api/auth/refetch-session', true],
  ['http://localhost:3000/refetch-session?x', true],
  ['http://localhost:3000/api/auth/session', false],
  ['http://localhost:3000/?next=/refetch-session', false],
])('tells whether %s is a refetch: %s', (url, own) => {
  expect(roq.isOwnRequest(new URL(url))).toBe(own);
});

const [action] = roq.actions;

it('offers to refetch, where the app has its handler, and keeps that path for the site', () => {
  expect(roq.actions).toHaveLength(1);
  expect(action).toMatchObject({ id: 'refetch-session', label: 'Refetch session', main: true, warning: undefined });
  expect(action?.call({ path: '/api/refresh' })).toBe('GET /api/refresh');
  expect(action?.yields({})).toBe('session-token');
  expect(action?.options).toMatchObject([
    { name: 'path', initial: '/api/auth/refetch-session', required: true, remembered: true },
  ]);
});

const act = (page: object, path: string) => roqPage(page as Window).actions['refetch-session']?.({ path });

it('asks as the page would, with its cookies', async () => {
  const location = new URL('https://app.example.com/a/b');
  const page = { location, fetch: vi.fn<typeof fetch>(async () => new Response('{"session":null}')) };

  await expect(act(page, '/api/refresh')).resolves.toMatchObject({ status: 'responded', http: { status: 200 } });
  expect(page.fetch).toHaveBeenCalledExactlyOnceWith('https://app.example.com/api/refresh', {
    method: 'GET',
    headers: { accept: 'application/json' },
    credentials: 'same-origin',
    redirect: 'manual',
    cache: 'no-store',
  });
  await expect(act(page, 'https://evil.example/')).resolves.toMatchObject({ status: 'failed' });
  expect(roqPage(page as unknown as Window).snapshot()).toBeNull();
});
