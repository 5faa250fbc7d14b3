import fc from 'fast-check';
import { expect, it } from 'vitest';
import { measureClock, serverTime } from '@/lib/recording/clock.ts';
import { makeRequest } from '../support/events.ts';

const everyServer = () => true;

interface Exchange {
  /** When the next request starts after the one before. */
  readonly pause: number;
  readonly up: number;
  readonly down: number;
}

/** What a machine sees of a server whose clock is `offset` ahead and whose dates are in whole seconds. */
function simulate(offset: number, exchanges: readonly Exchange[], start = 1_700_000_000_123) {
  let now = start;
  return exchanges.map(({ pause, up, down }) => {
    now += pause;
    const startedAt = now;
    now += up;
    const serverDate = Math.floor((now + offset) / 1_000) * 1_000;
    now += down;
    return makeRequest({ startedAt, duration: up + down, serverDate });
  });
}

const latency = fc.integer({ min: 0, max: 3_000 });
const exchanges = fc.array(fc.record({ pause: fc.nat(100_000), up: latency, down: latency }), {
  minLength: 1,
  maxLength: 40,
});
const skew = fc.oneof(fc.integer({ min: -2_000, max: 2_000 }), fc.integer({ min: -100_000_000, max: 100_000_000 }));

it('finds the true offset within what it says it is uncertain of, whatever the latencies', () => {
  fc.assert(
    fc.property(skew, exchanges, (offset, list) => {
      const clock = measureClock(simulate(offset, list), everyServer);

      expect(clock.state).toBe('measured');
      expect(clock).toSatisfy(
        (measured: typeof clock) =>
          measured.state === 'measured' && Math.abs(offset - measured.offset) <= measured.uncertainty,
      );
    }),
    { numRuns: 500 },
  );
});

it('is never less certain for having seen more', () => {
  fc.assert(
    fc.property(
      skew,
      fc.array(fc.record({ pause: fc.nat(9_999), up: latency, down: latency }), { minLength: 2, maxLength: 20 }),
      (offset, list) => {
        const all = simulate(offset, list);
        const width = (count: number) => {
          const clock = measureClock(all.slice(-count), everyServer);
          return clock.state === 'measured' && clock.offset !== 0 ? clock.uncertainty : Infinity;
        };

        expect(width(all.length)).toBeLessThanOrEqual(width(1));
      },
    ),
  );
});

it('does not correct a clock that may be right', () => {
  fc.assert(
    fc.property(exchanges, (list) => {
      expect(measureClock(simulate(0, list), everyServer)).toMatchObject({ state: 'measured', offset: 0 });
    }),
  );
});

it('says how far a clock that may be right may be off', () => {
  const request = makeRequest({ startedAt: 10_000, duration: 100, serverDate: 10_000 });

  expect(measureClock([request], everyServer)).toEqual({
    state: 'measured',
    offset: 0,
    uncertainty: 1_000,
    responses: 1,
  });
});

it('takes the middle of what one response allows', () => {
  const request = makeRequest({ startedAt: 10_000, duration: 200, serverDate: 70_000 });

  // The server wrote a moment from 70.000 to 71.000 while it was 10.000 to 10.200 here.
  expect(measureClock([request], everyServer)).toEqual({
    state: 'measured',
    offset: 60_400,
    uncertainty: 600,
    responses: 1,
  });
});

it('finds a server behind as well as one ahead', () => {
  const request = makeRequest({ startedAt: 70_000, duration: 200, serverDate: 10_000 });

  expect(measureClock([request], everyServer)).toMatchObject({ offset: -59_600, uncertainty: 600 });
});

it('takes a clock for right that may just be', () => {
  const date = (serverDate: number) => makeRequest({ startedAt: 10_000, duration: 0, serverDate });

  expect(measureClock([date(10_000)], everyServer)).toMatchObject({ offset: 0, uncertainty: 1_000 });
  expect(measureClock([date(9_000)], everyServer)).toMatchObject({ offset: 0, uncertainty: 1_000 });
  expect(measureClock([date(10_051)], everyServer)).toMatchObject({ offset: 551, uncertainty: 500 });
  expect(measureClock([date(8_949)], everyServer)).toMatchObject({ offset: -551, uncertainty: 500 });
});

