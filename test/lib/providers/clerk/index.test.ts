import { generateKeyPair, SignJWT } from 'jose';
import { expect, it } from 'vitest';
import { clerk } from '@/lib/providers/clerk/index.ts';
import type { HeldBack } from '@/lib/providers/provider.ts';
import { decodeToken } from '@/lib/token/decode.ts';
import { compact, encrypt, sign } from '../../token/samples.ts';

const { privateKey } = await generateKeyPair('RS256');

const SESSION = { sid: 'sess_1', iss: 'https://clerk.example.com', azp: 'http://localhost', sub: 'user_1' };

const mints = (raw: string) => clerk.mints(decodeToken(raw));
const withHeader = (header: Record<string, unknown>) => compact(JSON.stringify({ alg: 'RS256', ...header }), '{"a":1}');

it('knows a session token by its claims', async () => {
  expect(mints(await sign(SESSION))).toBe(true);
  expect(mints(await sign({ sid: 'sess_1', iss: 'https://clerk.example.com', sts: 'active' }))).toBe(true);
  expect(mints(await sign({ sid: 'sess_1', iss: 'https://clerk.example.com', fva: [0, -1] }))).toBe(true);
});

it('knows a template token by its key and category, whatever the template says', async () => {
  const token = await new SignJWT({ role: 'authenticated' })
    .setProtectedHeader({ alg: 'RS256', kid: 'ins_2abc', cat: 'cl_B7d4PD222AAA', typ: 'JWT' })
    .sign(privateKey);

  expect(mints(token)).toBe(true);
});

it.each([
  ['sid', 'other_1'],
  ['sid', 7],
  ['sid', undefined],
  ['iss', undefined],
  ['iss', ['https://clerk.example.com']],
  ['azp', undefined],
])('does not know a token whose %s is %j', async (name, value) => {
  expect(mints(await sign({ ...SESSION, [name]: value }))).toBe(false);
});

it.each([
  ['another category', { kid: 'ins_1', cat: 'cl_B7d4PD222' }],
  ['a category that is no text', { kid: 'ins_1', cat: ['cl_B7d4PD222AAA'] }],
  ['another kind of key', { kid: 'key_1', cat: 'cl_B7d4PD222AAA' }],
  ['no key', { cat: 'cl_B7d4PD222AAA' }],
  ['more around the category', { kid: 'ins_1', cat: 'x cl_B7d4PD222AAA' }],
  ['more behind the category', { kid: 'ins_1', cat: 'cl_B7d4PD222AAAA' }],
])('does not know a token with %s', (_, header) => {
  expect(mints(withHeader(header))).toBe(false);
});

it('does not take the __session of another product, or an opaque value, for its own', async () => {
  expect(mints(await encrypt(SESSION))).toBe(false);
  expect(mints('__session')).toBe(false);
});

it('ranks the suffixed cookie before the bare one, and both before memory', () => {
  const rank = (name: string) => clerk.sessionNames.findIndex((pattern) => pattern.test(name));

  expect(['__session_XbPsHh4i', '__session', clerk.memoryName].map(rank)).toEqual([0, 1, 2]);
  expect(['__session__0', '__session_short', '__session_XbPsHh4i2', 'x__session', '__sessions'].map(rank)).toEqual(
    Array(5).fill(-1),
  );
});

it.each([
  ['__client_uat', 'when the client last changed; 0 means signed out'],
  ['__client_uat_XbPsHh4i', 'when the client last changed; 0 means signed out'],
  ['__clerk_db_jwt', 'development browser, in development only'],
  ['__clerk_db_jwt_-bPs_h4i', 'development browser, in development only'],
  ['__refresh_XbPsHh4i', 'refresh token, by which a server renews an expired session token'],
  ['__refresh', undefined],
  ['__clerk_handshake', 'handshake under way: the cookies that the server is to set'],
  ['__clerk_handshake_nonce', 'handshake under way: what the server fetches its cookies by'],
  ['__clerk_redirect_count', 'handshake loop counter'],
  ['clerk_active_context', 'session:organization of the active tab'],
  ['__clerk_keys_a1', 'keyless development mode'],
  ['__client', 'long-lived client token'],
  ['__session', 'session token'],
  ['__session_XbPsHh4i', 'session token'],
  ['session', undefined],
])('knows what %s is: %s', (name, label) => {
  expect(clerk.companions.find((companion) => companion.name.test(name))?.label).toBe(label);
});

it('takes no name that has more before or behind for its own', () => {
  const names = [
    '__session',
    '__session_XbPsHh4i',
    '__client',
    '__client_uat',
    '__client_uat_XbPsHh4i',
    '__clerk_db_jwt',
  ];
  names.push(
    '__refresh_XbPsHh4i',
    '__clerk_handshake',
    '__clerk_redirect_count',
    'clerk_active_context',
    clerk.memoryName,
  );
  const patterns = [...clerk.sessionNames, ...clerk.companions.map(({ name }) => name)];

  expect(names.filter((name) => !patterns.some((pattern) => pattern.test(name)))).toEqual([]);
  const near = [...names, '__clerk_keys_1'].map((name) => `x${name}`).concat(names.map((name) => `${name}x`));
  expect(near.filter((name) => patterns.some((pattern) => pattern.test(name)))).toEqual([]);
});

