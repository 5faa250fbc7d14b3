import fc from 'fast-check';
import { expect, it } from 'vitest';
import { requestFromHar, type HarEntry } from '@/lib/recording/har.ts';
import { isOfInterest } from '@/lib/recording/interest.ts';
import { makeEntry } from '../support/har.ts';
import { makeToken } from '../support/tokens.ts';

const token = makeToken({ sub: 'user_1' });

const headerName = fc.oneof(
  fc.constantFrom('Cookie', 'cookie', 'Set-Cookie', 'Authorization', 'Date', 'Age', '__proto__', 'x-clerk-auth-reason'),
  fc.string(),
);
const headerValue = fc.oneof(
  fc.string(),
  fc.constantFrom('', '=', ';', `a=${token}`, `Bearer ${token}`, `sid=1; ;=;\n`),
);
const headers = fc.array(fc.record({ name: headerName, value: headerValue }), { maxLength: 6 });

const entry: fc.Arbitrary<HarEntry> = fc.record({
  startedDateTime: fc.oneof(fc.constantFrom('2026-11-21T10:14:31.500Z', '2026-11-21T10:14:31.500+02:00'), fc.string()),
  time: fc.oneof(fc.double(), fc.constant(12.5)),
  _fromCache: fc.constantFrom(null, 'memory', 'disk'),
  request: fc.record({ method: fc.constantFrom('GET', 'POST'), url: fc.oneof(fc.webUrl(), fc.string()), headers }),
  response: fc.record({
    status: fc.integer({ min: -1, max: 599 }),
    _error: fc.option(fc.string(), { nil: null }),
    headers,
    content: fc.record({ mimeType: fc.constantFrom(undefined, 'application/json', 'image/png'), size: fc.nat() }),
  }),
});

const body = fc.oneof(
  fc.constant(undefined),
  fc.string(),
  fc.json(),
  fc.constantFrom(`{"__proto__":{"jwt":"${token}"}}`, token),
);

it('makes of any request facts that survive JSON and hold nothing but what may matter, or nothing at all', () => {
  fc.assert(
    fc.property(entry, body, (har, text) => {
      const facts = requestFromHar(har, text);
      const carried = [...(facts?.sent ?? []), ...(facts?.received ?? [])];

      expect(JSON.parse(JSON.stringify(facts ?? null))).toEqual(facts ?? null);
      expect(facts?.duration ?? 0).toBeGreaterThanOrEqual(0);
      expect(facts?.status ?? 0).toBeGreaterThanOrEqual(0);
      for (const { place, name, value } of carried) {
        expect(value).not.toBe('');
        expect(place === 'authorization' || isOfInterest(name, value)).toBe(true);
      }
    }),
  );
});

it('gets every cookie of a request back out of its header', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/).map((text) => `sid_${text}`);
  const value = fc.stringMatching(/^[\w+/=%.-]{1,40}$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value)), (cookies) => {
      const Cookie = cookies.map((pair) => pair.join('=')).join('; ');

      expect(requestFromHar(makeEntry({ sent: { Cookie } }), undefined)?.sent).toEqual(
        cookies.map((pair) => ({ place: 'cookie', name: pair[0], value: pair[1] })),
      );
    }),
  );
});

it('finds a token in a body wherever it stands', () => {
  const key = fc.stringMatching(/^[a-z_]{1,8}$/);
  fc.assert(
    fc.property(fc.array(fc.oneof(key, fc.constant(0)), { minLength: 1, maxLength: 7 }), (path) => {
      const text = JSON.stringify(
        path.reduceRight<unknown>((inner, step) => (step === 0 ? [inner] : { [step]: inner }), token),
      );

      expect(requestFromHar(makeEntry(), text)?.received).toEqual([
        { place: 'body', name: path.findLast((step) => step !== 0) ?? 'body', value: token },
      ]);
    }),
  );
});