it('counts responses that agree on one moment only', () => {
  const [ahead, behind] = [61_000, 60_000].map((serverDate) => makeRequest({ startedAt: 0, duration: 0, serverDate }));
  const expected = { state: 'measured', offset: 61_000, uncertainty: 0, responses: 2 };

  expect(ahead && behind && measureClock([ahead, behind], everyServer)).toEqual(expected);
  expect(ahead && behind && measureClock([behind, ahead], everyServer)).toEqual(expected);
});

it('narrows its bounds with every response', () => {
  const responses = [
    makeRequest({ startedAt: 10_000, duration: 0, serverDate: 70_000 }),
    makeRequest({ startedAt: 20_900, duration: 0, serverDate: 80_000 }),
  ];

  // The first says 60.0 to 61.0 ahead, the second 59.1 to 60.1.
  expect(measureClock(responses, everyServer)).toEqual({
    state: 'measured',
    offset: 60_050,
    uncertainty: 50,
    responses: 2,
  });
});

it('forgets what was before a step of either clock, once a second response confirms it', () => {
  const twoOrMore = exchanges.filter(({ length }) => length > 1);

  fc.assert(
    fc.property(exchanges, twoOrMore, fc.constantFrom(3_600_000, -3_600_000), (before, after, step) => {
      const later = simulate(step, after.slice(0, 20), 1_800_000_000_000);
      const both = [...simulate(0, before), ...later];

      expect(measureClock(both, everyServer)).toEqual(measureClock(later, everyServer));
    }),
  );
});

it('takes no account of one response that all others contradict, such as one out of a cache', () => {
  const steady = simulate(
    2_000,
    Array.from({ length: 5 }, () => ({ pause: 1_000, up: 50, down: 50 })),
  );
  const last = steady.at(-1)!;
  const cached = { ...last, startedAt: last.startedAt + 500, serverDate: (last.serverDate ?? 0) - 86_400_000 };

  expect(measureClock([...steady, cached], everyServer)).toEqual(measureClock(steady, everyServer));
});

it('rests on the newest twenty responses', () => {
  const steady = simulate(
    0,
    Array.from({ length: 21 }, () => ({ pause: 1_000, up: 400, down: 400 })),
  );

  expect(measureClock(steady, everyServer)).toMatchObject({ responses: 20 });
  expect(measureClock(steady.slice(0, 19), everyServer)).toMatchObject({ responses: 19 });
});

it('listens to the servers that it is told to, and only to responses with a date', () => {
  const asked = makeRequest({ url: 'https://clerk.test/v1', startedAt: 0, duration: 0, serverDate: 60_000 });
  const other = makeRequest({ url: 'https://other.test/', startedAt: 0, duration: 0, serverDate: 0 });
  const undated = makeRequest({ url: 'https://clerk.test/v1' });

  expect(measureClock([other, asked, other, undated], (url) => url.includes('clerk'))).toMatchObject({
    offset: 60_500,
    responses: 1,
  });
});

it('knows nothing without a response', () => {
  expect(measureClock([], everyServer)).toEqual({ state: 'unknown' });
  expect(measureClock([makeRequest()], everyServer)).toEqual({ state: 'unknown' });
  expect(measureClock(simulate(0, [{ pause: 0, up: 0, down: 0 }]), () => false)).toEqual({ state: 'unknown' });
});

it('tells the server’s time by the offset, and this machine’s where there is none', () => {
  expect(serverTime(1_000, { state: 'measured', offset: -400, uncertainty: 0, responses: 1 })).toBe(600);
  expect(serverTime(1_000, { state: 'unknown' })).toBe(1_000);
});

it('takes a date that was written a moment late for none of the clock’s', () => {
  const startedAt = 1_700_000_000_000;
  // Node writes the date of the second before for some milliseconds more, and Firefox knows the time better than that.
  const stale = makeRequest({ startedAt: startedAt + 8, duration: 2, serverDate: startedAt - 1_000 });

  expect(measureClock([stale], everyServer)).toMatchObject({ state: 'measured', offset: 0 });
});
