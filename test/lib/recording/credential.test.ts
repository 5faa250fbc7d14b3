import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cookieKey, credentialId, sight } from '@/lib/recording/credential.ts';
import { makeCookie } from '../support/events.ts';
import { makeToken } from '../support/tokens.ts';

const idOf = (...args: Parameters<typeof makeCookie>) => credentialId(cookieKey(makeCookie(...args)));

it('names a cookie by name, domain, path and partition, and by nothing else', () => {
  const base = idOf();

  expect(idOf({ value: 'other', httpOnly: true, secure: true, expiresAt: 9, hostOnly: false })).toBe(base);
  for (const difference of [{ name: 'b' }, { domain: 'b' }, { path: '/b' }, { partition: 'http://b' }]) {
    expect(idOf(difference)).not.toBe(base);
  }
});

it('gives two keys one id only where they are the same', () => {
  const text = fc.string();
  fc.assert(
    fc.property(fc.tuple(text, text, text), fc.tuple(text, text, text), (a, b) => {
      const id = ([name, scope, path]: [string, string, string]) =>
        credentialId({ where: 'cookie', name, scope, path, partition: null });

      expect(id(a) === id(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

it('finds the tokens of a value once, when it is first seen', () => {
  const first = sight(undefined, 'a', makeToken({ sub: 'a' }), 1);
  const again = sight(first, 'a', makeToken({ sub: 'a' }), 2);

  expect(first).toMatchObject({ firstAt: 1, lastAt: 1, tokens: [{ token: { claims: { sub: 'a' } } }] });
  expect(again).toMatchObject({ firstAt: 1, lastAt: 2 });
  expect(again.tokens).toBe(first.tokens);
});

it('begins a new sighting with another value, and with one that was gone', () => {
  const first = sight(undefined, 'a', 'one', 1);

  expect(sight(first, 'a', 'two', 2)).toEqual({ value: 'two', tokens: [], firstAt: 2, lastAt: 2, lostAt: null });
  expect(sight({ ...first, lostAt: 2 }, 'a', 'one', 3)).toMatchObject({ firstAt: 3, lastAt: 3, lostAt: null });
});
