import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cookieKey, credentialId, sight } from '@/lib/recording/credential.ts';
import { cookie } from '../support/arbitraries.ts';
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
  const key = cookieKey(makeCookie());
  const first = sight(undefined, key, makeToken({ sub: 'a' }), 1, null);
  const again = sight(first, key, makeToken({ sub: 'a' }), 2, null);

  expect(first.sightings[0].tokens).toMatchObject([{ token: { claims: { sub: 'a' } } }]);
  expect(again.sightings[0].tokens).toBe(first.sightings[0].tokens);
});

it('keeps one sighting for each run of the same value', () => {
  fc.assert(
    fc.property(cookie, fc.array(fc.constantFrom('a', 'b'), { minLength: 1 }), (facts, values) => {
      const seen = values.reduce(
        (known: ReturnType<typeof sight> | undefined, value, at) => sight(known, cookieKey(facts), value, at, facts),
        undefined,
      );
      const runs = values.filter((value, index) => value !== values[index - 1]);

      expect(seen?.sightings.map(({ value }) => value)).toEqual(runs);
      expect(seen?.sightings.map(({ firstAt }) => values[firstAt])).toEqual(runs);
      expect(seen?.sightings.map(({ lastAt }) => values[lastAt])).toEqual(runs);
      expect(seen?.sightings.at(-1)?.lastAt).toBe(values.length - 1);
    }),
  );
});

it('sees a credential again that was gone', () => {
  const key = cookieKey(makeCookie());
  const gone = { ...sight(undefined, key, 'a', 1, null), present: false };

  expect(sight(gone, key, 'a', 2, null).present).toBe(true);
  expect(sight(gone, key, 'b', 2, null).present).toBe(true);
});
