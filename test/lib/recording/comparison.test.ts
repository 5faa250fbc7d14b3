import { expect, it } from 'vitest';
import { compareLastTwo, outdates, sideOf, sidesOf } from '@/lib/recording/comparison.ts';
import { cookieSet, named, record } from '../support/events.ts';
import { END, prove } from '../support/proof.ts';
import { makeJwe, makeToken } from '../support/tokens.ts';

function compare(...values: string[]) {
  const recording = record(...values.map((value, at) => cookieSet({ name: 'a', value }, at)));
  const [credential] = recording.credentials.values();
  return credential && compareLastTwo(recording, credential);
}

const token = (birthday: string, iat = 1) => makeToken({ birthday, iat });

it('compares the last two tokens that a credential carried', () => {
  expect(compare(token('x'), token('a', 1), token('b', 2))).toMatchObject({
    before: { raw: token('a', 1), number: 2, token: { claims: { birthday: 'a' } } },
    after: { raw: token('b', 2), number: 3 },
    changes: [
      { path: ['birthday'], kind: 'changed', before: 'a', after: 'b', expected: false },
      { path: ['iat'], kind: 'changed', before: 1, after: 2, expected: true },
    ],
  });
});

it('takes a token that came back for the later one', () => {
  expect(compare(token('a'), token('b'), token('a'))).toMatchObject({
    before: { number: 2 },
    after: { number: 1 },
    changes: [{ before: 'b', after: 'a' }],
  });
});

it('looks past values without a token, and past one token in two wrappings', () => {
  expect(compare(token('a'), 'opaque', token('b'), `Bearer ${token('b')}`)).toMatchObject({
    before: { raw: token('a') },
    after: { raw: token('b') },
  });
});

it('has nothing to compare with fewer than two tokens, or where one cannot be read', () => {
  expect(compare(token('a'))).toBeUndefined();
  expect(compare('opaque', token('a'), token('a'))).toBeUndefined();
  expect(compare(token('a'), makeJwe())).toBeUndefined();
  expect(compare(makeJwe(), token('a'))).toBeUndefined();
});

it('expects what the provider says changes always', () => {
  const recording = record(
    cookieSet({ name: 'a', value: makeToken({ fva: 1 }) }),
    cookieSet({ name: 'a', value: makeToken({ fva: 2 }) }),
  );
  const [credential] = recording.credentials.values();

  expect(credential && compareLastTwo(recording, credential, ([name]) => name === 'fva')).toMatchObject({
    changes: [{ path: ['fva'], expected: true }],
  });
});

it('makes a side of a token with readable claims only, numbered where the recording knows it', () => {
  const recording = record(cookieSet({ value: token('a') }));

  expect(sideOf(recording, token('a'))).toMatchObject({ raw: token('a'), number: 1 });
  expect(sideOf(recording, token('b'))).toMatchObject({ raw: token('b'), number: undefined });
  expect(sideOf(recording, makeJwe())).toBeUndefined();
  expect(sideOf(recording, 'opaque')).toBeUndefined();
  expect(sideOf(recording, undefined)).toBeUndefined();
});

it('takes the place of a proof when its token came later and says something else', () => {
  const comparison = compare(token('a'), token('b'));
  const same = compare(token('a', 1), token('a', 2));
  const proof = prove({});
  const running = prove({ end: null });
  if (!comparison || !same) throw new Error('Nothing was compared');

  expect(outdates({ ...comparison, at: END + 1_001 }, proof)).toBe(true);
  expect(outdates({ ...comparison, at: END + 1_000 }, proof)).toBe(false);
  expect(outdates({ ...comparison, at: END + 1_001 }, { ...proof, after: comparison.after })).toBe(false);
  expect(outdates({ ...same, at: END + 1_001 }, proof)).toBe(false);
  expect(outdates({ ...comparison, at: END + 1_001 }, running)).toBe(false);
});

it('lists the tokens that a credential carried and can be read, a run of the same once', () => {
  const recording = record(
    ...[token('a'), 'opaque', makeJwe(), token('a'), token('b'), `Bearer ${token('b')}`, token('a')].map((value, at) =>
      cookieSet({ name: 'a', value }, at),
    ),
  );

  expect(sidesOf(recording, named(recording, 'a')).map(({ number, claims }) => [number, claims['birthday']])).toEqual([
    [1, 'a'],
    [3, 'b'],
    [1, 'a'],
  ]);
});

it('reads the tokens inside a token, and none beside it', () => {
  const inner = makeToken({ role: 'admin' });
  const value = JSON.stringify({ first: makeToken({ inner }), second: makeToken({ n: 2 }) });
  const recording = record(cookieSet({ name: 'a', value }));

  expect(sidesOf(recording, named(recording, 'a'))).toMatchObject([{ claims: { inner: { role: 'admin' } } }]);
  expect(Object.keys(sidesOf(recording, named(recording, 'a'))[0]?.claims ?? {})).toEqual(['inner']);
});
