import fc from 'fast-check';
import { expect, it } from 'vitest';
import { depthExceeds, isRecord, parseJson, sameJson } from '@/lib/token/json.ts';
import { deepJson, jsonObject } from './samples.ts';

it('tells objects with members from everything else', () => {
  expect([{}, Object.create(null), JSON.parse('{"__proto__":1}')].map(isRecord)).toEqual([true, true, true]);
  expect([[], null, undefined, 'text', 7, true, () => 1].filter(isRecord)).toEqual([]);
});

it('counts levels of objects and arrays alike, and none for other values', () => {
  expect(depthExceeds('text', 0)).toBe(false);
  expect(depthExceeds({}, 0)).toBe(true);
  expect(depthExceeds({ a: [1] }, 2)).toBe(false);
  expect(depthExceeds({ a: [1] }, 1)).toBe(true);
  expect(depthExceeds([1, { a: 1 }, 'text', [{ b: [] }]], 3)).toBe(true);
  expect(depthExceeds([1, { a: 1 }, 'text', [{ b: [] }]], 4)).toBe(false);
});

it('measures what is nested deeper than a call stack goes', () => {
  expect(depthExceeds(JSON.parse(deepJson()), 64)).toBe(true);
  expect(depthExceeds(JSON.parse(deepJson()), 50_000)).toBe(false);
});

it('agrees with a plain recursion about depth', () => {
  const depth = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0;

  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(7), (value, limit) => {
      expect(depthExceeds(value, limit)).toBe(depth(value) > limit);
    }),
  );
});

it('gives undefined for text that is not JSON', () => {
  expect(['', '{', 'undefined', "{'a':1}", '{"a":1}x'].map(parseJson)).toEqual([...Array(5)]);
  expect(parseJson('null')).toBeNull();
  expect(parseJson('{"a":[1]}')).toEqual({ a: [1] });
});

it('finds a value the same as its copy with its members in another order', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, member]) => [key, reversed(member)]),
    );
  };

  fc.assert(
    fc.property(jsonObject(), (value) => {
      expect(sameJson(value, reversed(value))).toBe(true);
    }),
  );
});

it('finds two values the same exactly when their canonical JSON is', () => {
  const canonical = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
    if (!isRecord(value)) return JSON.stringify(value);
    const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`;
  };
  const small = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(null, true, 0, -0, 1, '', 'a'),
      fc.array(tie('value'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('value'), { maxKeys: 2 }),
    ),
  })).value;

  fc.assert(
    fc.property(small, small, (a, b) => {
      expect(sameJson(a, b)).toBe(canonical(a) === canonical(b));
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  [
    [1, 2],
    [2, 1],
  ],
  [[], {}],
  [{ a: undefined }, {}],
  [{ a: 1 }, { b: 1 }],
  [{}, { toString: 1 }],
  [null, {}],
  [0, ''],
  [1, '1'],
])('finds %j and %j different', (a, b) => {
  expect(sameJson(a, b)).toBe(false);
  expect(sameJson(b, a)).toBe(false);
});
