import { expect, it } from 'vitest';
import { MAX_TOKEN_LENGTH } from '@/lib/token/decode.ts';
import { findTokens, unwrapJson, type Wrapping } from '@/lib/token/nested.ts';
import { base64url, compact, deepJson, encrypt, HEADER, RFC7519_JWS, RFC7519_UNSECURED, sign } from './samples.ts';

const token = await sign({ sub: 'user_1', exp: 1_700_000_000 });
const session = JSON.stringify({ access_token: token, refresh_token: 'opaque', user: { id: 'user_1' } });
/** JSON but for one byte. */
const NOT_UTF8 = Buffer.from('{"name":"Zo\u00eb"}', 'latin1').toString('base64');
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** As js-cookie 3 writes a value: percent-encoded, but for the characters that RFC 6265 lets stand. */
const jsCookie = (text: string) =>
  encodeURIComponent(text).replace(/%(2[346BF]|3[AC-F]|40|5[BDE]|60|7[BCD])/g, decodeURIComponent);

const found = (value: string) => findTokens(value).map(({ raw, path, wrapping }) => ({ raw, path, wrapping }));

it.each([
  ['as it stands', token, [], []],
  ['with space around it', `  ${token}\n`, [], []],
  ['behind Bearer', `Bearer ${token}`, [], ['bearer']],
  ['behind bearer in another case', `bearer  ${token}`, [], ['bearer']],
  ['behind a percent-encoded Bearer', `Bearer%20${token}`, [], ['percent', 'bearer']],
  ['with its dots percent-encoded', token.replaceAll('.', '%2E'), [], ['percent']],
  ['in quotes', `"${token}"`, [], ['json']],
  ['as a member of JSON', session, ['access_token'], ['json']],
  ['deep in JSON', `[1,null,{"a":[{"b":"${token}"}]}]`, ['2', 'a', '0', 'b'], ['json']],
  ['in percent-encoded JSON', encodeURIComponent(session), ['access_token'], ['percent', 'json']],
  [
    'in JSON encoded twice over',
    encodeURIComponent(encodeURIComponent(session)),
    ['access_token'],
    ['percent', 'percent', 'json'],
  ],
  ['in JSON as js-cookie writes it', jsCookie(session), ['access_token'], ['percent', 'json']],
  ['in the cookie of Supabase', `base64-${base64url(session)}`, ['access_token'], ['base64', 'json']],
  ['in base64 JSON', base64(session), ['access_token'], ['base64', 'json']],
  ['behind a byte order mark', base64(`\uFEFF${session}`), ['access_token'], ['base64', 'json']],
  ['in a list in base64', base64(JSON.stringify([token])), ['0'], ['base64', 'json']],
  ['in quotes in base64', base64(JSON.stringify(token)), [], ['base64', 'json']],
  ['in base64url JSON', base64url(JSON.stringify({ a: '??>>~~', token })), ['token'], ['base64', 'json']],
  ['in base64', base64(token), [], ['base64']],
  ...['', ' ', '  '].map((end): [string, string, string[], Wrapping[]] => [
    `in base64 JSON with ${end.length} characters to spare`,
    base64(session + end),
    ['access_token'],
    ['base64', 'json'],
  ]),
  ['in JSON text in JSON', JSON.stringify({ session }), ['session', 'access_token'], ['json', 'json']],
  [
    'behind Bearer in JSON',
    JSON.stringify({ headers: { Authorization: `Bearer ${token}` } }),
    ['headers', 'Authorization'],
    ['json', 'bearer'],
  ],
])('finds a token %s', (_, value, path, wrapping) => {
  expect(found(value)).toEqual([{ raw: token, path, wrapping }]);
});

it('finds the tokens in the claims of the token of ROQ, with the way to each', async () => {
  const roqAccessToken = await sign({ roqUserId: 'u', exp: 1_700_000_060 });
  const roqIdToken = await sign({ roles: ['admin'] });
  const outer = await sign({ id: 'session', roqAccessToken, roqIdToken, roqRefreshToken: 'opaque' });

  expect(found(outer)).toEqual([
    { raw: outer, path: [], wrapping: [] },
    { raw: roqAccessToken, path: ['roqAccessToken'], wrapping: [] },
    { raw: roqIdToken, path: ['roqIdToken'], wrapping: [] },
  ]);
});

it('counts the wrapping of a nested token from the token it is in', async () => {
  const outer = await sign({ session: encodeURIComponent(session) });

  expect(found(`Bearer ${outer}`)).toEqual([
    { raw: outer, path: [], wrapping: ['bearer'] },
    { raw: token, path: ['session', 'access_token'], wrapping: ['percent', 'json'] },
  ]);
});

it('decodes what it finds, encrypted and unsigned tokens too', async () => {
  const jwe = await encrypt({ sub: 'user_1' });

  expect(findTokens(JSON.stringify([RFC7519_JWS, RFC7519_UNSECURED, jwe])).map(({ token: one }) => one)).toMatchObject([
    { format: 'jws', signed: true, claims: { iss: 'joe' } },
    { format: 'jws', signed: false, claims: { iss: 'joe' } },
    { format: 'jwe', header: { enc: 'A256GCM' } },
  ]);
});