it('names session and user where they are text', () => {
  expect(clerk.identify(SESSION)).toEqual({ session: 'sess_1', user: 'user_1' });
  expect(clerk.identify({ sid: 7, sub: {} })).toEqual({ session: undefined, user: undefined });
});

it.each([
  ['https://happy-cat-12.clerk.accounts.dev/v1/client/sessions/sess_1/tokens?_clerk_js_version=6.40.0', true],
  ['http://localhost:3000/__clerk/v1/me?_clerk_session_id=s&_clerk_js_version=6.40.0', true],
  ['https://example.com/v1/client', false],
  ['https://example.com/v1/?_clerk_js_version=6.40.0', false],
  ['https://example.com/api?next=/v1/client&_clerk_js_version=6.40.0', false],
])('tells whether %s is the SDK talking to its API: %s', (url, own) => {
  expect(clerk.isOwnRequest(new URL(url))).toBe(own);
});

const held = (facts: Partial<HeldBack>, cookies: Record<string, string> = {}) =>
  clerk.explainHeldBack({
    focused: false,
    cookie: (name) => cookies[name],
    sessionId: 'sess_1',
    organizationId: undefined,
    before: undefined,
    after: undefined,
    ...facts,
  });

it('says that a page in the background writes no cookie that was last written for another session', () => {
  expect(held({}, { clerk_active_context: 'sess_2:' })).toBe(
    "The page does not have the focus, and the cookie was last written for another session or organization (clerk_active_context is sess_2:, this tab's is sess_1:): by another tab, or by this one before a switch. clerk-js then writes it only from the tab that has the focus: click into the page, then refresh again.",
  );
  expect(held({}, { clerk_active_context: 'sess_1:org_1' })).toContain("this tab's is sess_1:");
});

it('knows of no rule that held the cookie back where the page may write it', () => {
  expect(held({ focused: true }, { clerk_active_context: 'sess_2:' })).toBeUndefined();
  expect(held({ focused: undefined }, { clerk_active_context: 'sess_2:' })).toBeUndefined();
  expect(held({}, { clerk_active_context: 'sess_1:' })).toBeUndefined();
  expect(held({ organizationId: 'org_1' }, { clerk_active_context: 'sess_1:org_1' })).toBeUndefined();
  expect(held({}, { other: 'sess_2:' })).toBeUndefined();
});

it('says that a token with older claims never replaces a newer one', () => {
  expect(held({ focused: true, before: { oiat: 20 }, after: { oiat: 10 } })).toBe(
    "The new token's claims are older (oiat 10) than those of the token in the cookie (oiat 20). clerk-js never goes back.",
  );
  for (const [before, after] of [
    [10, 10],
    [10, 20],
    ['20', 10],
    [20, undefined],
  ]) {
    expect(held({ before: { oiat: before }, after: { oiat: after } })).toBeUndefined();
  }
});

it('has a name and offers actions, each with what it calls and when to take it', () => {
  expect([clerk.id, clerk.name]).toEqual(['clerk', 'Clerk']);
  expect(clerk.actions.filter(({ hint }) => hint === '')).toEqual([]);
  expect(clerk.actions.map(({ id, label, call }) => [id, label, call({})])).toEqual([
    ['refresh-token', 'Refresh token', 'Clerk.session.getToken({ skipCache: true })'],
    ['reload-user', 'Reload user', 'Clerk.user.reload()'],
    ['get-token', 'Get token with options', 'Clerk.session.getToken()'],
    ['cached-token', 'Get cached token', 'Clerk.session.getToken()'],
    ['reload-session', 'Reload session', 'Clerk.session.reload()'],
    ['touch-session', 'Touch session', 'Clerk.session.touch()'],
    ['set-organization', 'Switch organization', 'Clerk.setActive({ organization: null })'],
    ['set-session', 'Switch session', 'Clerk.setActive({ session: Clerk.session.id })'],
    ['end-session', 'End session', 'Clerk.session.end()'],
    ['remove-session', 'Remove session', 'Clerk.session.remove()'],
  ]);
});

it('says why a new token says the same where it was made of the claims of the one before', () => {
  const minted = (iat: number, oiat?: number) =>
    ({ format: 'jws', header: { oiat }, claims: { iat }, signed: true }) as const;
  const explain = clerk.explainSameClaims!;

  expect(explain(minted(100, 90), minted(130, 90))).toContain('oiat is the same');
  expect(explain(minted(100, 100), minted(130, 130))).toBeUndefined();
  expect(explain(minted(100, 80), minted(130, 90))).toBeUndefined();
  expect(explain(minted(100, 100), minted(100, 100))).toBeUndefined();
  expect(explain(minted(100), minted(130))).toBeUndefined();
});
