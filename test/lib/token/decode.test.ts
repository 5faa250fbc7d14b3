import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeToken, looksCompact, MAX_CLAIM_DEPTH, MAX_TOKEN_LENGTH } from '@/lib/token/decode.ts';
import {
  almostToken,
  anyText,
  compact,
  deepJson,
  encrypt,
  HEADER,
  jsonObject,
  RFC7519_CLAIMS,
  RFC7519_JWE,
  RFC7519_JWS,
  RFC7519_UNSECURED,
  sign,
} from './samples.ts';

/** The claims with `depth` levels in all: an object, and arrays in it. */
const nestedClaims = (depth: number) => `{"a":${deepJson(depth - 1)}}`;

it('reads the signed example of RFC 7519', () => {
  expect(decodeToken(RFC7519_JWS)).toEqual({
    format: 'jws',
    header: { typ: 'JWT', alg: 'HS256' },
    claims: RFC7519_CLAIMS,
    signed: true,
  });
});

it('reads the unsecured example of RFC 7519 and says that it is not signed', () => {
  expect(decodeToken(RFC7519_UNSECURED)).toEqual({
    format: 'jws',
    header: { alg: 'none' },
    claims: RFC7519_CLAIMS,
    signed: false,
  });
});

it('reads nothing but the header of the encrypted example of RFC 7519', () => {
  expect(decodeToken(RFC7519_JWE)).toEqual({ format: 'jwe', header: { alg: 'RSA1_5', enc: 'A128CBC-HS256' } });
});

it('reads the header of a JWE whose key is agreed upon, so that its second part is empty', async () => {
  const token = await encrypt({ sub: 'user_1' });

  expect(token.split('.')[1]).toBe('');
  expect(decodeToken(token)).toEqual({ format: 'jwe', header: { alg: 'dir', enc: 'A256GCM' } });
});

it('keeps claims of the wrong type as they are', async () => {
  const claims = { exp: 'soon', iat: null, sub: 7, aud: [{}] };

  expect(decodeToken(await sign(claims))).toMatchObject({ format: 'jws', claims });
});

it('keeps names that every object has, and changes no prototype', () => {
  const token = decodeToken(compact(HEADER, '{"__proto__":{"admin":true},"constructor":1,"toString":2}'));

  expect(token.format === 'jws' && Object.keys(token.claims)).toEqual(['__proto__', 'constructor', 'toString']);
  expect('admin' in {}).toBe(false);
});

it('keeps text that is not well-formed Unicode', () => {
  expect(decodeToken(compact(HEADER, String.raw`{"name":"\ud800"}`))).toMatchObject({ claims: { name: '\ud800' } });
});