it('finds tokens under names that every object has', () => {
  expect(found(`{"__proto__":"${token}","constructor":["${token}"]}`).map(({ path }) => path)).toEqual([
    ['__proto__'],
    ['constructor', '0'],
  ]);
});

it.each([
  ['nothing', ''],
  ['a word', 'authenticated'],
  ['an opaque id', '6f1c2a0e-6d0b-4c55-9d3c-5a8c8d1f3a11'],
  ['a value with a signature', `s:${'a'.repeat(24)}.${'b'.repeat(43)}`],
  ['base64 that holds no token', base64('just some words here')],
  ['a truncated token', token.slice(0, token.lastIndexOf('.'))],
  ['a token with claims that are no JSON', compact(HEADER, '{"sub":')],
  ['broken percent-encoding', `%E0%A4%A%22${token}`],
  ['JSON that was cut off', session.slice(0, -1)],
  ['a token within a text', `My token is ${token} as you see`],
  ['Bearer with nothing behind it', 'Bearer '],
  ['Bearer with two words behind it', `Bearer ${token} ${token}`],
])('finds no token in %s', (_, value) => {
  expect(findTokens(value)).toEqual([]);
});

it('looks into no value that is longer than it decodes', async () => {
  const long = await sign({ note: 'x'.repeat(1_000_000) });

  expect(findTokens(long)).toEqual([]);
  expect(findTokens(JSON.stringify({ token, note: 'x'.repeat(MAX_TOKEN_LENGTH) }))).toEqual([]);
  expect(findTokens(JSON.stringify({ note: 'x'.repeat(MAX_TOKEN_LENGTH - 1_000), token }))).toHaveLength(1);
});

it('looks eight levels deep: into JSON, into claims and under wrappings', () => {
  const inJson = (levels: number) => `{"a":`.repeat(levels) + `"${token}"` + '}'.repeat(levels);
  const wrap = (text: string, times: number, by: (inner: string) => string) =>
    Array.from({ length: times }).reduce<string>(by, text);
  const percent = (times: number) => wrap(encodeURIComponent(session), times - 1, encodeURIComponent);
  const inClaims = (times: number) => wrap(token, times, (inner) => compact(HEADER, `{"a":"${inner}"}`));

  expect([7, 8].map((levels) => found(inJson(levels)).length)).toEqual([1, 0]);
  expect([6, 7].map((times) => found(percent(times)).length)).toEqual([1, 0]);
  expect([3, 4, 5, 6].map((times) => found(inClaims(times)).length)).toEqual([4, 5, 5, 5]);
  expect([7, 8].map((times) => unwrapJson(percent(times)) !== undefined)).toEqual([true, false]);
});

it('goes through what is nested deeper than a call stack goes', () => {
  expect(findTokens(deepJson())).toEqual([]);
  expect(findTokens(compact(HEADER, `{"a":${deepJson()}}`))).toEqual([]);
});

it('looks into 2,000 texts at most, the outermost included', () => {
  const many = JSON.stringify(
    Array.from({ length: 5_000 }, (_, index) => compact('{"alg":"a"}', `{"a":${index}}`, '')),
  );

  expect(findTokens(many)).toHaveLength(1_999);
});

it.each([
  ['JSON', session],
  ['percent-encoded JSON', encodeURIComponent(session)],
  ['JSON as js-cookie writes it', jsCookie(session)],
  ['base64 JSON', base64(session)],
  ['the mark of Supabase', `base64-${base64url(session)}`],
  ['JSON text in JSON', JSON.stringify(session)],
  ['space', ` ${session} `],
])('takes data out of %s', (_, value) => {
  expect(unwrapJson(value)).toEqual(JSON.parse(session));
});

it.each([
  '',
  'word',
  token,
  '[1,2]',
  '"text"',
  'null',
  '7',
  '{"a":',
  '%7B',
  base64('["a","b","c","d"]'),
  NOT_UTF8,
  deepJson(),
])('has no data in %s', (value) => {
  expect(unwrapJson(value)).toBeUndefined();
});

it('gives no data that is nested deeper than a call stack goes, since whoever shows it walks it', () => {
  const data = unwrapJson(`{"a":${deepJson()}}`);

  expect(() => JSON.stringify(data)).not.toThrow();
  expect(data).toBeUndefined();
});

it('takes no data out of what is longer than it decodes, nor out of a short word that could be base64', () => {
  expect(unwrapJson(JSON.stringify({ a: 'x'.repeat(MAX_TOKEN_LENGTH - 8) }))).toBeDefined();
  expect(unwrapJson(JSON.stringify({ a: 'x'.repeat(MAX_TOKEN_LENGTH - 7) }))).toBeUndefined();
  expect(unwrapJson(base64('{"ab":"cde"}'))).toEqual({ ab: 'cde' });
  expect(unwrapJson(base64('{"ab":"cd"}'))).toBeUndefined();
});
