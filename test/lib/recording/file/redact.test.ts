import { expect, it } from 'vitest';
import { providers } from '@/lib/providers/index.ts';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { readRecording } from '@/lib/recording/file/read.ts';
import { writeRedacted } from '@/lib/recording/file/write.ts';
import { decodeToken } from '@/lib/token/decode.ts';
import {
  actionEnded,
  actionStarted,
  cookieSet,
  cookiesListed,
  makeSdk,
  navigated,
  pageState,
  record,
  requested,
  storageListed,
} from '../../support/events.ts';
import { makeClerkToken, makeJwe, makeToken } from '../../support/tokens.ts';

const FACTS = { exportedAt: 1_000, app: { version: '0.1.0', browser: 'chrome' } };

const write = (...events: RecordingEvent[]) => writeRedacted(events, FACTS);

/** The events as they are when the file is opened again. */
function redacted(...events: RecordingEvent[]): readonly RecordingEvent[] {
  const result = readRecording(write(...events));
  if (result.status === 'failed') throw new Error(result.message);
  return result.recording.events;
}

function cookieValue(value: string, name = 'app_session', ...others: RecordingEvent[]): string {
  const [event] = redacted(cookieSet({ name, value }), ...others);
  if (event?.type !== 'cookie-set') throw new Error('No cookie');
  return event.cookie.value;
}

function urlOf(url: string): string {
  const [event] = redacted(navigated(url));
  if (event?.type !== 'navigated') throw new Error('No navigation');
  return event.url;
}

function claimsOf(claims: object): unknown {
  const payload = cookieValue(makeToken(claims)).split('.')[1] ?? '';
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}

const SUB = 'user_2aBcDeFgHiJkLmNoPqRsTuVwXyZ';
const SID = 'sess_2zYxWvUtSrQpOnMlKjIhGfEdCbA';
const SIGNATURE = 'c2VjcmV0LXNpZ25hdHVyZS1vZi10aGUtdG9rZW4';
const OPAQUE = 'correcthorsebatterystaple';
const UUID = '5f7c8ec7-33c6-4c00-8bba-fe820a1b2c3d';

const token = (claims: object = {}) =>
  makeClerkToken({ sub: SUB, sid: SID, email: 'ada@example.com', given_name: 'Augusta', ...claims }).replace(
    /[^.]*$/,
    SIGNATURE,
  );

const EVERYWHERE: RecordingEvent[] = [
  { type: 'dropped', at: 0, dropped: { before: 0, requests: 1, tokens: 2, numbers: [[token(), 2]], next: 3 } },
  navigated(`http://localhost:3000/users/${SUB}?email=ada%40example.com&next=${OPAQUE}#access_token=${token()}`),
  cookiesListed([
    { name: '__session', value: token() },
    { name: 'clerk_active_context', value: `${SID}:` },
    { name: 'app_session', value: OPAQUE },
    {
      name: 'wrapped.0',
      value: `base64-${Buffer.from(JSON.stringify({ t: token() })).toString('base64')}`.slice(0, 60),
    },
    { name: 'wrapped.1', value: `base64-${Buffer.from(JSON.stringify({ t: token() })).toString('base64')}`.slice(60) },
    {
      name: 'percent',
      value: encodeURIComponent(JSON.stringify({ token: token(), user: { email: 'ada@example.com' } })),
    },
    { name: `sess.${SID}`, value: Buffer.from(JSON.stringify({ sub: SUB, note: `of ${OPAQUE}` })).toString('base64') },
  ]),
  storageListed({ [`auth:${UUID}`]: JSON.stringify({ access_token: token(), phone: '+44 20 7946 0958' }) }),
  requested({
    url: `https://clerk.test/v1/client/sessions/${SID}/tokens?_clerk_js_version=6&_clerk_session_id=${SID}`,
    error: `Failed for Augusta Lovelace <ada@example.com>, session ${SID}, bearer ${token()}`,
    headers: [['x-session', OPAQUE]],
    sent: [{ place: 'authorization', name: 'Authorization', value: `Bearer ${token()}` }],
    received: [{ place: 'body', name: 'jwt', value: makeToken({ nested: token(), tenantId: UUID }) }],
    verdict: { 'x-clerk-auth-message': `JWT of ${SUB} is expired` },
  }),
  pageState([
    makeSdk({
      session: { id: SID, status: 'active', expireAt: null },
      user: { id: SUB, label: 'Augusta Lovelace' },
      token: token(),
      inspection: [
        {
          title: `Session ${SID}, active`,
          facts: [
            { name: 'user.id', kind: 'value', value: SUB },
            { name: 'publicUserData.lastName', kind: 'value', value: 'Lovelace' },
            { name: 'publicUserData.imageUrl', kind: 'value', value: 'https://img.clerk.com/eyJ0eXBlIjoiZGVmYXVsdCJ9' },
          ],
        },
      ],
      sources: [{ name: 'user.publicMetadata', value: { boss: SUB, mail: 'ada@example.com' }, updatedAt: null }],
      problems: [`Clerk.user threw Error: ${SUB} is gone`],
    }),
  ]),
  actionStarted(),
  actionEnded({ status: 'failed', message: `No ${SID} of Lovelace`, httpStatus: 422, code: 'form_invalid' }),
  actionEnded({
    status: 'responded',
    http: {
      status: 200,
      url: `http://localhost/${UUID}`,
      redirected: false,
      contentType: 'application/json',
      body: JSON.stringify({ session: { id: UUID, user: { email: 'ada@example.com' }, token: token() } }),
    },
  }),
];

