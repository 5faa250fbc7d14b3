import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import { createExchangeSelector } from '@/lib/recording/exchange.ts';
import { parseRequestFilter } from '@/lib/recording/request-filter.ts';
import { record, requested } from '../support/events.ts';
import { makeClerkToken } from '../support/tokens.ts';

const SKEW: ClockSkew = { state: 'unknown' };
const send = (exp: number) => [{ place: 'cookie' as const, name: '__session', value: makeClerkToken({ exp }) }];

const signedOut = { 'x-clerk-auth-status': 'signed-out', 'x-clerk-auth-reason': 'token-expired' };
const exchanges = createExchangeSelector()(
  record(
    requested({ url: 'http://localhost:3000/api/orders?page=2', startedAt: 1_000_000, sent: send(1_060) }),
    requested({
      url: 'http://localhost:3000/api/me',
      startedAt: 1_000_000,
      sent: send(900),
      status: 401,
      verdict: signedOut,
    }),
    requested({ url: 'https://other.test/', method: 'POST', startedAt: 1_000_000, sent: send(1_070), status: 0 }),
    requested({ url: 'http://localhost:3000/api/me', startedAt: 1_000_000, received: send(1_080), status: 500 }),
  ),
);

const found = (text: string) => {
  const { matches } = parseRequestFilter(text);
  return exchanges.filter((exchange) => matches(exchange, SKEW)).map(({ id }) => id);
};

it.each([
  ['', [0, 1, 2, 3]],
  ['status:401', [1]],
  ['status:4xx,5xx', [1, 3]],
  ['-status:2xx', [1, 2, 3]],
  ['status:failed', [2]],
  ['STATUS:5XX', [3]],
  ['path:/api/me', [1, 3]],
  ['path:page', []],
  ['page=2', [0]],
  ['localhost:3000', [0, 1, 3]],
  ['https://other', [2]],
  ['method:post', [2]],
  ['token:#2', [1]],
  ['token:1,4', [0, 3]],
  ['provider:clerk -path:me', [0, 2]],
  ['reason:token-expired', [1]],
  ['reason:expired', [1]],
  ['-has:verdict has:sent', [0, 2]],
  ['has:expired', [1]],
  ['-has:received', [0, 1, 2]],
  ['me status:5xx', [3]],
])('%s', (text, ids) => {
  expect(found(text)).toEqual(ids);
  expect(parseRequestFilter(text).bad).toEqual([]);
});

it.each([
  ['stauts:401', /no key stauts.*status, path, method, token, provider, reason, has/],
  ['status:40', /401, 4xx or failed/],
  ['-token:x', /#14 or 14/],
  ['has:luck', /expired, verdict/],
  ['status:', /needs a value/],
  ['constructor:1', /no key/],
  ['has:constructor', /expired/],
])('tells what is wrong with %s, and leaves it out of account', (term, why) => {
  const { bad, isEmpty } = parseRequestFilter(term);

  expect(bad).toEqual([{ term, why: expect.stringMatching(why) }]);
  expect(isEmpty).toBe(true);
  expect(found(`${term} status:401`)).toEqual([1]);
});

const KEYS = ['status', 'path', 'method', 'token', 'provider', 'reason', 'has'];

const term = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(...KEYS, 'nope'),
      fc.oneof(fc.string(), fc.constantFrom('401', '4xx,5xx', 'expired', '1,#2')),
    )
    .map(([key, value]) => `${key}:${value.replaceAll(/\s/g, '')}`),
  fc.string().map((word) => word.replaceAll(/\s/g, '')),
);

it('never throws, and finds no more with a second term than with the first', () => {
  fc.assert(
    fc.property(fc.array(term), fc.string(), (terms, junk) => {
      const text = terms.join(' ');
      expect(found(text).length).toBeLessThanOrEqual(exchanges.length);
      const some = found(text);
      expect(found(`${text} ${junk}`).every((id) => some.includes(id))).toBe(true);
    }),
  );
});

it('finds with -x exactly what it does not find with x', () => {
  fc.assert(
    fc.property(term, (wanted) => {
      fc.pre(wanted !== '' && !wanted.startsWith('-') && parseRequestFilter(wanted).bad.length === 0);

      expect([...found(wanted), ...found(`-${wanted}`)].toSorted()).toEqual([0, 1, 2, 3]);
    }),
  );
});
