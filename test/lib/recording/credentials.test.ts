import { expect, it } from 'vitest';
import { listCredentials } from '@/lib/recording/credentials.ts';
import type { Sighting } from '@/lib/recording/credential.ts';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { fold } from '@/lib/recording/fold.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import {
  cookieSet,
  cookiesListed,
  makeSdk,
  named,
  pageState,
  record,
  requested,
  storageListed,
} from '../support/events.ts';
import { makeClerkToken, makeJwe, makeToken } from '../support/tokens.ts';

const list = (...events: RecordingEvent[]) => listCredentials(record(...events));
const names = (...events: RecordingEvent[]) => list(...events).map(({ credential }) => credential.name);

it('recognises a session token of Clerk by what stands in it', () => {
  const raw = makeClerkToken();
  const [view] = list(cookieSet({ name: '__session', value: raw }));

  expect(view).toMatchObject({
    provider: { id: 'clerk' },
    token: { format: 'jws', claims: { sid: 'sess_1' } },
    raw,
    number: 1,
    isSession: true,
    companion: undefined,
    parts: [],
  });
});

it('does not take another maker’s cookie for Clerk’s because of its name', () => {
  const foreign = { jwe: makeJwe(), jws: makeToken({ sub: '1', sid: 'sess_1' }) };
  const views = list(
    cookieSet({ name: '__session', value: foreign.jwe }),
    cookieSet({ name: '__session_abcdefgh', value: foreign.jws }),
    pageState([makeSdk()]),
  );

  expect(views).toMatchObject([
    { credential: { name: '__session' }, provider: undefined, isSession: false, companion: undefined },
    { credential: { name: '__session_abcdefgh' }, provider: undefined, isSession: false, companion: undefined },
  ]);
});

it('does not take a token of Clerk for the session’s where it stands under another name', () => {
  expect(list(cookieSet({ name: 'copy', value: makeClerkToken() }))).toMatchObject([
    { provider: { id: 'clerk' }, isSession: false },
  ]);
});

it('explains a companion cookie where the provider’s SDK is on the page', () => {
  const uat = cookieSet({ name: '__client_uat', value: '1700000000' });

  expect(list(uat, pageState([makeSdk()]))).toMatchObject([
    { provider: { id: 'clerk' }, companion: 'when the client last changed; 0 means signed out', isSession: false },
  ]);
  expect(list(uat)).toEqual([]);
});

it('explains a companion cookie where a token of the provider stands on the page', () => {
  const refresh = cookieSet({ name: '__refresh_abcdefgh', value: 'opaque' });
  const companionOf = (...events: RecordingEvent[]) =>
    list(refresh, ...events).find(({ credential }) => credential.name === '__refresh_abcdefgh')?.companion;

  expect(companionOf(cookieSet({ name: 'any', value: makeClerkToken() }))).toMatch(/^refresh token/);
  expect(companionOf()).toBeUndefined();
  expect(companionOf(cookieSet({ name: 'any', value: JSON.stringify({ seen: makeClerkToken() }) }))).toBeUndefined();
  expect(companionOf(cookieSet({ name: 'any', value: makeToken({}) }))).toBeUndefined();
});

it('explains a session cookie that is empty as the companion it is', () => {
  expect(list(cookieSet({ name: '__session', value: '' }), pageState([makeSdk()]))).toMatchObject([
    {
      provider: { id: 'clerk' },
      companion: 'session token',
      isSession: false,
      token: { format: 'opaque', reason: 'Empty' },
    },
  ]);
});

it('shows whatever else holds a token, or is named like a session, as of no known make', () => {
  const views = list(
    cookiesListed([
      { name: 'sid', value: 'opaque' },
      { name: 'prefs', value: makeToken({}) },
      { name: 'theme', value: 'dark' },
    ]),
    storageListed({ 'app:token': 'opaque', cache: JSON.stringify({ id_token: makeToken({ a: 1 }) }), draft: 'text' }),
  );

  expect(views.map(({ credential, provider, number }) => [credential.name, provider, number])).toEqual([
    ['cache', undefined, 2],
    ['prefs', undefined, 1],
    ['app:token', undefined, undefined],
    ['sid', undefined, undefined],
  ]);
});