/** A text, and what it is in the encodings that it may be hidden in. */
const disguises = (secret: string) => [
  secret,
  secret.toLowerCase(),
  encodeURIComponent(secret),
  // Wherever it stands in the bytes that are encoded.
  ...[0, 1, 2].map((shift) =>
    Buffer.from('x'.repeat(shift) + secret)
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  ),
];

it.each([
  ['a token', token()],
  ['its claims', token().split('.')[1] ?? ''],
  ['its signature', SIGNATURE],
  ['a user’s id', SUB],
  ['a session’s id', SID],
  ['a UUID', UUID],
  ['an opaque session value', OPAQUE],
  ['an e-mail address', 'ada@example.com'],
  ['a first name', 'Augusta'],
  ['a last name', 'Lovelace'],
  ['a telephone number', '7946 0958'],
  ['a picture', 'eyJ0eXBlIjoiZGVmYXVsdCJ9'],
])('leaves nothing of %s, in whatever it was wrapped', (_, secret) => {
  const file = write(...EVERYWHERE);
  const unwrapped = JSON.stringify(redacted(...EVERYWHERE));
  const payloads = [...unwrapped.matchAll(/[\w+/-]{16,}/g)].map(([text]) =>
    Buffer.from(text, 'base64').toString('latin1'),
  );

  for (const disguise of disguises(secret)) {
    expect(file.toLowerCase()).not.toContain(disguise.toLowerCase());
    expect(unwrapped.toLowerCase()).not.toContain(disguise.toLowerCase());
    expect(payloads.join('\n')).not.toContain(disguise);
  }
});

it('keeps what a fault is about: times, roles, plans, dates and plain words', () => {
  const claims = {
    iat: 1_763_700_000,
    exp: 1_763_700_060,
    birthday: '1990-01-01',
    plan: 'pro_monthly',
    role: 'org:admin',
    sts: 'active',
    v: 2,
    verified: true,
    fva: [12, -1],
  };

  expect(claimsOf(claims)).toEqual(claims);
});

it('keeps an issuer, and the origin that asked', () => {
  const claims = { iss: 'https://clerk.test', azp: 'http://localhost:3000' };

  expect(claimsOf(claims)).toEqual(claims);
});

it.each([
  [{ sub: '42' }, { sub: 'redacted1' }],
  [{ userId: 12_345 }, { userId: 900_000_001 }],
  [{ sub: 'auth0|5f7c8ec7c33c6c004bbafe82' }, { sub: 'auth0|redacted1' }],
  [{ sub: 'samlp|okta|ada@example.com' }, { sub: 'samlp|redacted1|person1@redacted.example' }],
  [{ sub: 'augusta.lovelace' }, { sub: 'redacted1.redacted2' }],
  [{ sub: 'https://openid.test/augusta' }, { sub: 'https://openid.test/redacted1' }],
  [{ sub: 'auth0' }, { sub: 'redacted1' }],
  [{ tenant_id: 'acme' }, { tenant_id: 'redacted1' }],
  [{ name: 'Ada King' }, { name: 'name-1 name-2' }],
  [{ email: 'ada@example.com' }, { email: 'person1@redacted.example' }],
  [{ phone_number: '+44 20 7946 0958' }, { phone_number: 'phone-1' }],
  [{ act: { sub: 'user_1' } }, { act: { sub: 'user_redacted1' } }],
  [{ session: 'swordfish' }, { session: 'redacted1' }],
  [{ refreshTokenHash1: 'swordfish' }, { refreshTokenHash1: 'redacted1' }],
  [{ jti: UUID }, { jti: '00000000-0000-4000-8000-000000000001' }],
  [{ user_2abcDEF123: 'admin' }, { user_redacted1: 'admin' }],
])('replaces %o by %o', (claims, expected) => {
  expect(claimsOf(claims)).toEqual(expected);
});

