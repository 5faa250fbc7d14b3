import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAnswer, parseSnapshot } from '@/lib/providers/answers.ts';
import type { ActionAnswer, PageSnapshot, SdkState } from '@/lib/providers/page.ts';
import { anyText, deepJson } from '../token/samples.ts';

const SDK: SdkState = {
  provider: 'clerk',
  version: '6.40.0',
  loaded: true,
  status: 'ready',
  session: { id: 'sess_1', status: 'active', expireAt: 1_700_000_000_000 },
  user: { id: 'user_1', label: '<img src=x onerror=alert(1)>' },
  organization: { id: 'org_1', label: null, role: 'org:admin' },
  instance: null,
  token: 'a.b.c',
  inspection: [
    {
      title: 'Session',
      facts: [
        { name: 'id', kind: 'value', value: 'sess_1' },
        { name: 'expireAt', kind: 'time', value: 1_700_000_000_000 },
      ],
    },
  ],
  sources: [{ name: 'user.publicMetadata', value: { birthday: '1815-12-10', tags: [1, null] }, updatedAt: null }],
  problems: ['Clerk.version threw Error: trapped'],
};
const SNAPSHOT: PageSnapshot = { page: { focused: true, visible: true, online: true }, sdks: [SDK] };

const ANSWERS: ActionAnswer[] = [
  {
    status: 'responded',
    http: { status: 200, url: 'http://localhost/x', redirected: false, contentType: null, body: '{}' },
  },
  { status: 'unreachable', message: 'TypeError: Failed to fetch' },
  { status: 'done', token: 'a.b.c' },
  { status: 'done', token: null },
  { status: 'signed-out' },
  { status: 'sdk-missing' },
  { status: 'sdk-loading' },
  { status: 'offline', message: 'No network' },
  { status: 'failed', message: 'Revoked', httpStatus: 401, code: 'session_revoked' },
  { status: 'failed', message: '', httpStatus: null, code: null },
];

const withSdk = (change: Record<string, unknown>) => JSON.stringify({ ...SNAPSHOT, sdks: [{ ...SDK, ...change }] });

it('lets a snapshot through as it is', () => {
  expect(parseSnapshot(JSON.stringify(SNAPSHOT))).toEqual(SNAPSHOT);
  expect(parseSnapshot(JSON.stringify({ ...SNAPSHOT, sdks: [] }))).toEqual({ ...SNAPSHOT, sdks: [] });
  expect(parseSnapshot(withSdk({ session: null, user: null, organization: null, token: null }))?.sdks).toMatchObject([
    { session: null, user: null, organization: null, token: null },
  ]);
});

it.each(ANSWERS)('lets the answer $status through as it is', (answer) => {
  expect(parseAnswer(JSON.stringify(answer))).toEqual(answer);
});

it('leaves out what nobody asked for', () => {
  const more = `{"extra":1,"__proto__":{"admin":true},${JSON.stringify(SNAPSHOT).slice(1)}`;

  expect(Object.keys(parseSnapshot(more) ?? {})).toEqual(['page', 'sdks']);
  expect(parseAnswer('{"status":"signed-out","token":"a.b.c"}')).toEqual({ status: 'signed-out' });
});

it.each([
  ['a text that is too long', { version: 'x'.repeat(4_001) }],
  ['a token that is too long', { token: 'x'.repeat(256 * 1024 + 1) }],
  ['a token that is none', { token: 7 }],
  ['too many problems', { problems: Array(51).fill('x') }],
  ['a problem that is none', { problems: [{}] }],
  ['loaded that is neither', { loaded: 'yes' }],
  ['a session without id', { session: { status: null, expireAt: null } }],
  ['a session that is text', { session: 'sess_1' }],
  ['a time that no calendar has', { session: { id: 's', status: null, expireAt: 1e300 } }],
  ['a time that is none', { session: { id: 's', status: null, expireAt: '2026' } }],
  ['a user with a number for a label', { user: { id: 'user_1', label: 7 } }],
  ['an organization without a role', { organization: { id: 'org_1', label: null } }],
  ['no provider', { provider: undefined }],
  ['too many sources', { sources: Array.from({ length: 51 }, () => ({ name: 'a', value: 1, updatedAt: null })) }],
  ['a source without a value', { sources: [{ name: 'a', updatedAt: null }] }],
  ['a source without end', { sources: [{ name: 'a', value: JSON.parse(deepJson(21)) as unknown, updatedAt: null }] }],
])('lets no snapshot through that has %s', (_, change) => {
  expect(parseSnapshot(withSdk(change))).toBeUndefined();
});