it.each([
  ['', 'Empty'],
  ['abc', 'Not a JWT'],
  ['s%3Aabc.def', 'Not a JWT'],
  ['a.b.c', 'Not a JWT'],
  ['..', 'Not a JWT'],
  ['a.b.c.d.e.f', 'Not a JWT'],
  [HEADER, 'Not a JWT'],
  ['eyJhbGciOiJIUzI1NiJ9', 'Truncated: 1 of the 3 parts of a JWT'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJ', 'Truncated: 2 of the 3 parts of a JWT'],
  ['eyJhbGciOiJkaXIifQ.a.b.c', 'Truncated: 4 of the 5 parts of a JWE'],
  ['eyJhbGciOiJkaXIifQ.a.b.c.d.e', 'Not a JWT'],
  ['eyJhbG!.e30.c2ln', 'The header is not readable JSON'],
  [compact('{"alg"', '{}'), 'The header is not readable JSON'],
  [compact('{"alg":"HS256"', '{}', 'a.b.c'), 'The header is not readable JSON'],
  [compact(HEADER, '{"sub":"us'), 'The claims are not a readable JSON object'],
  [compact(HEADER, ''), 'The claims are not a readable JSON object'],
  [compact(HEADER, '[]'), 'The claims are not a readable JSON object'],
  [compact(HEADER, '"text"'), 'The claims are not a readable JSON object'],
  [compact(HEADER, 'null'), 'The claims are not a readable JSON object'],
])('says why %j cannot be read', (raw, reason) => {
  expect(decodeToken(raw)).toEqual({ format: 'opaque', reason });
});

it('does not decode a token of 1 MB, and says so', async () => {
  const token = await sign({ sub: 'x'.repeat(1_000_000) });

  expect(decodeToken(token)).toEqual({
    format: 'opaque',
    reason: `Too long to decode: ${token.length.toLocaleString('en-US')} characters, the limit is 262,144`,
  });
});

it('decodes up to its limit and not one character beyond', () => {
  const start = compact(HEADER, '{}', '');

  expect(decodeToken(start + 'a'.repeat(MAX_TOKEN_LENGTH - start.length)).format).toBe('jws');
  expect(decodeToken(start + 'a'.repeat(MAX_TOKEN_LENGTH - start.length + 1)).format).toBe('opaque');
});

it('shows no claims that are nested deeper than its limit', () => {
  expect(decodeToken(compact(HEADER, nestedClaims(MAX_CLAIM_DEPTH))).format).toBe('jws');
  expect(decodeToken(compact(HEADER, nestedClaims(MAX_CLAIM_DEPTH + 1)))).toEqual({
    format: 'opaque',
    reason: 'Claims nested deeper than 64 levels',
  });
});

it('reads no claims or header that are nested deeper than a call stack goes', () => {
  const deep = nestedClaims(50_000);

  expect(decodeToken(compact(HEADER, deep))).toMatchObject({ format: 'opaque' });
  expect(decodeToken(compact(deep, '{}'))).toEqual({ format: 'opaque', reason: 'Header nested deeper than 64 levels' });
  expect(decodeToken(compact(deep, '', 'a.b.c'))).toMatchObject({ format: 'opaque' });
});

it('reads back every set of claims that was signed', async () => {
  await fc.assert(
    fc.asyncProperty(jsonObject(), async (claims) => {
      const expected: unknown = JSON.parse(JSON.stringify(claims));
      // jose checks the registered claims that it knows when it signs; here it is given the bytes.
      const token = decodeToken(compact(HEADER, JSON.stringify(claims)));

      expect(token).toEqual({ format: 'jws', header: { alg: 'HS256' }, claims: expected, signed: true });
      expect(token.format === 'jws' && Object.keys(token.claims)).toEqual(Object.keys(expected as object));
    }),
  );
});

it('never throws, and has a reason for all that it cannot read', () => {
  fc.assert(
    fc.property(fc.oneof(almostToken(), anyText()), (raw) => {
      const token = decodeToken(raw);

      expect(['jws', 'jwe', 'opaque']).toContain(token.format);
      expect(token).not.toMatchObject({ format: 'opaque', reason: '' });
    }),
    { numRuns: 500 },
  );
});

it('never takes a token for signed once its signature is gone', async () => {
  const signed = await sign({ sub: 'user_1' });
  const stripped = signed.slice(0, signed.lastIndexOf('.') + 1);

  expect(decodeToken(stripped)).toMatchObject({ format: 'jws', signed: false, claims: { sub: 'user_1' } });
});

it('reads a token that was cut off anywhere before its signature as truncated or unreadable, never as another', async () => {
  const token = await sign({ sub: 'user_1', name: 'Zoë' });

  for (let length = 1; length < token.lastIndexOf('.'); length++) {
    expect(decodeToken(token.slice(0, length))).toMatchObject({ format: 'opaque' });
  }
});

it('takes for a compact token what has its outer form, and nothing longer than it decodes', async () => {
  const jws = await sign({ sub: 'user_1' });

  expect([jws, await encrypt({}), RFC7519_UNSECURED].map(looksCompact)).toEqual([true, true, true]);
  const others = [
    '',
    'ey',
    'eyJ',
    jws.slice(1),
    ` ${jws}`,
    `${jws}.`,
    `${jws}.a`,
    `${jws}.a.b.c`,
    jws.replace('.', '+'),
  ];
  expect(others.filter(looksCompact)).toEqual([]);
  const long = (length: number) => 'ey.a.'.padEnd(length, 'a');
  expect([MAX_TOKEN_LENGTH, MAX_TOKEN_LENGTH + 1].map((length) => looksCompact(long(length)))).toEqual([true, false]);
});

it('reads every header, and takes whatever has one for a compact token', () => {
  fc.assert(
    fc.property(jsonObject(), jsonObject(), (parameters, claims) => {
      const header: unknown = JSON.parse(`{"alg":"HS256",${JSON.stringify(parameters).slice(1)}`.replace(',}', '}'));
      const raw = compact(JSON.stringify(header), JSON.stringify(claims));

      expect(looksCompact(raw)).toBe(true);
      expect(decodeToken(raw)).toMatchObject({ format: 'jws', header });
    }),
  );
});