it('calls one thing by one name, wherever it stands', () => {
  const [first, second] = redacted(
    cookieSet({ name: 'clerk_active_context', value: `${SID}:` }),
    requested({ url: `https://clerk.test/v1/client/sessions/${SID}/tokens` }),
  );

  expect(first).toMatchObject({ cookie: { value: 'sess_redacted1:' } });
  expect(second).toMatchObject({ request: { url: 'https://clerk.test/v1/client/sessions/sess_redacted1/tokens' } });
});

it('finds a name in the first event that only the last one gives away', () => {
  const [first] = redacted(
    requested({ error: 'Lovelace was refused' }),
    pageState([makeSdk({ user: { id: 'user_1', label: 'Ada Lovelace' } })]),
  );

  expect(first).toMatchObject({ request: { error: 'name-1 was refused' } });
});

it('splits a token where it was split, with the names that only a later event gives away', () => {
  const raw = makeToken({ motto: 'Lovelace', plan: 'pro' });
  const parts = [
    { name: 'auth.0', value: raw.slice(0, 50) },
    { name: 'auth.1', value: raw.slice(50) },
  ];
  const all = redacted(
    ...parts.map((part) => cookieSet(part)),
    cookiesListed(parts),
    pageState([makeSdk({ user: { id: 'user_1', label: 'Lovelace' } })]),
  );
  const joined = all.flatMap((event) => (event.type === 'cookie-set' ? event.cookie.value : [])).join('');

  expect(JSON.parse(Buffer.from(joined.split('.')[1] ?? '', 'base64url').toString())).toEqual({
    motto: 'name-1',
    plan: 'pro',
  });
});

it('splits a token whose cookies were told of one by one, and the next one too', () => {
  const written = [1, 2].flatMap((version) => {
    const raw = makeToken({ version, jti: `id-${version}` });
    return [raw.slice(0, 50), raw.slice(50)].map((value, index) =>
      cookieSet({ name: `auth.${index}`, value }, version * 10_000 + index),
    );
  });
  const live = record(...written);

  const opened = record(...redacted(...written));

  const versions = [...opened.tokens].map(([raw, { number }]) => [decodeToken(raw), number]);
  expect(versions).toMatchObject([
    [{ claims: { version: 1 } }, 1],
    [{ claims: { version: 2 } }, 2],
  ]);
  expect(opened.tokens.size).toBe(live.tokens.size);
});

it('puts no token in the table that still has a name in it', () => {
  const file = write(
    cookieSet({ value: makeToken({ motto: 'Lovelace' }) }),
    pageState([makeSdk({ user: { id: 'user_1', label: 'Lovelace' } })]),
  );

  expect(file).not.toContain('Lovelace');
});

it.each([
  ['correcthorsebatterystaple', 'redacted1xxxxxxxxxxxxxxxx'],
  ['1763700000', 'redacted1x'],
  ['', ''],
  ['eyJhbGciOi.JIUzI1Ni', 'eyJredacted1xxxxxxx'],
])('makes of the value %s one of the same length: %s', (value, expected) => {
  expect(cookieValue(value)).toBe(expected);
});

it('keeps the size of a token, where its pseudonyms leave room for it', () => {
  const raw = token();

  expect(cookieValue(raw)).toHaveLength(raw.length);
});

it('leaves a token that is not signed unsigned', () => {
  expect(cookieValue(`${makeToken({ a: 1 }).split('.').slice(0, 2).join('.')}.`)).toMatch(/^[\w-]+\.[\w-]+\.$/);
});

it('keeps of an encrypted token what everybody can read', () => {
  const raw = makeJwe({ kid: 'key_1' });
  const [header, ...rest] = cookieValue(raw).split('.');

  expect(JSON.parse(Buffer.from(header ?? '', 'base64url').toString())).toMatchObject({ alg: 'dir', enc: 'A256GCM' });
  expect(rest.join('.')).not.toContain('Y2lwaGVydGV4dA');
});

it.each([
  ['http://localhost:3000/', 'http://localhost:3000/'],
  [
    'https://app.example.com/orders/12345?id=7&q=shoes',
    'https://app.example.com/orders/redacted1?id=redacted2&q=redacted3',
  ],
  ['https://ada:secret@example.com/#/sign-in', 'https://redacted@example.com/#/sign-in'],
  ['https://preview-1a2b3c4d5e6f.example.com/', 'https://redacted1.example.com/'],
  ['about:blank', 'about:blank'],
])('makes of the address %s %s', (url, expected) => {
  expect(urlOf(url)).toBe(expected);
});