it('lets texts and tokens through up to their limits', () => {
  const change = { version: 'x'.repeat(4_000), token: 'x'.repeat(256 * 1024), problems: Array(50).fill('x') };

  expect(parseSnapshot(withSdk(change))?.sdks).toMatchObject([change]);
});

it('lets 20 SDKs through and no more', () => {
  const text = (count: number) => JSON.stringify({ ...SNAPSHOT, sdks: Array.from({ length: count }, () => SDK) });

  expect(parseSnapshot(text(20))?.sdks).toHaveLength(20);
  expect(parseSnapshot(text(21))).toBeUndefined();
});

it('takes an answer of a million characters and not one more', () => {
  const text = (length: number) => '{"status":"signed-out"}'.padEnd(length);

  expect(parseAnswer(text(1_000_000))).toEqual({ status: 'signed-out' });
  expect(parseAnswer(text(1_000_001))).toBeUndefined();
});

it.each([
  { status: 'other' },
  { status: 'constructor' },
  { status: 'done' },
  { status: 'done', token: 7 },
  { status: 'offline' },
  { status: 'failed', message: 'x' },
  { status: 'failed', message: 'x', httpStatus: '401', code: null },
  { status: 'failed', message: 'x'.repeat(4_001), httpStatus: 401, code: null },
  { token: 'a.b.c' },
  [],
  null,
])('lets the answer %j not through', (answer) => {
  expect(parseAnswer(JSON.stringify(answer))).toBeUndefined();
});

it.each([
  ['nothing', undefined],
  ['null', null],
  ['the object itself', SNAPSHOT],
  ['a number', 7],
  ['no JSON', '{'],
  ['an empty text', ''],
  ['more than a million characters', `${' '.repeat(1_000_001)}${JSON.stringify(SNAPSHOT)}`],
  ['what is nested deeper than a call stack goes', deepJson()],
  ['deep nesting within a snapshot', `{"page":${deepJson()},"sdks":${deepJson()}}`],
])('lets %s not through', (_, answer) => {
  expect(parseSnapshot(answer)).toBeUndefined();
  expect(parseAnswer(answer)).toBeUndefined();
});

it('lets every snapshot through that the page half can make', () => {
  const text = anyText(50);
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
  const time = maybe(fc.double({ noNaN: true, min: -8.64e15, max: 8.64e15 }).map((value) => value + 0));
  const fact = fc.oneof(
    fc.record({
      name: text,
      kind: fc.constant('value' as const),
      value: fc.oneof(maybe(text), fc.boolean(), fc.integer()),
    }),
    fc.record({ name: text, kind: fc.constant('time' as const), value: time }),
  );
  const sdk: fc.Arbitrary<SdkState> = fc.record({
    provider: text,
    version: maybe(text),
    loaded: fc.boolean(),
    status: maybe(text),
    session: maybe(fc.record({ id: text, status: maybe(text), expireAt: time })),
    user: maybe(fc.record({ id: text, label: maybe(text) })),
    organization: maybe(fc.record({ id: text, label: maybe(text), role: maybe(text) })),
    instance: maybe(text),
    token: maybe(text),
    inspection: fc.array(fc.record({ title: text, facts: fc.array(fact, { maxLength: 5 }) }), { maxLength: 5 }),
    problems: fc.array(text),
  });
  const pageState = fc.record({ focused: fc.boolean(), visible: fc.boolean(), online: fc.boolean() });

  fc.assert(
    fc.property(fc.record({ page: pageState, sdks: fc.array(sdk, { maxLength: 3 }) }), (snapshot) => {
      expect(parseSnapshot(JSON.stringify(snapshot))).toEqual(snapshot);
    }),
  );
});

it('never throws, and lets nothing through but the shapes it knows', () => {
  const mutated = fc
    .tuple(fc.constantFrom(SNAPSHOT, ...ANSWERS), fc.nat(400), fc.string({ maxLength: 3 }))
    .map(([value, at, text]) => JSON.stringify(value).slice(0, at) + text + JSON.stringify(value).slice(at + 1));

  fc.assert(
    fc.property(fc.oneof(mutated, fc.json(), fc.anything()), (value) => {
      const answer = parseAnswer(value);
      const snapshot = parseSnapshot(value);

      expect(ANSWERS.map(({ status }) => status)).toContain(answer?.status ?? 'done');
      expect(Object.keys(snapshot ?? SNAPSHOT)).toEqual(['page', 'sdks']);
    }),
    { numRuns: 1_000 },
  );
});
