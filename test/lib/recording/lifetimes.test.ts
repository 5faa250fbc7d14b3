import { expect, it } from 'vitest';
import { listCredentials } from '@/lib/recording/credentials.ts';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { listLifetimes } from '@/lib/recording/lifetimes.ts';
import { cookieRemoved, cookieSet, makeCookie, record } from '../support/events.ts';
import { makeAccessToken, makeRoqToken } from '../providers/roq/tokens.ts';
import { makeClerkToken, makeToken } from '../support/tokens.ts';

function lifetimes(...events: RecordingEvent[]) {
  const recording = record(...events);
  const [view] = listCredentials(recording);
  return view && listLifetimes(recording, view, { state: 'unknown' });
}

it('lists what a credential carried, each from its iat to its exp, until the next took its place', () => {
  const first = makeClerkToken({ iat: 1, exp: 61 });
  const second = makeClerkToken({ iat: 40.5, exp: 101 });

  expect(
    lifetimes(
      cookieSet({ value: first }, 5_000),
      cookieSet({ value: first }, 6_000),
      cookieSet({ value: second }, 41_000),
    ),
  ).toMatchObject([
    { raw: first, number: 1, iat: 1_000, exp: 61_000, firstAt: 5_000, lastAt: 6_000, endedAt: 41_000 },
    { raw: second, number: 2, iat: 40_500, exp: 101_000, firstAt: 41_000, lastAt: 41_000, endedAt: null },
  ]);
});

it('ends a lifetime where the credential was gone', () => {
  const value = makeClerkToken();

  expect(lifetimes(cookieSet({ value }, 1), cookieRemoved(makeCookie({ value }), 2))).toMatchObject([{ endedAt: 2 }]);
});

it('leaves values without a token out, and lists one that came back again', () => {
  const value = makeClerkToken();

  expect(
    lifetimes(cookieSet({ value }, 1), cookieSet({ value: 'opaque' }, 2), cookieSet({ value }, 3))?.map(
      ({ number, firstAt, endedAt }) => ({ number, firstAt, endedAt }),
    ),
  ).toEqual([
    { number: 1, firstAt: 1, endedAt: 2 },
    { number: 1, firstAt: 3, endedAt: null },
  ]);
});

it('has no dates where the token says none, or none that can be one', () => {
  expect(lifetimes(cookieSet({ value: makeToken({ iat: 'yesterday' }) }))).toMatchObject([{ iat: null, exp: null }]);
});

it('goes by the token inside where that is what counts', () => {
  const outer = makeRoqToken({ roqAccessToken: makeAccessToken({ iat: 100, exp: 200 }) });

  expect(lifetimes(cookieSet({ name: 'roq-session-token', value: outer }))).toMatchObject([
    { raw: outer, iat: 100_000, exp: 200_000 },
  ]);
});
