import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  EXPIRING_SECONDS,
  expiryOf,
  formatElapsed,
  formatRemaining,
  isNumericDate,
  type Expiry,
} from '@/lib/token/expiry.ts';

const NOW = 1_700_000_000;

it.each([
  ['live before the last ten seconds', { exp: NOW + 11 }, { state: 'live', remaining: 11 }],
  ['expiring with ten seconds left', { exp: NOW + 10 }, { state: 'expiring', remaining: 10 }],
  ['expiring with half a second left', { exp: NOW + 0.5 }, { state: 'expiring', remaining: 0.5 }],
  ['expired on its second, not one second after', { exp: NOW }, { state: 'expired', elapsed: 0 }],
  ['expired since then', { exp: NOW - 61 }, { state: 'expired', elapsed: 61 }],
  ['without expiry where there is no exp', { sub: 'user_1' }, { state: 'no-expiry' }],
  ['not started before nbf', { nbf: NOW + 1, exp: NOW + 61 }, { state: 'not-started', startsIn: 1 }],
  ['not started before nbf without exp too', { nbf: NOW + 5 }, { state: 'not-started', startsIn: 5 }],
  ['live on its nbf second', { nbf: NOW, exp: NOW + 60 }, { state: 'live', remaining: 60 }],
  ['without expiry once nbf is over', { nbf: NOW - 1 }, { state: 'no-expiry' }],
  ['expired rather than not started', { nbf: NOW + 9, exp: NOW - 1 }, { state: 'expired', elapsed: 1 }],
  ['expired since before 1970', { exp: -5 }, { state: 'expired', elapsed: NOW + 5 }],
])('calls a token %s', (_, claims, expiry) => {
  expect(expiryOf(claims, NOW)).toEqual(expiry);
});

it.each([
  ['soon'],
  [null],
  ['1700000000'],
  [Number.NaN],
  [Infinity],
  [true],
  [[NOW]],
  [{}],
  [8_640_000_000_001],
  [-8_640_000_000_001],
])('says that %j is no time', (value) => {
  expect(expiryOf({ exp: value }, NOW)).toEqual({ state: 'invalid', claim: 'exp', value });
  expect(expiryOf({ nbf: value, exp: NOW + 60 }, NOW)).toEqual({ state: 'invalid', claim: 'nbf', value });
  expect(isNumericDate(value)).toBe(false);
});

it('takes every number for a NumericDate that a Date can hold', () => {
  const last = 8_640_000_000_000;

  expect([0, -1, 1.5, last, -last].map(isNumericDate)).toEqual([true, true, true, true, true]);
  expect(new Date(last * 1_000).getTime()).not.toBeNaN();
  expect(new Date((last + 1) * 1_000).getTime()).toBeNaN();
});

const moment = fc.integer({ min: NOW - 100, max: NOW + 100 });
const times = fc.record({ exp: moment, nbf: moment }, { requiredKeys: [] });

it('counts every duration to or from the very claim that it is of', () => {
  const boundary = (expiry: Expiry) => {
    switch (expiry.state) {
      case 'expired':
        return ['exp', NOW - expiry.elapsed];
      case 'not-started':
        return ['nbf', NOW + expiry.startsIn];
      case 'live':
      case 'expiring':
        return ['exp', NOW + expiry.remaining];
      default:
        return ['exp', undefined];
    }
  };

  fc.assert(
    fc.property(times, (claims) => {
      const [name, at] = boundary(expiryOf(claims, NOW));

      expect(at).toBe(name === 'exp' ? claims.exp : claims.nbf);
    }),
  );
});

it('goes through its states in one direction as time goes by', () => {
  const order = ['not-started', 'no-expiry', 'live', 'expiring', 'expired'];

  fc.assert(
    fc.property(times, moment, fc.nat(200), (claims, now, later) => {
      const [before, after] = [now, now + later].map((at) => order.indexOf(expiryOf(claims, at).state));

      expect(before).toBeGreaterThanOrEqual(0);
      expect(after).toBeGreaterThanOrEqual(before ?? Infinity);
    }),
  );
});

it('never lives at or after exp nor before nbf', () => {
  fc.assert(
    fc.property(times, ({ exp = Infinity, nbf = -Infinity }) => {
      const { state } = expiryOf({ ...(exp < Infinity && { exp }), ...(nbf > -Infinity && { nbf }) }, NOW);
      const lives = NOW < exp && NOW >= nbf;

      expect(['live', 'expiring', 'no-expiry'].includes(state)).toBe(lives);
      expect(state === 'expiring').toBe(lives && exp - NOW <= EXPIRING_SECONDS);
    }),
  );
});

it('never throws, whatever the claims are', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.double(), (exp, nbf, now) => {
      expect(expiryOf({ exp, nbf }, now)).toHaveProperty('state');
    }),
  );
});

it.each([
  [60, '1:00'],
  [42, '0:42'],
  [9, '0:09'],
  [41.2, '0:42'],
  [0.01, '0:01'],
  [59.5, '1:00'],
  [3_599, '59:59'],
  [3_599.1, '1:00:00'],
  [3_723, '1:02:03'],
  [90_061, '25:01:01'],
  [359_999, '99:59:59'],
  [360_000, '4 d'],
  [31_535_999, '364 d'],
  [31_536_000, '365 d'],
  [86_400_000, '2 y'],
])('shows %d seconds left as %s', (seconds, text) => {
  expect(formatRemaining(seconds)).toBe(text);
});

it.each([
  [0, '−0:00'],
  [0.9, '−0:00'],
  [7, '−0:07'],
  [61.99, '−1:01'],
  [3_600, '−1:00:00'],
])('shows %d seconds since as %s', (seconds, text) => {
  expect(formatElapsed(seconds)).toBe(text);
});

it('shows the same number of seconds that it is given', () => {
  const read = (text: string) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

  fc.assert(
    fc.property(fc.nat(359_998), fc.double({ min: 0, max: 0.99, noNaN: true }), (whole, fraction) => {
      expect(read(formatElapsed(whole + fraction).replace('−', ''))).toBe(Math.floor(whole + fraction));
      expect(read(formatRemaining(whole + fraction))).toBe(Math.ceil(whole + fraction));
      expect(formatRemaining(whole)).toMatch(/^(?:[1-9]\d*:[0-5]\d|[1-5]?\d):[0-5]\d$/);
    }),
  );
});

it('never shows 0:00 while a token lives', () => {
  fc.assert(
    fc.property(fc.double({ min: Number.MIN_VALUE, max: 100, noNaN: true }), (seconds) => {
      expect(formatRemaining(seconds)).not.toBe('0:00');
    }),
  );
});
