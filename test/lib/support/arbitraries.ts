import fc from 'fast-check';
import type { CookieFacts, RecordingEvent } from '@/lib/recording/event.ts';
import { makeCookie, makeRequest, makeSdk } from './events.ts';
import { makeClerkToken, makeJwe, makeToken } from './tokens.ts';

/** Few enough that the same ones come up again, hostile ones among them. */
const name = fc.constantFrom(
  '__session',
  '__session_abcdefgh',
  'sid',
  '__proto__',
  'constructor',
  'big',
  'big.0',
  'big.1',
  '',
);

const value = fc.oneof(
  fc.constantFrom(
    '',
    'opaque',
    makeJwe(),
    makeToken({ nested: makeToken({ sub: 'inner' }) }),
    makeToken({}).slice(0, 9),
  ),
  fc.integer({ min: 0, max: 4 }).map((iat) => makeClerkToken({ iat })),
  fc.string(),
);

const host = fc.constantFrom('localhost', 'app.localhost', 'example.com', 'www.example.com');

export const url = fc.oneof(
  host.map((domain) => `https://${domain}/`),
  fc.constantFrom('about:blank', 'not an address', 'chrome://settings'),
);

export const cookie: fc.Arbitrary<CookieFacts> = fc
  .record({
    name,
    value,
    domain: host,
    hostOnly: fc.boolean(),
    path: fc.constantFrom('/', '/api'),
    partition: fc.constantFrom(null, 'https://example.com'),
  })
  .map(makeCookie);

const carried = fc.record({
  place: fc.constantFrom(
    'authorization' as const,
    'cookie' as const,
    'set-cookie' as const,
    'header' as const,
    'body' as const,
  ),
  name,
  value,
});

const request = fc
  .record({ url, sent: fc.array(carried, { maxLength: 2 }), received: fc.array(carried, { maxLength: 2 }) })
  .map(makeRequest);

const area = fc.record({
  origin: fc.constantFrom('https://localhost', 'https://example.com'),
  area: fc.constantFrom('localStorage' as const, 'sessionStorage' as const),
  entries: fc.array(fc.tuple(name, value), { maxLength: 3 }),
  omitted: fc.nat(3),
});

const sdk = fc
  .record({
    token: fc.option(value),
    loaded: fc.boolean(),
    session: fc.constantFrom(null, { id: 'sess_1', status: null, expireAt: null }),
  })
  .map(makeSdk);

const page = fc.record({ focused: fc.boolean(), visible: fc.boolean(), online: fc.boolean() });

const access = fc.constantFrom(
  { state: 'unknown' as const },
  { state: 'granted' as const },
  { state: 'missing' as const, origins: [] },
  { state: 'restricted' as const, why: 'closed' },
);

const end = fc.oneof(
  fc.record({ status: fc.constant('done' as const), token: fc.option(value) }),
  fc.constantFrom({ status: 'still-waiting' as const }, { status: 'page-gone' as const }),
);

const id = fc.constantFrom('one', 'two');
const type = <T extends string>(text: T) => fc.constant(text);

type Untimed<E> = E extends unknown ? Omit<E, 'at'> : never;

const untimed: fc.Arbitrary<Untimed<RecordingEvent>> = fc.oneof(
  fc.record({ type: type('navigated'), url }),
  fc.record({ type: type('access'), access }),
  fc.record({ type: type('cookies-listed'), cookies: fc.array(cookie, { maxLength: 4 }) }),
  fc.record({ type: type('cookie-set'), cookie }),
  fc.record({ type: type('cookie-removed'), cookie }),
  fc.record({ type: type('storage-listed'), areas: fc.array(area, { maxLength: 2 }) }),
  fc.record({ type: type('request'), request }),
  fc.record({ type: type('page-state'), snapshot: fc.record({ page, sdks: fc.array(sdk, { maxLength: 1 }) }) }),
  fc.record({ type: type('page-state-unchanged') }),
  fc.record({ type: type('page-state-unreadable') }),
  fc.record({
    type: type('action-started'),
    id,
    provider: fc.constantFrom('clerk', 'nobody'),
    action: fc.constantFrom('refresh-token', 'reload-user', 'dance'),
    options: fc.constant({}),
  }),
  fc.record({ type: type('action-ended'), id, end }),
  fc.record({ type: type('other-tabs'), count: fc.nat(3) }),
  fc.record({
    type: type('dropped'),
    dropped: fc.record({
      before: fc.nat(25),
      requests: fc.nat(5),
      tokens: fc.nat(5),
      numbers: fc.constant([]),
      next: fc.integer({ min: 1, max: 30 }),
    }),
  }),
);

/** Any recording that could come about, in the order of its times. */
export const events: fc.Arbitrary<RecordingEvent[]> = fc
  .array(untimed, { maxLength: 25 })
  .map((list) => list.map((event, index) => ({ ...event, at: index }) as RecordingEvent));