it('writes tokens so that they can be read, and names them by their place', () => {
  const file = write(cookieSet({ value: makeToken({ inner: makeToken({ plan: 'pro' }), plan: 'free' }) }));

  expect(JSON.parse(file)).toMatchObject({
    tokens: [
      { claims: { plan: 'pro' }, signature: expect.stringContaining('signature-') },
      { claims: { plan: 'free', inner: '«token 1»' } },
    ],
    events: [{ cookie: { value: '«token 2»' } }],
  });
});

it('takes no text of the page for the name of a token', () => {
  expect(cookieValue(makeToken({ note: '«token 1»' }))).toMatch(/^ey/);
  expect(claimsOf({ note: '«token 9»' })).toEqual({ note: '"token 9"' });
});

it.each([
  ['a list in a list', [[{ email: 'ada@example.com', token: token() }]]],
  ['a member that has a name of ours', [{ firstName: 'Augusta', type: SUB }]],
  ['lists of lists', [[['ada@example.com']], [[[SUB]]]]],
  ['an object that looks like a fact', { kind: 'value', name: 'x', value: [{ state: SUB }] }],
])('leaves no secret in what the page’s user object says: %s', (_, value) => {
  const file = write(pageState([makeSdk({ sources: [{ name: 'user.publicMetadata', value, updatedAt: null }] })]));

  for (const secret of ['ada@example.com', 'Augusta', SUB, SIGNATURE]) expect(file).not.toContain(secret);
});

const found = (secret: string, ...events: RecordingEvent[]) =>
  write(...events)
    .toLowerCase()
    .includes(secret.toLowerCase());
const claim = (claims: object) => cookieSet({ value: makeToken(claims) });

it.each<[string, string, RecordingEvent]>([
  ['48213', 'an id in a header', requested({ headers: [['X-User-Id', '48213']] })],
  ['48213', 'an id in a parameter', navigated('http://localhost/?user_id=48213')],
  ['482913', 'a one-time password', claim({ otp: '482913' })],
  ['482913', 'a code', actionStartedWith({ code: '482913' })],
  ['482913', 'a code that is a claim', claim({ code: '482913' })],
  ['1234567890', 'a session that looks like a time', cookieSet({ name: 'PHPSESSID', value: '1234567890' })],
  ['1763700001', 'another', cookieSet({ name: 'app_session', value: '1763700001' })],
  ['1234567890123', 'a third', cookieSet({ name: 'sid', value: '1234567890123' })],
  ['1763700001', 'a key', requested({ headers: [['X-Api-Key', '1763700001']] })],
  ['1763700001', 'a number that is an id', claim({ userId: 1_763_700_001 })],
  ['2025550143', 'a number that is a telephone', claim({ phone: 2_025_550_143 })],
  ['2025550143', 'one that nothing names', claim({ note: 2_025_550_143 })],
  ['123456789012', 'an account', claim({ account: 123_456_789_012 })],
  ['7946', 'a telephone number', claim({ note: 'call 020 7946 0958 now' })],
  ['078-05', 'a social security number', claim({ note: '078-05-1120' })],
  ['4111', 'a card', claim({ note: '4111 1111 1111 1111' })],
  ['203.0.113', 'an IP address', claim({ note: 'from 203.0.113.77' })],
  ['2001:db8', 'an IPv6 address', claim({ note: 'from 2001:db8::8a2e:370:7334' })],
  ['203.0.113', 'a host that is an address', navigated('http://203.0.113.77:8080/')],
  ['9QWX1', 'a licence', claim({ note: '7F3K2-9QWX1-ZP04L-8YT6R' })],
  ['cafebabe', 'hyphenated hex', claim({ note: 'deadbeef-cafebabe' })],
  ['cafebabe', 'hex of letters', claim({ note: 'deadbeefcafebabe' })],
  ['8x2kq', 'an id of another make', claim({ note: 'cust_8x2kq' })],
  ['swordfish', 'a parameter in a path', navigated('http://localhost/x;token=swordfish')],
  ['swordfish', 'a pair in a text', claim({ note: 'x;token=swordfish' })],
  ['Augusta', 'a name with a prefix', claim({ customer_name: 'Augusta' })],
  ['Augusta', 'who owns', claim({ owner: 'Augusta' })],
  ['Augusta', 'who uses', claim({ user: 'Augusta' })],
  ['Augusta', 'a first name', claim({ user: { first: 'Augusta' } })],
  ['Augusta', 'an error', requested({ error: 'User Augusta Lovelace is banned' })],
  ['Augusta', 'a verdict', requested({ verdict: { 'body.message': 'User Augusta Lovelace is banned' } })],
  ['Augusta', 'a problem', pageState([makeSdk({ problems: ['Clerk.user threw Error: Augusta'] })])],
  ['augusta', 'an address without a dot', claim({ note: 'augusta@intranet' })],
  [
    'augusta',
    'the key of an entry',
    storageListed({ 'CognitoIdentityServiceProvider.2abc.augusta.accessToken': '', other: 'of augusta' }),
  ],
])('leaves nothing of %s, %s', (secret, _, event) => {
  expect(found(secret, event)).toBe(false);
});

