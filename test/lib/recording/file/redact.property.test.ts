import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { writeBugReport } from '@/lib/recording/bug-report.ts';
import { readRecording } from '@/lib/recording/file/read.ts';
import { writeRedacted } from '@/lib/recording/file/write.ts';
import { findTokens } from '@/lib/token/nested.ts';
import { actionStarted, makeCookie, makeRequest, makeSdk } from '../../support/events.ts';
import { makeClerkToken, makeToken } from '../../support/tokens.ts';

const FACTS = { exportedAt: 1_000, app: { version: '0.1.0', browser: 'chrome' } };

const USER = 'user_2aBcDeFgHiJkLmNoPqRsTuVwXyZ';
const SIGNATURE = 'c2VjcmV0LXNpZ25hdHVyZS1vZi10aGUtdG9rZW4';
const TOKEN = makeClerkToken({ sub: USER, email: 'grace@example.org' }).replace(/[^.]*$/, SIGNATURE);

/** What looks like a secret wherever it stands, also where no name gives it away. */
const SECRETS = [
  TOKEN,
  USER,
  'ada@example.com',
  'augusta@intranet',
  '5f7c8ec7-33c6-4c00-8bba-fe820a1b2c3d',
  '7F3K2-9QWX1-ZP04L-8YT6R',
  'deadbeefcafebabe',
  'cust_8x2kq',
  '020 7946 0958',
  '078-05-1120',
  '4111 1111 1111 1111',
  '203.0.113.77',
];
/** What must not be found: the secrets, and what is in them. */
const NEEDLES = [...SECRETS, SIGNATURE, 'grace@example.org', TOKEN.split('.')[1] ?? '', '4c00-8bba', '9QWX1', '8x2kq'];

const secret = fc.constantFrom(...SECRETS);
const text = fc.oneof(
  secret,
  secret.map((each) => `Failed for ${each}, try again`),
  secret.map((each) => JSON.stringify({ a: [[each]] })),
  secret.map((each) => encodeURIComponent(JSON.stringify([each]))),
  secret.map((each) => Buffer.from(JSON.stringify({ deep: [{ a: each }] })).toString('base64')),
  secret.map((each) => makeToken({ list: [[{ a: each }]] })),
);
const key = fc.oneof(
  secret,
  fc.constantFrom(
    'value',
    'type',
    'kind',
    'state',
    'status',
    'provider',
    'action',
    'name',
    'entries',
    'a',
    '__proto__',
  ),
);
const anyJson = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('json')), { maxLength: 3 }).map((members) => Object.fromEntries(members)),
  ),
})).json as fc.Arbitrary<never>;

const time = fc.constant(5);
const pair = fc.tuple(text, text);
const maybe = fc.option(text);
const cookie = fc.record({ name: text, value: text, domain: text, path: text, partition: maybe }).map(makeCookie);
const carried = fc.record({ place: fc.constantFrom('cookie' as const, 'header' as const), name: text, value: text });
const sdk = fc
  .record({
    provider: text,
    version: maybe,
    status: maybe,
    session: fc.record({ id: text, status: maybe, expireAt: time }),
    user: fc.record({ id: text, label: maybe }),
    organization: fc.record({ id: text, label: maybe, role: maybe }),
    instance: maybe,
    token: maybe,
    inspection: fc.array(
      fc.record({
        title: text,
        facts: fc.array(fc.record({ name: text, kind: fc.constant('value' as const), value: text }), { maxLength: 2 }),
      }),
      { maxLength: 2 },
    ),
    sources: fc.array(fc.record({ name: text, value: anyJson, updatedAt: fc.option(time) }), {
      minLength: 1,
      maxLength: 2,
    }),
    problems: fc.array(text, { maxLength: 2 }),
  })
  .map(makeSdk);

const page = { focused: true, visible: true, online: true };
const event: fc.Arbitrary<RecordingEvent> = fc.oneof(
  text.map((url) => ({ type: 'navigated' as const, at: 1, url })),
  fc.array(text).map((origins) => ({ type: 'access' as const, at: 1, access: { state: 'missing' as const, origins } })),
  text.map((why) => ({ type: 'access' as const, at: 1, access: { state: 'restricted' as const, why } })),
  fc.array(cookie, { maxLength: 2 }).map((cookies) => ({ type: 'cookies-listed' as const, at: 1, cookies })),
  cookie.map((each) => ({ type: 'cookie-set' as const, at: 1, cookie: each })),
  fc
    .record({
      origin: text,
      area: fc.constant('localStorage' as const),
      entries: fc.array(pair, { maxLength: 2 }),
      omitted: fc.constant(0),
    })
    .map((area) => ({ type: 'storage-listed' as const, at: 1, areas: [area] })),
  fc
    .record({
      method: text,
      url: text,
      error: maybe,
      sent: fc.array(carried, { maxLength: 2 }),
      received: fc.array(carried, { maxLength: 2 }),
      headers: fc.array(pair, { maxLength: 2 }),
      verdict: pair.map(([name, said]) => ({ [name]: said })),
    })
    .map((facts) => ({ type: 'request' as const, at: 1, request: makeRequest(facts) })),
  fc.array(sdk, { maxLength: 2 }).map((sdks) => ({ type: 'page-state' as const, at: 1, snapshot: { page, sdks } })),
  fc.tuple(text, text, text, pair).map(([id, provider, action, [name, option]]) => ({
    ...(actionStarted() as RecordingEvent & { type: 'action-started' }),
    id,
    provider,
    action,
    options: { [name]: option },
  })),
  fc
    .tuple(
      text,
      fc.oneof(
        maybe.map((token) => ({ status: 'done' as const, token })),
        fc.tuple(text, maybe).map(([message, code]) => ({ status: 'failed' as const, message, httpStatus: 422, code })),
        text.map((message) => ({ status: 'unreachable' as const, message })),
        fc.tuple(text, maybe, text).map(([url, contentType, body]) => ({
          status: 'responded' as const,
          http: { status: 200, url, redirected: false, contentType, body },
        })),
      ),
    )
    .map(([id, end]) => ({ type: 'action-ended' as const, at: 1, id, end })),
  fc.array(fc.tuple(text, fc.constant(1)), { maxLength: 2 }).map((numbers) => ({
    type: 'dropped' as const,
    at: 1,
    dropped: { before: 1, requests: 0, tokens: 0, numbers, next: 2 },
  })),
);

/** Texts as they are, and what base64 and percent signs hide in them. */
function unwrapped(file: string): string {
  const result = readRecording(file);
  if (result.status === 'failed') throw new Error(result.message);
  const raw = JSON.stringify(result.recording.events);
  const inside = [...raw.matchAll(/[\w+/=-]{16,}/g)].map(([each]) => Buffer.from(each, 'base64').toString('latin1'));
  const tokens = [...raw.matchAll(/ey[\w-]+\.[\w-]+\.[\w-]*/g)].flatMap(([each]) => findTokens(each));
  return [
    file,
    raw,
    raw.replaceAll(/%[0-9a-f]{2}/gi, (each) => String.fromCharCode(Number.parseInt(each.slice(1), 16))),
    ...inside,
    JSON.stringify(tokens),
  ].join('\n');
}

it('leaves no secret in any string of any event, at any depth', () => {
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 4 }), (list) => {
      const written = `${unwrapped(writeRedacted(list, FACTS))}\n${writeBugReport(list, FACTS, null)}`;

      const all = written.toLowerCase();
      const found = NEEDLES.map((each) => each.toLowerCase()).filter(
        (each) => all.includes(each) || all.includes(encodeURIComponent(each).toLowerCase()),
      );
      expect(found).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
