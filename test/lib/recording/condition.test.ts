import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  claimAt,
  meets,
  parsePath,
  parseValue,
  suggestPaths,
  type Condition,
  type Operator,
} from '@/lib/recording/condition.ts';

const condition = (typed: string, operator: Operator, value = ''): Condition => {
  const path = parsePath(typed) ?? [];
  return operator === 'equals' || operator === 'contains'
    ? { path, operator, value: parseValue(value) }
    : { path, operator };
};

it.each([
  ['birthday', ['birthday']],
  ['  o.rol ', ['o', 'rol']],
  ['org.members[2]', ['org', 'members', '2']],
  ['org.members[2].name', ['org', 'members', '2', 'name']],
  ['["a.b"].c', ['a.b', 'c']],
  ['https://app.test/role', ['https://app', 'test/role']],
  ['__proto__', ['__proto__']],
])('reads the path %s', (typed, path) => {
  expect(parsePath(typed)).toEqual(path);
});

it.each(['', '  ', '.', 'a..b', 'a.', 'a[', 'a[]', 'a[b]', '["a', 'a]'])('takes %j for no path', (typed) => {
  expect(parsePath(typed)).toBeUndefined();
});

it.each([
  ['admin', { json: 'admin', text: 'admin' }],
  ['"admin"', { json: 'admin', text: undefined }],
  ['true', { json: true, text: 'true' }],
  ['42', { json: 42, text: '42' }],
  ['1815-12-10', { json: '1815-12-10', text: '1815-12-10' }],
  ['["a"]', { json: ['a'], text: undefined }],
  ['null', { json: null, text: undefined }],
])('reads the value %s', (typed, value) => {
  expect(parseValue(typed)).toEqual(value);
});

it('finds a claim whose name has dots, and none that is inherited', () => {
  expect(claimAt({ 'https://app.test/role': { id: 1 } }, ['https://app', 'test/role', 'id'])).toEqual({ value: 1 });
  expect(claimAt({ a: null }, ['a'])).toEqual({ value: null });
  expect(claimAt({}, ['constructor'])).toBeUndefined();
  expect(claimAt({ list: ['x'] }, ['list', 'length'])).toBeUndefined();
  expect(claimAt({ list: ['x'] }, ['list', '1'])).toBeUndefined();
});

it.each([
  ['role', 'exists', '', {}, { role: null }, true],
  ['role', 'exists', '', {}, {}, false],
  ['role', 'equals', 'admin', {}, { role: 'admin' }, true],
  ['role', 'equals', '42', {}, { role: '42' }, true],
  ['role', 'equals', '42', {}, { role: 42 }, true],
  ['role', 'equals', '"42"', {}, { role: 42 }, false],
  ['role', 'equals', 'true', {}, { role: true }, true],
  ['role', 'equals', '{"b":1,"a":2}', {}, { role: { a: 2, b: 1 } }, true],
  ['role', 'equals', 'null', {}, {}, false],
  ['role', 'changes', '', { role: 'a' }, { role: 'b' }, true],
  ['role', 'changes', '', { role: 'a' }, { role: 'a' }, false],
  ['role', 'changes', '', { role: 'a' }, {}, true],
  ['role', 'changes', '', {}, { role: 'a' }, true],
  ['role', 'changes', '', undefined, { role: 'a' }, false],
  ['roles', 'contains', 'admin', {}, { roles: ['user', 'admin'] }, true],
  ['roles', 'contains', 'admin', {}, { roles: 'user administrator' }, true],
  ['roles', 'contains', '4', {}, { roles: [4] }, true],
  ['roles', 'contains', 'admin', {}, { roles: { admin: false } }, true],
  ['roles', 'contains', 'admin', {}, { roles: ['user'] }, false],
  ['roles', 'contains', '""', {}, { roles: 'user' }, false],
] as const)('%s %s %s, from %j to %j: %s', (typed, operator, value, before, after, met) => {
  expect(meets(condition(typed, operator, value), before, after)).toBe(met);
});

const claims = fc.dictionary(
  fc.oneof(fc.constantFrom('a', 'a.b', '__proto__', 'constructor', 'x[0]', '"'), fc.string()),
  fc.jsonValue(),
);
/** As a token brings them: no prototype but a plain one. */
const parsed = claims.map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>);

it('never throws on what is typed, and never takes what is not there', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      parsed,
      parsed,
      fc.constantFrom<Operator[]>('exists', 'equals', 'changes', 'contains'),
      (typed, value, before, after, operator) => {
        const met = meets(condition(typed, operator, value), before, after);
        const isThere = claimAt(after, parsePath(typed) ?? []) !== undefined;

        expect(met && operator !== 'changes' && !isThere).toBe(false);
      },
    ),
  );
});

it('says of no claims that they changed to themselves, and the same both ways', () => {
  fc.assert(
    fc.property(fc.string(), parsed, parsed, (typed, before, after) => {
      const changes = condition(typed, 'changes');

      expect(meets(changes, before, structuredClone(before))).toBe(false);
      expect(meets(changes, before, after)).toBe(meets(changes, after, before));
    }),
  );
});

it('finds every claim that it suggests, with the value that is typed back', () => {
  fc.assert(
    fc.property(parsed, (json) => {
      const names = Object.keys(json);
      const typed = names.map((name) => suggestPaths({ [name]: json[name] })[0] ?? '');

      expect(typed.map((path) => claimAt(json, parsePath(path) ?? ['?'])?.value)).toEqual(Object.values(json));
      expect(
        typed.every((path, index) => meets(condition(path, 'equals', JSON.stringify(json[names[index]!])), {}, json)),
      ).toBe(true);
    }),
  );
});
