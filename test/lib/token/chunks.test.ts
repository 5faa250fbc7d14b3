import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinChunks, type NamedValue } from '@/lib/token/chunks.ts';
import { decodeToken } from '@/lib/token/decode.ts';
import { findTokens } from '@/lib/token/nested.ts';
import { anyText, base64url, encrypt, sign } from './samples.ts';

const split = (text: string, size: number) => text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
const named = (values: readonly string[], name: (index: number) => string): NamedValue[] =>
  values.map((value, index) => ({ name: name(index), value }));

it('joins the session of Auth.js, split at 3,936 characters into name.0 and on', async () => {
  const session = await encrypt({ sub: 'user_1', note: 'x'.repeat(8_000) });
  const chunks = named(split(session, 3_936), (index) => `__Secure-authjs.session-token.${index}`);

  const [joined] = joinChunks(chunks);

  expect(joined).toEqual({
    name: '__Secure-authjs.session-token',
    value: session,
    parts: ['__Secure-authjs.session-token.0', '__Secure-authjs.session-token.1', '__Secure-authjs.session-token.2'],
  });
  expect(decodeToken(joined?.value ?? '')).toMatchObject({ format: 'jwe' });
});

it('joins the session of nextjs-auth0, split at 3,500 characters into __session__0 and on', async () => {
  const session = await encrypt({ sub: 'auth0|1', note: 'x'.repeat(4_000) });
  const chunks = named(split(session, 3_500), (index) => `__session__${index}`);

  expect(joinChunks(chunks)).toEqual([{ name: '__session', value: session, parts: ['__session__0', '__session__1'] }]);
});

it('joins the session of Supabase, split at 3,180 characters, so that its token can be found', async () => {
  const token = await sign({ sub: 'user_1', note: 'x'.repeat(4_000) });
  const session = `base64-${base64url(JSON.stringify({ access_token: token, refresh_token: 'opaque' }))}`;
  const chunks = named(split(session, 3_180), (index) => `sb-127-auth-token.${index}`);

  const [joined] = joinChunks(chunks);

  expect(joined?.name).toBe('sb-127-auth-token');
  expect(findTokens(joined?.value ?? '')).toMatchObject([{ raw: token, path: ['access_token'] }]);
});

it('joins a token that was cut within its signature, which reads as one up to there', async () => {
  const token = await sign({ sub: 'user_1', note: 'x'.repeat(3_000) });
  const chunks = named(split(token, token.length - 40), (index) => `app.${index}`);

  expect(findTokens(chunks[0]?.value ?? '')).toHaveLength(1);
  expect(joinChunks(chunks)).toEqual([{ name: 'app', value: token, parts: ['app.0', 'app.1'] }]);
});

it('leaves tokens as they are that stand side by side', async () => {
  const token = await sign({ sub: 'user_1' });
  const long = await sign({ sub: 'user_1', note: 'x'.repeat(3_000) });

  for (const values of [
    [token, token],
    [token, 'abc'],
    [long, token],
    [long, 'a value'],
    ['a value', token],
  ]) {
    expect(joinChunks(named(values, (index) => `app.${index}`)).map(({ parts }) => parts)).toEqual([[], []]);
  }
});

it('puts parts in the order of their numbers, not of their names or of their coming', () => {
  const values = named([...'abcdefghijkl'], (index) => `s.${index}`);

  expect(joinChunks(values.toReversed())).toMatchObject([{ name: 's', value: 'abcdefghijkl' }]);
});

it.each([
  ['one alone', ['s.0']],
  ['ones with a gap', ['s.0', 's.2']],
  ['ones without a first', ['s.1', 's.2']],
  [
    'ones with more digits than there are parts',
    Array.from({ length: 101 }, (_, index) => `s.${String(index).padStart(3, '0')}`),
  ],
  ['ones without a number', ['s.', 's.1']],
  ['ones with something behind the number', ['s.0x', 's.1x']],
  ['ones without a name', ['.0', '.1', '__0', '__1']],
  ['ones that end in a number for other reasons', ['s0', 's1', 's_0', 's_1', 's-0', 's-1']],
])('leaves parts as they are: %s', (_, names) => {
  const values = named(names, (index) => names[index] ?? '');

  expect(joinChunks(values)).toEqual(values.map((value) => ({ ...value, parts: [] })));
});

it('leaves other values as they are, in their order, before what it joined', () => {
  const values = ['x', 's.1', 'y', 's.0', 's'].map((name) => ({ name, value: `<${name}>` }));

  expect(joinChunks(values)).toEqual([
    { name: 'x', value: '<x>', parts: [] },
    { name: 'y', value: '<y>', parts: [] },
    { name: 's', value: '<s>', parts: [] },
    { name: 's', value: '<s.0><s.1>', parts: ['s.0', 's.1'] },
  ]);
});

it('joins parts of a name that every object has, or that is HTML', () => {
  const values = ['__proto__', '<img src=x>'].flatMap((name) => named(['a', 'b'], (index) => `${name}.${index}`));

  expect(joinChunks(values)).toMatchObject([
    { name: '__proto__', value: 'ab' },
    { name: '<img src=x>', value: 'ab' },
  ]);
});

it('joins again whatever was split, in any order and beside anything', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 2, maxLength: 99 }),
      fc.integer({ min: 1, max: 50 }),
      fc.constantFrom('.', '__'),
      fc.array(fc.record({ name: fc.string().map((name) => `other ${name}`), value: fc.string() })),
      fc.infiniteStream(fc.nat()),
      (text, size, separator, others, random) => {
        const chunks = split(text, Math.min(size, text.length - 1));
        const parts = named(chunks, (index) => `session${separator}${index}`);
        const shuffled = [...parts, ...others]
          .map((value) => ({ value, rank: random.next().value ?? 0 }))
          .toSorted((a, b) => a.rank - b.rank)
          .map(({ value }) => value);

        expect(joinChunks(shuffled)).toContainEqual({
          name: 'session',
          value: text,
          parts: parts.map(({ name }) => name),
        });
      },
    ),
  );
});

it('loses no value and makes none up', () => {
  const names = fc.oneof(
    anyText(10),
    fc
      .tuple(fc.constantFrom('a', 'b__0', '__proto__'), fc.constantFrom('.', '__'), fc.nat(4))
      .map((all) => all.join('')),
  );
  const values = fc.uniqueArray(fc.record({ name: names, value: fc.string() }), { selector: ({ name }) => name });

  fc.assert(
    fc.property(values, (all) => {
      const joined = joinChunks(all);
      const accounted = joined.flatMap(({ name, parts }) => (parts.length > 0 ? parts : [name]));

      expect(accounted.toSorted()).toEqual(all.map(({ name }) => name).toSorted());
      for (const { parts, value } of joined.filter((one) => one.parts.length > 0)) {
        expect(value).toBe(parts.map((part) => all.find(({ name }) => name === part)?.value).join(''));
      }
    }),
  );
});
