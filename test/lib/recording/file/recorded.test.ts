import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAnswer } from '@/lib/providers/answers.ts';
import { createListings } from '@/lib/recorder/listings.ts';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { readRecording } from '@/lib/recording/file/read.ts';
import { writeRecording, writeRedacted } from '@/lib/recording/file/write.ts';
import { requestFromHar, type HarEntry } from '@/lib/recording/har.ts';
import { actionEnded } from '../../support/events.ts';
import { makeEntry } from '../../support/har.ts';
import { makeToken } from '../../support/tokens.ts';

const FACTS = { exportedAt: 1_763_737_445_000, app: { version: '0.1.0', browser: 'chrome' } };

/** What becomes of what was recorded, exported with tokens and redacted, when it is opened. */
function opened(...events: RecordingEvent[]): string[] {
  return [writeRecording(events, FACTS), writeRedacted(events, FACTS)].map((file) => {
    const result = readRecording(file);
    return result.status === 'failed' ? result.message : 'read';
  });
}
const OPENED = ['read', 'read'];

function recorded(entry: HarEntry, body?: string): RecordingEvent[] {
  const request = requestFromHar(entry, body);
  return request ? [{ type: 'request', at: 0, request }] : [];
}

const long = 'x'.repeat(300_000);
const ids = Array.from({ length: 10_000 }, (_, index) => index.toString(36));
const many = (line: (id: string) => string, between: string) => [...ids, ...ids].map(line).join(between);

it.each<[string, Parameters<typeof makeEntry>[0]]>([
  ['an address', { method: 'POST', url: `http://localhost:3000/?${long}` }],
  ['an address of many parameters', { method: 'POST', url: `http://localhost:3000/?${many((id) => `a=${id}`, '&')}` }],
  ['a method', { method: long }],
  ['an Authorization', { sent: { Authorization: long } }],
  ['a cookie', { sent: { Cookie: `sid=${long}` } }],
  ['the name of a cookie', { sent: { Cookie: `sid${long}=1` } }],
  ['the name of a header', { sent: { [long]: 'acme' } }],
  ['a header with a token', { sent: { [long]: makeToken({}) } }],
  ['a Set-Cookie', { received: { 'Set-Cookie': `sid=${long}` } }],
  ['more cookies than are counted', { sent: { Cookie: many((id) => `sid${id}=1`, ';') } }],
  ['more cookies of a response', { received: { 'Set-Cookie': many((id) => `sid${id}=1`, '\n') } }],
  ['a date beyond all calendars', { received: { Date: 'Sat, 21 Nov 99999 10:14:31 GMT' } }],
  ['a start beyond all calendars', { startedDateTime: '+099999-11-21T10:14:31.500Z' }],
  ['a duration', { time: 1e300 }],
  ['a status', { status: 1e300 }],
])('opens a recording of a request, however long: %s', (_, parts) => {
  expect(opened(...recorded(makeEntry(parts)))).toEqual(OPENED);
});

it.each<[string, number, string, string]>([
  ['a value', 1, 'token', long],
  ['values that all stand there twice', 2, 'token', 'x'.repeat(1_100_000)],
  ['a value of many ids', 1, 'token', JSON.stringify({ id: [...ids, ...ids, ...ids, ...ids] })],
  ['a name', 1, `token ${long}`, '1'],
])('opens a recording of storage, however long: %s', (_, times, key, value) => {
  const events: RecordingEvent[] = [];
  const { storage, forget } = createListings((event) => events.push(event), Date.now);
  for (let time = 0; time < times; time++) {
    storage([
      {
        url: 'http://localhost:3000/',
        areas: [{ origin: 'http://localhost:3000', area: 'localStorage', entries: [[key, value]], omitted: 0 }],
      },
    ]);
    forget();
  }

  expect(opened(...events)).toEqual(OPENED);
});

it('records so many entries of a storage, and says how many it left', () => {
  const events: RecordingEvent[] = [];
  const entries = [...ids, 'one more', 'and another'].map((id) => [`token ${id}`, '1'] as const);
  createListings((event) => events.push(event), Date.now).storage([
    {
      url: 'http://localhost:3000/',
      areas: [{ origin: 'http://localhost:3000', area: 'localStorage', entries, omitted: 1 }],
    },
  ]);

  expect(events).toMatchObject([{ areas: [{ entries: { length: 10_000 }, omitted: 3 }] }]);
  expect(opened(...events)).toEqual(OPENED);
});

it('opens a recording of an answer as long as a page may give', () => {
  const body = JSON.stringify({ id: ids.flatMap((id) => [id, id]) }).slice(0, 100_000);
  const whole = `${body.slice(0, body.lastIndexOf(','))}]}`;
  const http = { status: 200, url: 'http://localhost:3000/api', redirected: false, contentType: null, body: whole };
  const end = parseAnswer(JSON.stringify({ status: 'responded', http }));

  expect(end && opened(actionEnded(end))).toEqual(OPENED);
});

const text = fc.oneof(
  fc.string(),
  fc.constantFrom('sid=', 'token', '; ', '=', makeToken({})),
  fc.nat(300_000).map((length) => 'x'.repeat(length)),
);
const words = fc.array(text, { maxLength: 3 }).map((parts) => parts.join(''));
const headers = fc.array(
  fc.record({
    name: fc.oneof(fc.constantFrom('Cookie', 'Set-Cookie', 'Authorization', 'Date', 'Retry-After'), words),
    value: fc.oneof(words, fc.date({ noInvalidDate: true }).map(String), fc.double().map(String)),
  }),
  { maxLength: 4 },
);
const entry: fc.Arbitrary<HarEntry> = fc.record({
  startedDateTime: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  time: fc.double(),
  request: fc.record({
    method: fc.oneof(fc.constant('POST'), words),
    url: words.map((rest) => `https://a.test/${rest}`),
    headers,
  }),
  response: fc.record({
    status: fc.oneof(fc.integer(), fc.double({ noNaN: true })),
    headers,
    content: fc.record({ mimeType: fc.constant('application/json') }),
    _error: fc.option(fc.string(), { nil: null }),
  }),
});

it('opens a recording of any request', () => {
  fc.assert(
    fc.property(entry, fc.option(fc.json(), { nil: undefined }), (har, body) => {
      expect(opened(...recorded(har, body))).toEqual(OPENED);
    }),
    { numRuns: 50 },
  );
});
