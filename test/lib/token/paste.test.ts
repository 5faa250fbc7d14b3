import fc from 'fast-check';
import { expect, it } from 'vitest';
import { explainPaste, readPaste } from '@/lib/token/paste.ts';
import { makeJwe, makeToken } from '../support/tokens.ts';

const TOKEN = makeToken({ sub: 'user_1' });

/** JSON of a length that base64 has to pad. */
const PADDED = btoa(`{"token":"${TOKEN}"}`.padEnd(3 * TOKEN.length + 1));

const text = (value: string) => ({ place: 'text', name: '', value });
const cookie = (name: string, value: string) => ({ place: 'cookie', name, value });
const header = (name: string, value: string) => ({ place: 'header', name, value });

it.each([
  ['a token', TOKEN, [text(TOKEN)]],
  ['an encrypted token', makeJwe(), [text(makeJwe())]],
  ['a bearer token', `Bearer ${TOKEN}`, [text(`Bearer ${TOKEN}`)]],
  ['an Authorization header', `Authorization: Bearer ${TOKEN}`, [header('Authorization', `Bearer ${TOKEN}`)]],
  ['it in lower case', `authorization:Bearer ${TOKEN}`, [header('Authorization', `Bearer ${TOKEN}`)]],
  ['a header with a line separator', 'X-Note: a\u2028b', [header('X-Note', 'a\u2028b')]],
  ['a Cookie header', `Cookie: a=1; __session=${TOKEN}`, [cookie('a', '1'), cookie('__session', TOKEN)]],
  ['bare cookies', `a=1; __session=${TOKEN};`, [cookie('a', '1'), cookie('__session', TOKEN)]],
  ['a cookie in quotes', `a="${TOKEN}"; b=x=y`, [cookie('a', TOKEN), cookie('b', 'x=y')]],
  [
    'Set-Cookie lines',
    `Set-Cookie: a=${TOKEN}; Path=/; HttpOnly\r\nSet-Cookie: b=2; Max-Age=60`,
    [cookie('a', TOKEN), cookie('b', '2')],
  ],
  ['JSON', `{"token": "${TOKEN}"}`, [text(`{"token": "${TOKEN}"}`)]],
  ['padded base64', PADDED, [text(PADDED)]],
  ['several tokens', `${TOKEN}\n\n${makeJwe()}`, [text(TOKEN), text(makeJwe())]],
  ['a token in an address', `https://app.test/#access_token=${TOKEN}&x=1`, [text(TOKEN)]],
  ['a token in code', `const jwt = '${TOKEN}';`, [text(TOKEN)]],
  ['a token that was broken into lines', `${TOKEN.slice(0, 30)}\n  ${TOKEN.slice(30)}`, [text(TOKEN)]],
  [
    'a cURL command',
    `curl 'https://app.test/api' \\\n  -H 'accept: */*' \\\n  -H "Authorization: Bearer ${TOKEN}" \\\n  -b 'a=1; s=${TOKEN}' --compressed`,
    [header('accept', '*/*'), header('Authorization', `Bearer ${TOKEN}`), cookie('a', '1'), cookie('s', TOKEN)],
  ],
])('reads %s', (_, pasted, values) => {
  expect(readPaste(pasted)).toEqual(values);
});

it.each([
  ['a cut token', TOKEN.split('.').slice(0, 2).join('.'), /Truncated: 2 of the 3 parts/],
  ['a broken token', 'eyJhbGciOiJub25lIn0.!!!.', /cannot be read/],
  ['cookies without a token', 'a=1; b=2', /no token in cookie a, cookie b: .* only its server/],
  ['a header without one', 'Authorization: Basic dTpw', /no token in header Authorization/],
  ['JSON without one', '{"a": 1}', /No member of this JSON object/],
  ['what is nearly JSON', '{"a": ', /begins like JSON, but is none/],
  ['anything else', 'hello', /no token in this text. Paste a token/],
  ['far too much', 'a '.repeat(600_000), /too long to look through: 1,199,999 characters/],
])('says of %s why it is none', (_, pasted, why) => {
  expect(explainPaste(pasted)).toMatch(why);
});

/** Text in which the marks of headers, cookies, tokens and commands come up often. */
const pasted = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        TOKEN,
        makeJwe(),
        'Cookie: ',
        'Set-Cookie:',
        'Authorization:',
        'Bearer ',
        'curl ',
        " -H '",
        ' -b ',
        '=',
        '; ',
        '\n',
        '"',
        "'",
        '\\',
        '{',
        '}',
        'ey',
        '.',
        '%',
        '%20',
        ' ',
        '__proto__',
      ),
      fc.string(),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

it('never throws, and always has something to say', () => {
  fc.assert(
    fc.property(pasted, (any) => {
      readPaste(any);

      expect(explainPaste(any)).not.toBe('');
    }),
  );
});

it.each([
  ['spaces in a header', 'a:', ' ', 'b\u2028c'],
  ['options of a command that are never closed', 'curl ', ` -H "a\\\n -b '`, '\\'],
  ['escapes in a quote', "curl -H '", '\\', ''],
  ['cookies that are none', 'a=1', '; a=', ';{'],
  ['beginnings of tokens', '', 'ey.', ''],
])('comes to an end with any number of %s', (_, before, repeated, after) => {
  const whole = before + repeated.repeat(900_000 / repeated.length) + after;

  expect(() => readPaste(whole)).not.toThrow();
  expect(explainPaste(whole)).not.toBe('');
});

it('finds a token between whatever stands around it on lines of their own', () => {
  const line = fc.string().filter((any) => !/^\s*(curl|[[{"])/.test(any));
  fc.assert(
    fc.property(line, line, (before, after) => {
      const values = readPaste(`${before}\n${TOKEN}\n${after}`).map(({ value }) => value);

      expect(values).toContain(TOKEN);
    }),
  );
});

it('reads cookies as they were written', () => {
  const name = fc.stringMatching(/^[a-z_]{1,8}$/);
  const value = fc.stringMatching(/^[a-z0-9=-]{0,12}$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 5 }), (pairs) => {
      const line = `Cookie: ${pairs.map((pair) => pair.join('=')).join('; ')}`;

      expect(readPaste(line)).toEqual(pairs.map((pair) => cookie(...pair)));
    }),
  );
});
