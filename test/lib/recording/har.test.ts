import { expect, it } from 'vitest';
import { requestFromHar, wantsBody, type HarEntry } from '@/lib/recording/har.ts';
import { makeEntry } from '../support/har.ts';
import { makeToken } from '../support/tokens.ts';

const token = makeToken({ sub: 'user_1' });
const facts = (entry: Parameters<typeof makeEntry>[0], body?: string) => requestFromHar(makeEntry(entry), body);

it('keeps what tells one request from another', () => {
  const entry = makeEntry({ method: 'POST', url: 'https://clerk.test/v1/tokens', status: 201, time: 41.25 });

  expect(requestFromHar(entry, undefined)).toEqual({
    method: 'POST',
    url: 'https://clerk.test/v1/tokens',
    startedAt: Date.UTC(2026, 10, 21, 10, 14, 31, 500),
    duration: 41.25,
    status: 201,
    error: null,
    serverDate: null,
    sent: [],
    received: [],
    headers: [],
    verdict: {},
  });
});

it('reads the session cookies of a request, and no others', () => {
  const cookie = `theme=dark; __session=${token};  empty_token=; csrf=a=b=c; ${token}; ; _ga=1`;

  expect(facts({ sent: { Cookie: cookie } })?.sent).toEqual([
    { place: 'cookie', name: '__session', value: token },
    { place: 'cookie', name: 'csrf', value: 'a=b=c' },
    { place: 'cookie', name: '', value: token },
  ]);
});

it('reads Authorization whatever it holds, and other headers only where they hold a token', () => {
  const sent = { authorization: 'Basic abc', 'X-Access': token, 'X-Session': 'opaque', 'X-Id': `Bearer ${token}` };

  expect(facts({ sent })?.sent).toEqual([
    { place: 'authorization', name: 'Authorization', value: 'Basic abc' },
    { place: 'header', name: 'X-Access', value: token },
    { place: 'header', name: 'X-Id', value: `Bearer ${token}` },
  ]);
  expect(facts({ sent: { Authorization: '' } })?.sent).toEqual([]);
});

it('reads Set-Cookie without its attributes, several in one header as Firefox has them', () => {
  const received = {
    'SET-COOKIE': `sid=1; Path=/; HttpOnly\ntheme=dark; Secure\n token = ${token} ;x=sid\nsid=; Max-Age=0`,
  };

  expect(facts({ received })?.received).toEqual([
    { place: 'set-cookie', name: 'sid', value: '1' },
    { place: 'set-cookie', name: 'token', value: token },
  ]);
});

it('reads response headers only where they hold a token', () => {
  expect(facts({ received: { 'X-New-Token': token, 'X-Session': 'opaque' } })?.received).toEqual([
    { place: 'header', name: 'X-New-Token', value: token },
  ]);
});

it('names a token of a body by the member it stands in, and takes each token once', () => {
  const inner = makeToken({ sub: 'inner' });
  const body = JSON.stringify({
    sessions: [{ last_active_token: { jwt: token } }, { again: token }],
    tokens: [inner],
    theme: 'dark',
  });

  expect(facts({}, body)?.received).toEqual([
    { place: 'body', name: 'jwt', value: token },
    { place: 'body', name: 'tokens', value: inner },
  ]);
  expect(facts({}, token)?.received).toEqual([{ place: 'body', name: 'body', value: token }]);
  expect(facts({}, 'no token')?.received).toEqual([]);
});

it('takes a name with digits in it for a name', () => {
  const [one, two] = [makeToken({ n: 1 }), makeToken({ n: 2 })];

  expect(facts({}, JSON.stringify({ a: { '2fa': one, jwt2: two } }))?.received.map(({ name }) => name)).toEqual([
    '2fa',
    'jwt2',
  ]);
});