it('says of a value that it is no token, and why', () => {
  const [view] = list(cookieSet({ name: 'sid', value: 'ey.truncated' }));

  expect(view).toMatchObject({
    token: { format: 'opaque', reason: 'Truncated: 2 of the 3 parts of a JWT' },
    raw: undefined,
    number: undefined,
    tokens: [],
  });
});

it('unwraps a token, and lists the tokens inside it', () => {
  const inner = makeToken({ sub: 'inner' });
  const outer = makeToken({ inner });
  const [view] = list(cookieSet({ name: 'a', value: encodeURIComponent(JSON.stringify({ access: outer })) }));

  expect(view).toMatchObject({ raw: outer, number: 1, tokens: [{ raw: outer, path: ['access'] }, { raw: inner }] });
});

it('shows the current value of a credential', () => {
  const [view] = list(
    cookieSet({ name: 'a', value: makeToken({ n: 1 }) }),
    cookieSet({ name: 'a', value: makeToken({ n: 2 }) }),
  );

  expect(view).toMatchObject({ number: 2, token: { claims: { n: 2 } } });
});

it('shows session tokens first as the provider ranks them, then tokens, companions and the rest by name, what is gone last', () => {
  const gone = [
    { name: '__session_zzzzzzzz', value: makeClerkToken() },
    { name: 'z-gone', value: makeToken({}) },
  ];
  const here = [
    { name: 'b-session', value: 'opaque' },
    { name: 'a-session', value: 'opaque' },
    { name: 'clerk_active_context', value: 'sess_1:' },
    { name: 'y-other', value: makeToken({}) },
    { name: 'z-clerk', value: makeClerkToken() },
    { name: '__session_bbbbbbbb', value: makeClerkToken() },
    { name: '__session', value: makeClerkToken() },
  ];

  expect(names(cookiesListed([...gone, ...here]), cookiesListed(here))).toEqual([
    '__session_bbbbbbbb',
    '__session',
    'z-clerk',
    'y-other',
    'clerk_active_context',
    'a-session',
    'b-session',
    '__session_zzzzzzzz',
    'z-gone',
  ]);
});

it('hides what a request, a response or the SDK only shows once more', () => {
  const [old, now] = [makeClerkToken({ iat: 1 }), makeClerkToken({ iat: 2 })];
  const stored = [cookieSet({ value: old }), cookieSet({ value: now })];
  const echo = requested({
    sent: [{ place: 'cookie', name: '__session', value: old }],
    received: [
      { place: 'set-cookie', name: '__session', value: now },
      { place: 'body', name: 'jwt', value: now },
      { place: 'header', name: 'X-Token', value: `Bearer ${now}` },
    ],
  });

  expect(names(...stored, echo, pageState([makeSdk({ token: now })]))).toEqual(['__session']);
});

it('hides the echo of an opaque value, wherever it is stored', () => {
  const echo = requested({ sent: [{ place: 'cookie', name: 'sid', value: 'opaque' }] });

  for (const area of ['localStorage', 'sessionStorage'] as const) {
    const views = list(storageListed({ sid: 'opaque' }, 0, { area }), echo);
    expect(views).toMatchObject([{ credential: { where: area }, sameAs: undefined }]);
  }
  expect(names(cookieSet({ name: 'sid', value: 'opaque' }), echo)).toEqual(['sid']);
});

