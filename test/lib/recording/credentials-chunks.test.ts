import { expect, it } from 'vitest';
import { causesOf } from '@/lib/recording/cause.ts';
import { listCredentials } from '@/lib/recording/credentials.ts';
import type { CookieFacts, RecordingEvent } from '@/lib/recording/event.ts';
import { MAX_TOKEN_LENGTH } from '@/lib/token/decode.ts';
import { cookieRemoved, cookieSet, cookiesListed, record, requested, storageListed } from '../support/events.ts';
import { makeToken } from '../support/tokens.ts';

const token = makeToken({ sub: 'user_1' });
const half = token.length / 2;
const chunks: Partial<CookieFacts>[] = [
  { name: 'app.0', value: token.slice(0, half) },
  { name: 'app.1', value: token.slice(half) },
];
const list = (...events: RecordingEvent[]) => listCredentials(record(...events));

const split = (whole: string, parts = 2): Partial<CookieFacts>[] => {
  const size = Math.ceil(whole.length / parts);
  return Array.from({ length: parts }, (_, index) => ({
    name: `app.${index}`,
    value: whole.slice(index * size, (index + 1) * size),
  }));
};
const written = (whole: string, at: number, parts = 2) =>
  split(whole, parts).map((cookie, index) => cookieSet(cookie, at + 3 * index));

it('joins a token that was split over several cookies', () => {
  expect(list(cookiesListed(chunks.toReversed(), 7))).toMatchObject([
    {
      credential: { name: 'app', where: 'cookie', sightings: [{ value: token, firstAt: 7, lastAt: 7 }] },
      raw: token,
      token: { format: 'jws', claims: { sub: 'user_1' } },
      parts: ['app.0', 'app.1'],
    },
  ]);
});

it('does not join parts of different domains, paths or partitions, nor what is gone to what is there', () => {
  const apart = (difference: Partial<CookieFacts>) =>
    list(cookiesListed([{ ...chunks[0] }, { ...chunks[1], ...difference }]));

  for (const difference of [{ domain: 'app.localhost' }, { path: '/api' }, { partition: 'http://localhost' }]) {
    expect(apart(difference)).toMatchObject([{ token: { format: 'opaque' }, parts: [] }]);
  }
  expect(list(cookiesListed(chunks), cookiesListed([{ ...chunks[1] }], 9))).toMatchObject([
    { raw: token, parts: ['app.0', 'app.1'], credential: { present: false, sightings: [{ lostAt: 9 }] } },
  ]);
});

it('tells the joined cookie from the one of that name before it was split', () => {
  const before = [{ name: 'app', value: makeToken({ sub: 'user_0' }) }];
  const views = list(cookiesListed(before), cookiesListed(chunks));

  expect(views).toMatchObject([
    { credential: { name: 'app', present: true }, raw: token },
    { credential: { name: 'app', present: false } },
  ]);
  expect(views[0]?.credential.id).not.toBe(views[1]?.credential.id);
});

it('shows a split token once when requests carry it as well', () => {
  const sent = chunks.map(({ name = '', value = '' }) => ({ place: 'cookie' as const, name, value }));

  expect(list(cookiesListed(chunks), requested({ sent }))).toHaveLength(1);
  expect(list(requested({ sent }))).toMatchObject([
    { credential: { where: 'request-cookie' }, parts: ['app.0', 'app.1'] },
  ]);
});

const [first, second, third] = [1, 2, 3].map((version) => makeToken({ sub: 'user_1', version, jti: `id-${version}` }));

it('does not join tokens that stand side by side', () => {
  const apart = [first, second].map((value, index) => ({ name: `app.${index}`, value: value! }));

  expect(list(cookiesListed(apart)).map(({ raw }) => raw)).toEqual([first, second]);
});

it('has the history of a split token, with numbers', () => {
  const events = [...written(first!, 1_000), ...written(second!, 5_000), ...written(third!, 9_000, 3)];
  const recording = record(...events);
  const [view] = listCredentials(recording);

  expect(view).toMatchObject({ raw: third, number: 3, parts: ['app.0', 'app.1', 'app.2'] });
  expect(view?.credential.sightings.map(({ tokens: [found], firstAt }) => [found?.raw, firstAt])).toEqual([
    [first, 1_003],
    [second, 5_003],
    [third, 9_006],
  ]);
  expect([...recording.tokens].map(([raw, { number }]) => [raw, number])).toEqual([
    [first, 1],
    [second, 2],
    [third, 3],
  ]);
});

it('takes what parts amount to while they are written or removed for no value', () => {
  const shrunk = [...written(third!, 1_000, 3), ...written(first!, 5_000), cookieRemoved({ name: 'app.2' }, 5_006)];
  expect(list(...shrunk)[0]).toMatchObject({ raw: first, number: 2, parts: ['app.0', 'app.1'] });

  const gone = [2, 1, 0].map((index) => cookieRemoved({ name: `app.${index}` }, 9_000 + index));
  const [view] = list(...written(third!, 1_000, 3), ...gone);
  expect(view).toMatchObject({ raw: third, number: 1, credential: { present: false } });
  expect(view?.credential.sightings).toHaveLength(1);
});

it('keeps a token that did not last, where a response brought it', () => {
  const received = split(first!).map(({ name = '', value = '' }) => ({ place: 'set-cookie' as const, name, value }));
  const events = [...written(first!, 1_000), requested({ startedAt: 990, duration: 5, received })];
  const [view] = list(...events, ...written(second!, 1_050));

  expect(view?.credential.sightings.map(({ tokens: [found] }) => found?.raw)).toContain(first);
});

it('names the server as its cause, where a response set the cookies', () => {
  const received = split(second!).map(({ name = '', value = '' }) => ({ place: 'set-cookie' as const, name, value }));
  const recording = record(
    ...written(first!, 1_000),
    ...written(second!, 5_000),
    requested({ startedAt: 4_990, duration: 5, received }),
  );

  expect(causesOf(recording, second!, { state: 'unknown' })).toMatchObject([
    { kind: 'set-cookie', evidence: expect.stringContaining('set the cookie app') },
  ]);
});

it('looks at what the parts of a listing amount to once all of them are there', () => {
  const cuts = [0, half, token.length - 2, token.length];
  const [start, middle, end] = [0, 1, 2].map((n) => ({ name: `app.${n}`, value: token.slice(cuts[n], cuts[n + 1]) }));
  const { tokens } = record(cookiesListed([start!, middle!, { name: 'other', value: first! }, end!]));

  expect([...tokens].map(([raw, { number }]) => [raw, number])).toEqual([
    [first, 1],
    [token, 2],
  ]);
});

it('does not put together what is too long for a token', () => {
  const entries = (length: number) => ({ 'app.0': 'x'.repeat(length), 'app.1': 'x'.repeat(MAX_TOKEN_LENGTH / 2) });
  const wholes = (length: number) =>
    [...record(storageListed(entries(length))).credentials.values()].filter(({ parts }) => parts !== undefined);

  expect(wholes(MAX_TOKEN_LENGTH / 2)).toHaveLength(1);
  expect(wholes(MAX_TOKEN_LENGTH / 2 + 1)).toHaveLength(0);
});