it('does not search a body that is too large', () => {
  const pad = (size: number) => `["${token}"]`.padEnd(size);

  expect(facts({}, pad(256 * 1024))?.received).toHaveLength(1);
  expect(facts({}, pad(256 * 1024 + 1))?.received).toEqual([]);
});

it.each([
  ['application/json', 0, true],
  ['application/json; charset=utf-8', 256 * 1024, true],
  ['application/json', 256 * 1024 + 1, false],
  ['application/problem+json', 10, true],
  ['APPLICATION/JSON', 10, true],
  ['text/html', 10, false],
  ['application/jsonp', 10, false],
  [undefined, undefined, false],
])('asks for the body of %s of %s bytes: %s', (mimeType, size, wanted) => {
  expect(wantsBody(makeEntry({ mimeType, size }))).toBe(wanted);
});

it.each<[string, Parameters<typeof makeEntry>[0]]>([
  ['a call that changes something', { method: 'DELETE', mimeType: 'text/plain' }],
  ['a redirect', { status: 300, mimeType: 'image/png' }],
  ['a failure', { status: 500, mimeType: 'image/png' }],
  ['a request without a response', { status: 0, mimeType: undefined }],
  ['JSON', { mimeType: 'application/json' }],
  ['a page', { mimeType: 'text/HTML' }],
])('keeps %s even when it carries no token', (_, entry) => {
  expect(facts(entry)).toBeDefined();
});

it.each([{ mimeType: 'image/png' }, { mimeType: 'text/javascript' }, { mimeType: undefined, status: 299 }])(
  'leaves out what tells nothing of a session: %o',
  (entry) => {
    expect(facts(entry)).toBeUndefined();
  },
);

it('keeps a picture that carries a session cookie', () => {
  expect(facts({ mimeType: 'image/png', sent: { Cookie: 'sid=1' } })).toBeDefined();
  expect(facts({ mimeType: 'image/png', received: { 'Set-Cookie': 'sid=1' } })).toBeDefined();
});

it('reads the server’s date, unless a cache may have kept the response', () => {
  const date = 'Sat, 21 Nov 2026 10:14:31 GMT';
  const dateOf = (headers: Record<string, string>, more: Partial<HarEntry> = {}) =>
    requestFromHar({ ...makeEntry({ received: headers }), ...more }, undefined)?.serverDate;

  expect(dateOf({ Date: date })).toBe(Date.UTC(2026, 10, 21, 10, 14, 31));
  expect(dateOf({ date }, { _fromCache: null })).toBe(Date.UTC(2026, 10, 21, 10, 14, 31));
  expect(dateOf({ date, Age: '3' })).toBeNull();
  expect(dateOf({ date }, { _fromCache: 'disk' })).toBeNull();
  expect(dateOf({ date: 'soon' })).toBeNull();
  expect(dateOf({})).toBeNull();
});

it('keeps what Clerk’s backend said of the session, and why a request failed', () => {
  const entry = makeEntry({
    status: 0,
    received: { 'X-Clerk-Auth-Reason': 'session-token-expired', 'x-clerk-auth-status': 'signed-out', 'x-clerk': 'no' },
  });

  expect(
    requestFromHar({ ...entry, response: { ...entry.response, _error: 'net::ERR_FAILED' } }, undefined),
  ).toMatchObject({
    error: 'net::ERR_FAILED',
    verdict: { 'x-clerk-auth-reason': 'session-token-expired', 'x-clerk-auth-status': 'signed-out' },
  });
  expect(Object.keys(requestFromHar(entry, undefined)?.verdict ?? {})).toHaveLength(2);
});

