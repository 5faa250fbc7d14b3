import { expect, it } from 'vitest';
import { MAX_FILE, readRecording } from '@/lib/recording/file/read.ts';
import { fileName, writeRecording, writeRedacted } from '@/lib/recording/file/write.ts';
import { cookieSet, makeSdk, navigated, pageState, requested } from '../../support/events.ts';
import { makeClerkToken } from '../../support/tokens.ts';

const FACTS = { exportedAt: 1_763_737_445_000, app: { version: '0.1.0', browser: 'chrome' } };
const HEAD = { format: 'claimcheck-recording', version: 1, ...FACTS, redacted: false };
const COOKIE = cookieSet({});

const messageOf = (file: unknown): string => {
  const result = readRecording(typeof file === 'string' ? file : JSON.stringify(file));
  return result.status === 'failed' ? result.message : 'read';
};

const withEvents = (...events: unknown[]) => ({ ...HEAD, events });
const token = (claims: object) => ({ header: { alg: 'RS256' }, claims, signature: 'signature-1' });
const withTokens = (tokens: unknown, text: string) => ({ ...HEAD, tokens, events: [navigated(text)] });

it('reads a recording', () => {
  expect(messageOf(withEvents(navigated(), COOKIE))).toBe('read');
});

it.each([
  ['no JSON', 'hello', 'It is not JSON.'],
  ['nothing', '', 'It is not JSON.'],
  ['another kind of JSON', { log: { version: '1.2' } }, 'It is not a recording of Claimcheck.'],
  ['a list', [], 'It is not a recording of Claimcheck.'],
  [
    'a later version',
    { ...HEAD, version: 2, events: [] },
    'It is of version 2 of the format, and this Claimcheck knows version 1. Update it to open the file.',
  ],
  ['a version that never was', { ...HEAD, version: 0, events: [] }, 'version must be 1.'],
  ['no time', { ...HEAD, exportedAt: undefined, events: [] }, 'exportedAt is missing.'],
  ['no app', { ...HEAD, app: 7, events: [] }, 'app must be an object.'],
  ['no events', HEAD, 'events must be a list.'],
  ['something more', { ...HEAD, more: 1, events: [] }, 'more is not known to this version.'],
  ['an event that is none', withEvents(7), 'Event 1: it must be an object.'],
  ['an event of no type', withEvents(navigated(), {}), 'Event 2: type is missing.'],
  [
    'a cookie with a number for a name',
    withEvents(navigated(), { ...COOKIE, cookie: { ...(COOKIE as { cookie: object }).cookie, name: 7 } }),
    'Event 2, cookie-set: cookie.name must be a string.',
  ],
  [
    'an event with too much',
    withEvents({ ...navigated(), more: 1 }),
    'Event 1, navigated: more is not known to this version.',
  ],
  ['an event with too little', withEvents({ type: 'navigated', at: 0 }), 'Event 1, navigated: url is missing.'],
  ['a time that no calendar has', withEvents(navigated('/', 9e15)), /^Event 1, navigated: at is out of bounds/],
  [
    'a text that is not there',
    { ...HEAD, texts: ['a'], events: [navigated('«text 2»')] },
    /names «text 2», which is not in/,
  ],
  [
    'a duration without end',
    withEvents({ ...requested({ duration: 1e300 }), at: 0 }),
    /request.duration is out of bounds/,
  ],
  [
    'a time of the page’s without end',
    withEvents(
      pageState([makeSdk({ inspection: [{ title: '', facts: [{ name: 'a', kind: 'time', value: 1e300 }] }] })]),
    ),
    /value is out of bounds/,
  ],
  ['a text without end', withEvents(navigated('x'.repeat(300_000))), 'Event 1, navigated: url is too long.'],
  ['a token that is not there', withTokens([token({})], '«token 2»'), /names «token 2», which is not in its table/],
  [
    'a token of no object',
    withTokens([{ header: [], claims: {}, signature: '' }], ''),
    'tokens.0.header must be an object.',
  ],
  [
    'a signature with more in it',
    withTokens([{ ...token({}), signature: 'a.b' }], ''),
    /^tokens.0.signature is out of/,
  ],
])('says what is wrong with %s', (_, file, message) => {
  expect(messageOf(file)).toMatch(message);
});