function actionStartedWith(options: Readonly<Record<string, string>>): RecordingEvent {
  return { ...actionStarted(), options } as RecordingEvent;
}

it.each([
  'net::ERR_CONNECTION_REFUSED',
  'JWT is expired. Expiry date: Fri, 21 Nov 2025 15:04:05 GMT, Current date: Fri, 21 Nov 2025 15:04:15 GMT. (reason=token-expired, token-carrier=header)',
  ...providers.flatMap(({ verdicts }) => verdicts?.words ?? []),
])('keeps what is known to be said: %s', (said) => {
  const [event] = redacted(
    requested({ error: said, verdict: { 'x-clerk-auth-reason': said, 'body.message': said } }),
    cookieSet({ name: 'app_session', value: 'session expired token refresh' }),
    navigated('http://localhost/?response_type=token&scope=openid%20session'),
  );

  expect(event).toMatchObject({
    request: { error: said, verdict: { 'x-clerk-auth-reason': said, 'body.message': said } },
  });
});

it('keeps how a request came to be recorded', () => {
  const events = [requested({ bodyRead: 'not-yet' }), requested({ bodyRead: 'late' })];

  expect(redacted(...events, claim({ name: 'Late', nickname: 'late' })).slice(0, 2)).toEqual(events);
});

it('keeps numbers, times and versions where their name says nothing else', () => {
  const claims = {
    exp: 2_051_222_400,
    session_expires_at: 1_763_700_000,
    count: 123_456,
    sdk: '6.40.0',
    alg: 'A128CBC-HS256',
  };

  expect(claimsOf(claims)).toEqual(claims);
  expect(cookieValue('1763700000', '__client_uat')).toBe('1763700000');
  expect(cookieValue('1763700000123', 'st-last-access-token-update')).toBe('1763700000123');
});

it('keeps the names of credentials, whatever a parameter says', () => {
  const names = redacted(
    cookieSet({ name: 'app_session', value: OPAQUE }),
    cookieSet({ name: 'dark_session', value: OPAQUE }),
    navigated('http://localhost/?response_type=token&scope=openid%20session&theme=dark'),
  ).flatMap((event) => (event.type === 'cookie-set' ? [event.cookie.name] : []));

  expect(names).toEqual(['app_session', 'dark_session']);
});

it('finds a name however many others there are', () => {
  const letters = (index: number) => [...String(index)].map((digit) => 'bcdfghjklm'[Number(digit)]).join('');
  const others = Array.from({ length: 3_000 }, (_, index) => `Mo${letters(index + 1_000)}`);

  const events = [
    claim({ note: 'by Lovelace' }),
    storageListed({
      names: JSON.stringify(others.map((name) => ({ name }))),
      who: JSON.stringify({ name: 'Lovelace' }),
    }),
  ];

  expect(found('Lovelace', ...events)).toBe(false);
});

it.each([
  ['the beginning of a token', 'ey'],
  ['an address', 'a@'],
  ['a number', '1 '],
  ['a pair', 'a='],
  ['hex', 'a:'],
  ['a name', 'Ab'],
])('is not held up by a text that repeats %s', (_, text) => {
  const long = text.repeat(125_000);

  expect(found('ada', requested({ url: `http://localhost/${long}`, error: long }), cookieSet({ value: long }))).toBe(
    false,
  );
});

it('leaves an address an address, whatever is encoded in it', () => {
  const session = makeClerkToken();
  const url = urlOf(`https://app.test/sign-in?redirect_url=https%3A%2F%2Fapp.test%2F%3Ftoken%3D${session}`);

  expect(url).toMatch(/^https:\/\/app\.test\/sign-in\?redirect_url=/);
  expect(url).not.toContain(session.split('.')[1]);
});
