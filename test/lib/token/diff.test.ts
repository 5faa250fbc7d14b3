import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { diffClaims, formatPath, type ClaimChange } from '@/lib/token/diff.ts';
import { isRecord, sameJson } from '@/lib/token/json.ts';
import { jsonObject } from './samples.ts';

const parse = (text: string) => JSON.parse(text) as Record<string, unknown>;

it('tells what changed, was added and was removed, with before and after', () => {
  expect(diffClaims({ birthday: '1990-01-01', old: 1 }, { birthday: '1990-02-02', fresh: null })).toEqual([
    { path: ['birthday'], expected: false, kind: 'changed', before: '1990-01-01', after: '1990-02-02' },
    { path: ['fresh'], expected: false, kind: 'added', after: null },
    { path: ['old'], expected: false, kind: 'removed', before: 1 },
  ]);
});

it('expects the claims to change that every new token has anew, at the top only', () => {
  const before = { iat: 1, exp: 61, nbf: 0, jti: 'a', o: { iat: 1 } };
  const after = { iat: 2, exp: 62, nbf: 1, jti: 'b', o: { iat: 2 } };

  expect(diffClaims(before, after).map(({ path, expected }) => [formatPath(path), expected])).toEqual([
    ['exp', true],
    ['iat', true],
    ['jti', true],
    ['nbf', true],
    ['o.iat', false],
  ]);
});

it('expects also what the provider names', () => {
  const isExpected = vi.fn<(path: readonly string[]) => boolean>((path) => formatPath(path) === 'o.seen');

  expect(diffClaims({ o: { seen: 1, rol: 'a' } }, { o: { seen: 2, rol: 'b' } }, isExpected)).toMatchObject([
    { path: ['o', 'rol'], expected: false },
    { path: ['o', 'seen'], expected: true },
  ]);
});

it('compares objects member by member and arrays as one value', () => {
  expect(
    diffClaims({ o: { rol: 'member', slg: 'x' }, aud: ['a', 'b'] }, { o: { rol: 'admin', slg: 'x' }, aud: ['b', 'a'] }),
  ).toEqual([
    { path: ['aud'], expected: false, kind: 'changed', before: ['a', 'b'], after: ['b', 'a'] },
    { path: ['o', 'rol'], expected: false, kind: 'changed', before: 'member', after: 'admin' },
  ]);
});

it('shows a value whole where it was an object and is none any more', () => {
  expect(diffClaims({ o: { id: 1 } }, { o: [1] })).toEqual([
    { path: ['o'], expected: false, kind: 'changed', before: { id: 1 }, after: [1] },
  ]);
});

it('sorts by path, whatever the order in the tokens is', () => {
  const paths = diffClaims({ z: 1, b: { z: 1, a: 1 } }, { a: 1, b: { a: 2 } }).map(({ path }) => formatPath(path));

  expect(paths).toEqual(['a', 'b.a', 'b.z', 'z']);
});

it('compares names that every object has like any other', () => {
  expect(diffClaims({}, parse('{"toString":1,"__proto__":{"admin":true}}'))).toEqual([
    { path: ['__proto__'], expected: false, kind: 'added', after: { admin: true } },
    { path: ['toString'], expected: false, kind: 'added', after: 1 },
  ]);
  expect(diffClaims(parse('{"__proto__":{"a":1}}'), parse('{"__proto__":{"a":2}}'))).toEqual([
    { path: ['__proto__', 'a'], expected: false, kind: 'changed', before: 1, after: 2 },
  ]);
  expect(diffClaims({ constructor: 1 }, {})).toMatchObject([{ path: ['constructor'], kind: 'removed' }]);
});

it('finds no change between a token and itself, nor between 0 and -0', () => {
  fc.assert(
    fc.property(jsonObject(), (value) => {
      expect(diffClaims(value, parse(JSON.stringify(value)))).toEqual([]);
    }),
  );
  expect(diffClaims(parse('{"a":0}'), parse('{"a":-0}'))).toEqual([]);
});

it('tells enough to make the one token from the other', () => {
  fc.assert(
    fc.property(claims(), claims(), (before, after) => {
      expect(sameJson(apply(before, diffClaims(before, after)), after)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it('tells the same backwards, with before and after exchanged', () => {
  const reverse = (change: ClaimChange): ClaimChange => {
    const { path, expected } = change;
    if (change.kind === 'added') return { path, expected, kind: 'removed', before: change.after };
    if (change.kind === 'removed') return { path, expected, kind: 'added', after: change.before };
    return { path, expected, kind: 'changed', before: change.after, after: change.before };
  };

  fc.assert(
    fc.property(claims(), claims(), (before, after) => {
      expect(diffClaims(after, before)).toEqual(diffClaims(before, after).map(reverse));
    }),
    { numRuns: 500 },
  );
});

it('names a claim by its path', () => {
  expect(formatPath(['o', 'rol'])).toBe('o.rol');
  expect(formatPath(['https://example.com/roles', '0'])).toBe('https://example.com/roles.0');
});

/** Claims of few names, so that two sets of them have some in common. */
function claims(): fc.Arbitrary<Record<string, unknown>> {
  const { object } = fc.letrec<{ object: Record<string, unknown> }>((tie) => ({
    object: fc.dictionary(
      fc.constantFrom('a', 'b', 'iat', '__proto__', 'constructor'),
      fc.oneof({ maxDepth: 2 }, fc.constantFrom<unknown>(0, 1, 'a', null, [], [0]), tie('object')),
      { maxKeys: 3 },
    ),
  }));
  return object.map((value) => parse(JSON.stringify(value)));
}

function apply(value: unknown, changes: readonly ClaimChange[]): unknown {
  const own = changes.find(({ path }) => path.length === 0);
  if (own) return own.kind === 'removed' ? undefined : own.after;
  if (!isRecord(value)) return value;
  const keys = new Set([...Object.keys(value), ...changes.map(({ path }) => path[0] ?? '')]);
  const members = [...keys].flatMap((key) => {
    const deeper = changes.filter(({ path }) => path[0] === key).map((one) => ({ ...one, path: one.path.slice(1) }));
    const member = apply(Object.hasOwn(value, key) ? value[key] : undefined, deeper);
    return deeper.some(({ path, kind }) => path.length === 0 && kind === 'removed') ? [] : [[key, member] as const];
  });
  return Object.fromEntries(members);
}