it('names no event type that it does not know without end', () => {
  expect(messageOf(withEvents({ type: 'x'.repeat(10_000) })).length).toBeLessThan(500);
});

it('does not try a file that is too large', () => {
  expect(messageOf(' '.repeat(MAX_FILE + 1))).toBe('It is larger than 100 MB, which is more than can be opened.');
});

it('does not follow what is nested without end', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

  expect(messageOf(`{"format":"claimcheck-recording","version":1,"events":${deep}}`)).toMatch(/^It is nested deeper/);
});

it('is not blown up by tokens that name each other', () => {
  const tokens = Array.from({ length: 40 }, (_, index) =>
    token({ a: `«token ${index}»`.repeat(index === 0 ? 0 : 10) }),
  );

  expect(messageOf(withTokens(tokens, '«token 40»'))).toMatch(/too large to be read/);
});

it('refuses a redacted file that comes to too much once its tokens stand in their places', () => {
  const large = [token({ a: 'x'.repeat(180_000) })];
  const events = Array.from({ length: 450 }, (_, index) => navigated(`«token 1» ${index}`));

  expect(messageOf({ ...HEAD, tokens: large, events })).toMatch(/that it is too large to be read/);
});

it('takes a member named __proto__ for what it is: something unknown', () => {
  const text = JSON.stringify(withEvents(navigated())).replace('"type"', '"__proto__":{"polluted":1},"type"');

  expect(messageOf(text)).toBe('Event 1, navigated: __proto__ is not known to this version.');
  expect({}).not.toHaveProperty('polluted');
});

it('writes an event a line, so that two recordings can be compared by any tool', () => {
  expect(writeRecording([navigated('http://a.test/'), navigated('http://b.test/')], FACTS).split('\n')).toEqual([
    '{',
    '"format": "claimcheck-recording",',
    '"version": 1,',
    '"exportedAt": 1763737445000,',
    '"app": {"version":"0.1.0","browser":"chrome"},',
    '"redacted": false,',
    '"events": [',
    '{"type":"navigated","at":0,"url":"http://a.test/"},',
    '{"type":"navigated","at":0,"url":"http://b.test/"}',
    ']',
    '}',
    '',
  ]);
});

it.each([
  ['http://localhost:3000/a', true, 'claimcheck-localhost-2025-11-21-15-04-05.json'],
  ['http://[::1]/', false, 'claimcheck-1-2025-11-21-15-04-05-with-tokens.json'],
  [null, true, 'claimcheck-2025-11-21-15-04-05.json'],
])('names the file of %s by host and time, and says when tokens are in it', (url, redacted, name) => {
  expect(fileName(url, FACTS.exportedAt, redacted)).toBe(name);
});

it('takes whatever the recorder can hold, and no more', () => {
  const event = JSON.stringify(navigated());
  const many = `{${JSON.stringify({ ...HEAD }).slice(1, -1)},"events":[${Array.from({ length: 20_001 }, () => event).join(',')}]}`;
  expect(messageOf(many)).toBe('It has more than 20,000 events that are no requests.');

  const tokens = Array.from({ length: 10_001 }, (_, index) => token({ index }));
  const entries = tokens.map((_, index) => navigatedBy(`«token ${index + 1}»`));
  expect(messageOf({ ...HEAD, tokens, events: entries })).toBe('It has more than 10,000 tokens.');
});

const navigatedBy = (value: string) => cookieSet({ value });

it('takes a page’s text for nothing else, whatever it looks like', () => {
  const texts = ['«text 1»', '««', '«', '«token 1»', 'a'.repeat(200), `${'a'.repeat(200)}«text 1»`];
  const events = [...texts, ...texts].map((text) => navigated(text));
  const result = readRecording(writeRecording(events, FACTS));

  expect(result).toMatchObject({ status: 'read', recording: { events } });
});

it('has a long text once, however many requests carry it', () => {
  const value = makeClerkToken({ note: 'x'.repeat(1_000) });
  const events = Array.from({ length: 1_000 }, () =>
    requested({ sent: [{ place: 'cookie', name: '__session', value }] }),
  );

  for (const text of [writeRecording(events, FACTS), writeRedacted(events, FACTS)]) {
    expect(text.length).toBeLessThan(1_000 * 300);
    expect(messageOf(text)).toBe('read');
  }
});