it('hides the echo of what a credential with many tokens carries, and has yet to', () => {
  const token = (index: number) => makeClerkToken({ iat: index });
  const echo = (index: number) =>
    requested({ startedAt: index, received: [{ place: 'body', name: 'jwt', value: token(index) }] });
  const grown = (recording: Recording, index: number) => fold(recording, [cookieSet({ value: token(index) }, index)]);
  const shown = (recording: Recording, index: number) =>
    listCredentials(fold(recording, [echo(index)])).map(({ credential }) => credential.name);
  let recording = record();
  for (let index = 0; index < 300; index++) recording = grown(recording, index);
  const next = grown(recording, 300);

  for (const index of [0, 150, 299]) expect(shown(recording, index)).toEqual(['__session']);
  expect(shown(recording, 300)).toEqual(['__session', 'jwt']);
  expect(shown(next, 300)).toEqual(['__session']);
  expect(shown(recording, 300)).toEqual(['__session', 'jwt']);
});

it('reads what a credential carried once, however often it is listed', () => {
  let read = 0;
  const counted = (index: number) =>
    Object.defineProperty({ value: `${index}`, firstAt: index, lastAt: index, lostAt: null }, 'tokens', {
      get: () => (read++, []),
    }) as unknown as Sighting;
  const recording = record(cookieSet({ name: 'sid', value: 'opaque' }));
  const credential = named(recording, 'sid');
  const sightings = Array.from({ length: 200 }, (_, index) => counted(index));
  const listAll = () => {
    const grown = { ...credential, sightings: [...sightings] as [Sighting, ...Sighting[]] };
    listCredentials({ ...recording, credentials: new Map([[credential.id, grown]]) });
  };
  listAll();
  read = 0;
  sightings.push(counted(200));
  listAll();

  expect(read).toBeLessThan(20);
});

it('hides the echo of a token that is stored in a wrapping', () => {
  const token = makeToken({ sub: 'user_1' });
  const wrapped = cookieSet({ name: 'a', value: encodeURIComponent(JSON.stringify({ token })) });
  const echo = requested({ received: [{ place: 'body', name: 'token', value: token }] });

  expect(names(wrapped, echo)).toEqual(['a']);
});

it('says which credential further up holds the same token, as long as both are there', () => {
  const token = makeClerkToken();
  const events = cookiesListed([
    { name: '__session_bbbbbbbb', value: token },
    { name: '__session', value: token },
    { name: 'copy', value: token },
    { name: 'other', value: makeToken({}) },
    { name: 'sid', value: 'opaque' },
    { name: 'tsid_sid', value: 'opaque' },
  ]);
  const copies = (...more: RecordingEvent[]) =>
    list(events, ...more).map(({ credential, sameAs }) => [credential.name, sameAs]);

  expect(copies()).toEqual([
    ['__session_bbbbbbbb', undefined],
    ['__session', '__session_bbbbbbbb'],
    ['copy', '__session_bbbbbbbb'],
    ['other', undefined],
    ['sid', undefined],
    ['tsid_sid', undefined],
  ]);
  expect(copies(cookiesListed([{ name: '__session', value: token }])).slice(0, 2)).toEqual([
    ['__session', undefined],
    ['__session_bbbbbbbb', undefined],
  ]);
});

it('shows a token that only a request, a response or the SDK has, and an Authorization header always', () => {
  const token = (n: number) => makeClerkToken({ n });
  const request = requested({
    sent: [
      { place: 'authorization', name: 'Authorization', value: `Bearer ${token(0)}` },
      { place: 'cookie', name: 'c', value: token(1) },
    ],
    received: [{ place: 'body', name: 'jwt', value: token(2) }],
  });

  expect(names(cookieSet({ value: token(0) }), request, pageState([makeSdk({ token: token(3) })]))).toEqual([
    '__session',
    'Clerk.session.lastActiveToken',
    'Authorization',
    'c',
    'jwt',
  ]);
});

it('takes names out of the page for nothing but names', () => {
  const views = list(
    cookiesListed([
      { name: '__proto__', value: makeToken({}) },
      { name: 'constructor', value: makeToken({}) },
      { name: '<img src=x>', value: makeToken({}) },
    ]),
  );

  expect(views.map(({ credential }) => credential.name).toSorted()).toEqual([
    '<img src=x>',
    '__proto__',
    'constructor',
  ]);
});
