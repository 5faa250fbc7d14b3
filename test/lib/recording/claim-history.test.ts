import fc from 'fast-check';
import { expect, it } from 'vitest';
import { listTellingHistories } from '@/lib/recording/claim-history.ts';
import { sidesOf } from '@/lib/recording/comparison.ts';
import { fold } from '@/lib/recording/fold.ts';
import { sameJson } from '@/lib/token/json.ts';
import { cookieSet, named, record, requested } from '../support/events.ts';
import { makeToken } from '../support/tokens.ts';

function histories(...claims: object[]) {
  const events = claims.map((each, at) => cookieSet({ name: 'a', value: makeToken({ ...each, iat: at }) }, at));
  const recording = record(...events);
  return listTellingHistories(sidesOf(recording, named(recording, 'a')));
}

const told = (...claims: object[]) =>
  histories(...claims).map(({ path, periods }) => [
    path.join('.'),
    ...periods.map(({ value, since, tokens }) => [value, since.number, tokens]),
  ]);

it('tells every value that a claim had, the newest first, and since which token', () => {
  expect(told({ role: 'a' }, { role: 'a' }, { role: 'b' }, { role: 'b' }, { role: 'a' })).toEqual([
    ['role', ['a', 5, 1], ['b', 3, 2], ['a', 1, 2]],
  ]);
});

it('tells of a claim that came and went, and of members by themselves', () => {
  expect(told({ o: { rol: 'a', id: 1 } }, { o: { rol: 'b', id: 1 }, plan: 'pro' }, { o: { rol: 'b', id: 1 } })).toEqual(
    [
      ['o.rol', ['b', 2, 2], ['a', 1, 1]],
      ['plan', [undefined, 3, 1], ['pro', 2, 1], [undefined, 1, 1]],
    ],
  );
});

it('leaves out what was the same in all, and what changes with every token', () => {
  expect(histories({ role: 'a' }, { role: 'a' })).toEqual([]);
  expect(histories({ role: 'a' })).toEqual([]);
});

it('keeps two names with dots apart from members', () => {
  expect(told({ 'a.b': 1, a: { b: 1 } }, { 'a.b': 2, a: { b: 3 } }).map((history) => history.slice(1))).toEqual([
    [
      [3, 2, 1],
      [1, 1, 1],
    ],
    [
      [2, 2, 1],
      [1, 1, 1],
    ],
  ]);
});

it('says of every token what the token says', () => {
  const value = fc.constantFrom(undefined, 1, 'x', null, { b: 1 });
  fc.assert(
    fc.property(fc.array(fc.record({ c: value }), { minLength: 2, maxLength: 8 }), (claims) => {
      const [history] = histories(...claims.map(({ c }) => (c === undefined ? {} : { c }))).filter(
        ({ path }) => path[0] === 'c' && path.length === 1,
      );
      const spread = history?.periods
        .toReversed()
        .flatMap(({ value: said, tokens }) => Array<unknown>(tokens).fill(said));
      if (!spread || claims.some(({ c }) => typeof c === 'object' && c !== null)) return;

      expect(spread.every((each, index) => sameJson(each, claims[index]?.c))).toBe(true);
    }),
  );
});

it('tells what is worth telling, and the same again for a credential that nothing happened to', () => {
  const tokens = ['a', 'a', 'b'].map((role, at) => cookieSet({ name: 'a', value: makeToken({ role, iat: at }) }, at));
  const recording = record(...tokens);
  const next = fold(recording, [requested({ startedAt: 9 })]);
  const [before, after] = [recording, next].map((each) => listTellingHistories(sidesOf(each, named(each, 'a'))));

  expect(before?.map(({ path }) => path)).toEqual([['role']]);
  expect(after).toBe(before);
});
