import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeToken } from '@/lib/token/decode.ts';
import { isRecord } from '@/lib/token/json.ts';
import { findTokens, unwrapJson } from '@/lib/token/nested.ts';
import { almostToken, anyText, base64url, compact, HEADER, jsonObject, sign } from './samples.ts';

const WRAPPERS = {
  bearer: (text: string) => `Bearer ${text}`,
  // Every character, so that there is always something to take off.
  percent: (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  base64: (text: string) => base64url(text),
  json: (text: string) => JSON.stringify(text),
};
/** Base64 counts only around JSON or a token: any word can be read as base64. */
const wrapping = fc
  .array(fc.constantFrom('percent' as const, 'base64' as const, 'json' as const), { maxLength: 4 })
  .filter((names) => names.every((name, index) => name !== 'base64' || [undefined, 'json'].includes(names[index + 1])));

const token = await sign({ sub: 'user_1' });

it('takes off whatever wrappings were put on, and names them from the outside in', () => {
  fc.assert(
    fc.property(wrapping, fc.boolean(), (inner, bearer) => {
      const names = bearer ? (['bearer', ...inner] as const) : inner;
      const value = names.toReversed().reduce((text, name) => WRAPPERS[name](text), token);

      expect(findTokens(value)).toMatchObject([{ raw: token, path: [], wrapping: names }]);
    }),
  );
});

it('finds a token wherever it stands in JSON, by the way that it says', () => {
  const step = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor'), fc.nat(3));

  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), jsonObject(), (path, others) => {
      const value = path.reduceRight<unknown>(
        (inner, key) => (typeof key === 'number' ? [...Array(key).fill(0), inner] : { [key]: inner }),
        token,
      );
      const text = JSON.stringify({ others: withoutStrings(others), here: value });

      expect(findTokens(text)).toMatchObject([{ raw: token, path: ['here', ...path.map(String)] }]);
    }),
  );
});

it('finds the tokens of claims within claims, by the way that it says', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 3 }), (names) => {
      const tokens = [token];
      for (const name of names) tokens.unshift(compact(HEADER, JSON.stringify({ [name]: tokens[0] })));

      const found = findTokens(tokens[0] ?? '');

      expect(found.map(({ raw }) => raw)).toEqual(tokens);
      expect(found.at(-1)?.path).toEqual(names.toReversed());
    }),
  );
});

it('never throws, and finds nothing that it cannot decode', () => {
  const text = fc.oneof(
    almostToken(),
    anyText(),
    jsonObject().map((value) => JSON.stringify(value)),
    fc.tuple(almostToken(), anyText(20)).map(([a, b]) => JSON.stringify({ [b]: a, a: [b, a] })),
  );

  fc.assert(
    fc.property(text, (value) => {
      for (const { raw, token: one } of findTokens(value)) {
        expect(one.format).not.toBe('opaque');
        expect(one).toEqual(decodeToken(raw));
      }
      const data = unwrapJson(value);
      expect(data === undefined || isRecord(data)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

it('takes data out of every wrapping it was put in', () => {
  fc.assert(
    fc.property(jsonObject(), wrapping, (data, names) => {
      const text = names
        .toReversed()
        .reduce((inner, name) => WRAPPERS[name](inner), `{"some data":${JSON.stringify(data)}}`);

      expect(unwrapJson(text)).toEqual({ 'some data': JSON.parse(JSON.stringify(data)) as unknown });
    }),
  );
});

/** The same value with other text, so that nothing in it is a token by chance. */
function withoutStrings(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, member: unknown) => (typeof member === 'string' ? '' : member)));
}