it('keeps of a refusal what it says, and no more of its body', () => {
  const body = JSON.stringify({
    message: 'm'.repeat(300),
    code: 42,
    success: false,
    error: `for ${token}`,
    status: ['401'],
    user: { email: 'ada@example.com' },
    errors: [{ code: 'session_not_found', long_message: 'long' }, { code: 'second' }],
  });

  expect(facts({ status: 401 }, body)?.verdict).toEqual({
    'body.message': 'm'.repeat(200),
    'body.code': '42',
    'body.success': 'false',
    'body.error': 'for …',
    'body.errors.0.code': 'session_not_found',
  });
  expect(facts({ status: 200 }, body)?.verdict).toEqual({});
  expect(facts({ status: 401 }, '[{"code":"no"}]')?.verdict).toEqual({});
  expect(facts({ status: 401 }, '{"__proto__":{"code":"no"}}')?.verdict).toEqual({});
  expect(facts({ status: 401 }, 'no JSON')?.verdict).toEqual({});
});

it('keeps what a provider’s endpoint says also with a status that is no refusal', () => {
  const url = 'http://localhost:3000/api/auth/refetch-session';

  expect(facts({ url }, '{"success":false,"error":"timeout"}')?.verdict).toEqual({
    'body.success': 'false',
    'body.error': 'timeout',
  });
});

it('keeps other headers that matter, bounded, and none that browsers fill in', () => {
  const sent = {
    ':method': 'GET',
    'User-Agent': 'x',
    'sec-fetch-mode': 'cors',
    'If-None-Match': '"1"',
    'Content-Length': '2',
    Accept: 'application/json',
    'X-Token': token,
    'X-Long': 'l'.repeat(501),
    'X-Tenant': 'acme',
  };
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`X-${index}`, 'v']));

  expect(facts({ sent })?.headers).toEqual([
    ['Accept', 'application/json'],
    ['X-Tenant', 'acme'],
  ]);
  expect(facts({ sent: many })?.headers).toHaveLength(20);
});

it.each([
  ['http', 'http://localhost:3000/api', true],
  ['https', 'https://clerk.test/v1/client', true],
  ['the beginning of a WebSocket', 'wss://app.test/live', true],
  ['data', 'data:application/json,{}', false],
  ['blob', 'blob:https://app.test/0f2c', false],
  ['an extension', 'chrome-extension://abc/x.json', false],
])('keeps what went to a server: %s', (_, url, isKept) => {
  expect(facts({ url }) !== undefined).toBe(isKept);
});

it('makes sense of times and statuses that make none', () => {
  expect(facts({ startedDateTime: 'yesterday' })).toBeUndefined();
  expect(facts({ time: -1, status: -1 })).toMatchObject({ duration: 0, status: 0 });
  expect(facts({ time: Number.NaN })).toMatchObject({ duration: 0 });
});

it.each<[string, string | undefined, number | undefined]>([
  ['30', undefined, 30],
  [' 30 ', undefined, 30],
  ['0', undefined, undefined],
  ['99999999999', undefined, 86_400],
  ['Sat, 21 Nov 2026 10:15:01 GMT', 'Sat, 21 Nov 2026 10:14:31 GMT', 30],
  ['Sat, 21 Nov 2026 10:14:01 GMT', 'Sat, 21 Nov 2026 10:14:31 GMT', undefined],
  ['Sat, 21 Nov 2026 10:15:01 GMT', undefined, undefined],
  ['soon', 'Sat, 21 Nov 2026 10:14:31 GMT', undefined],
  ['-5', 'Sat, 21 Nov 2026 10:14:31 GMT', undefined],
  ['1.5', 'Sat, 21 Nov 2026 10:14:31 GMT', undefined],
  ['soon 3', 'Sat, 21 Nov 2026 10:14:31 GMT', undefined],
  ['2036', 'Sat, 21 Nov 2026 10:14:31 GMT', 2036],
  ['2036-11-21', 'Sat, 21 Nov 2026 10:14:31 GMT', undefined],
])('reads Retry-After %j, answered at %j, as %j seconds', (value, date, expected) => {
  const received = { 'Retry-After': value, ...(date !== undefined && { Date: date }) };

  expect(facts({ status: 429, received })?.retryAfter).toBe(expected);
});
