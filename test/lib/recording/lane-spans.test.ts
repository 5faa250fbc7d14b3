import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bar, Lane, RequestMark } from '@/lib/recording/lanes.ts';
import {
  barEnd,
  barStart,
  countLate,
  gapsOf,
  isLate,
  lateSpansOf,
  requestsWithin,
} from '@/lib/recording/lane-spans.ts';
import { makeBar, makeLane, makeMark } from '../support/lanes.ts';

const spans = (lane: Lane, offset = 0) => gapsOf(lane, offset).map(({ from, to }) => [from, to]);

describe('gaps', () => {
  it('is the time in which an expired token alone was there', () => {
    const lane = makeLane({
      bars: [makeBar({ iat: 0, exp: 60, endedAt: 76 }), makeBar({ iat: 75, exp: 135, firstAt: 76 })],
    });

    // What comes after now is not known: until then the one that is there is taken to stay.
    expect(spans(lane)).toEqual([
      [60, 75],
      [135, null],
    ]);
  });

  it('goes on while the expired token is still there', () => {
    expect(spans(makeLane({ bars: [makeBar({ iat: 0, exp: 60 })] }))).toEqual([[60, null]]);
  });

  it('has none where the token was gone', () => {
    expect(spans(makeLane({ bars: [makeBar({ iat: 0, exp: 60, endedAt: 50 })] }))).toEqual([]);
  });

  it('has none in a token that does not say when it expires', () => {
    expect(spans(makeLane({ bars: [makeBar({ exp: null })] }))).toEqual([]);
  });

  it('begins where an expired token was first seen', () => {
    expect(spans(makeLane({ bars: [makeBar({ iat: 0, exp: 60, firstAt: 100 })] }))).toEqual([[100, null]]);
  });

  it('knows nothing of the time between two requests', () => {
    const bars = [makeBar({ iat: 0, exp: 60, lastAt: 70, endedAt: 100 }), makeBar({ iat: 99, exp: 159, firstAt: 100 })];

    expect(spans(makeLane({ seenOnly: true, bars }))).toEqual([[60, 70]]);
  });

  it('goes by the server’s clock', () => {
    expect(spans(makeLane({ bars: [makeBar({ iat: 0, exp: 60, firstAt: 0, endedAt: 62 })] }), 5)).toEqual([[60, 67]]);
  });

  const bar = fc
    .record({ iat: fc.nat(300), life: fc.nat(100), firstAt: fc.nat(300), stay: fc.option(fc.nat(100)) })
    .map(({ iat, life, firstAt, stay }) =>
      makeBar({ iat, exp: iat + life, firstAt, endedAt: stay === null ? null : firstAt + stay }),
    );

  it('never overlaps a bar that is good, nor another gap of the same token', () => {
    fc.assert(
      fc.property(fc.array(bar, { maxLength: 8 }), fc.integer({ min: -50, max: 50 }), (bars, offset) => {
        for (const { from, to } of gapsOf(makeLane({ bars }), offset)) {
          expect(to === null || to > from).toBe(true);
          for (const good of bars) {
            const [start, end] = [barStart(good, offset), barEnd(good, offset) ?? Infinity];
            expect(end <= start || end <= from || start >= (to ?? Infinity)).toBe(true);
          }
        }
      }),
    );
  });
});

describe('requests', () => {
  it('is late from the second of the expiry on, by the server’s clock', () => {
    const mark = makeMark({ startedAt: 50, exp: 60 });

    expect([0, 9, 10].map((offset) => isLate(mark, offset))).toEqual([false, false, true]);
    expect(isLate(makeMark({ startedAt: 50, exp: null }), 99)).toBe(false);
  });

  it('is not late where the SDK asks for another token with it', () => {
    expect(isLate(makeMark({ startedAt: 70, exp: 60, renews: true }), 0)).toBe(false);
  });

  it('says until when an expired token was sent while no live one was there', () => {
    const bars = [makeBar({ iat: 0, exp: 60, endedAt: 90, raw: 'a' }), makeBar({ iat: 90, exp: 200, raw: 'b' })];
    const requests = [50, 61, 80].map((startedAt) => makeMark({ startedAt, exp: 60, raw: 'a' }));

    expect(lateSpansOf(makeLane({ bars, requests }), 0)).toEqual([{ raw: 'a', from: 60, to: 80 }]);
    const later = [...requests, makeMark({ startedAt: 150, exp: 60, raw: 'a' })];
    expect(lateSpansOf(makeLane({ bars, requests: later }), 0)).toEqual([{ raw: 'a', from: 60, to: 90 }]);
  });

  it('counts those that were late once, however often it is asked', () => {
    let read = 0;
    const mark = Object.defineProperty(makeMark({ startedAt: 70 }), 'exp', { get: () => (read++, 60) });
    const lane = makeLane({ requests: [mark] });

    expect([countLate(lane, 0), countLate(lane, 0)]).toEqual([1, 1]);
    expect(read).toBeLessThanOrEqual(2);
  });

  it('finds those within a span', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100)), fc.nat(100), fc.nat(100), (starts, a, b) => {
        const requests: RequestMark[] = starts.toSorted((x, y) => x - y).map((startedAt) => makeMark({ startedAt }));
        const [from, to] = [Math.min(a, b), Math.max(a, b)];

        expect(requestsWithin(makeLane({ requests }), { from, to }, 0)).toEqual(
          requests.filter(({ request: { startedAt } }) => startedAt >= from && startedAt < to),
        );
      }),
    );
  });
});

it('draws a token without dates from its first sight until it is gone', () => {
  const bar: Bar = makeBar({ iat: null, exp: null, firstAt: 5, endedAt: 9 });

  expect([barStart(bar, 1), barEnd(bar, 1)]).toEqual([6, 10]);
});
