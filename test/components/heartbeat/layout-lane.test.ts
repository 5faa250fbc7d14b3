import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hitTest, layoutLane } from '@/components/heartbeat/layout-lane.ts';
import type { Timeline } from '@/components/heartbeat/timeline.ts';
import { makeBar, makeLane, makeMark } from '../../lib/support/lanes.ts';

/** One pixel is `scale` milliseconds; it begins at 0. */
const timeline = ({ now = 500, width = 600, scale = 1 } = {}): Timeline => ({
  from: 0,
  to: width * scale,
  now,
  width,
  ticks: [],
  x: (at) => at / scale,
});

describe('bars', () => {
  it('draws a token until it was replaced, and what it still had to live under the next one', () => {
    const bars = [makeBar({ iat: 100, exp: 160, endedAt: 145 }), makeBar({ iat: 145, exp: 205 })];
    const { bars: drawn } = layoutLane(makeLane({ bars }), timeline({ now: 200 }), 0);

    expect(drawn).toMatchObject([
      { left: 100, right: 145, state: 'past', tail: { left: 145, right: 160 } },
      { left: 145, right: 205, state: 'current', tail: undefined },
    ]);
  });

  it('ends a token that expired where it stood', () => {
    const lane = makeLane({ bars: [makeBar({ iat: 100, exp: 160 })] });
    const { bars, gaps } = layoutLane(lane, timeline({ now: 200 }), 0);

    expect(bars).toMatchObject([{ left: 100, right: 160, state: 'past' }]);
    expect(gaps).toMatchObject([{ left: 160, right: 200 }]);
  });

  it('draws what does not expire to the end of the picture', () => {
    const { bars } = layoutLane(makeLane({ bars: [makeBar({ iat: 100, exp: null })] }), timeline(), 0);

    expect(bars).toMatchObject([{ left: 100, state: 'current' }]);
    expect(bars[0]?.right).toBeGreaterThanOrEqual(600);
  });

  it('leaves out what is out of sight', () => {
    const bars = [makeBar({ iat: -90, exp: -30, endedAt: -40 }), makeBar({ iat: 700, exp: 760 })];

    expect(layoutLane(makeLane({ bars }), timeline(), 0).bars).toEqual([]);
  });

  it('draws as one those that are too narrow to be told apart, but never the current one', () => {
    const bars = Array.from({ length: 50 }, (_, at) =>
      makeBar({ iat: at * 60, exp: at * 60 + 60, endedAt: at === 49 ? null : at * 60 + 60 }),
    );
    const { bars: drawn } = layoutLane(makeLane({ bars }), timeline({ scale: 60, now: 2_950 }), 0);

    expect(drawn.map(({ state, bars: { length } }) => [state, length])).toEqual([
      ['merged', 49],
      ['current', 1],
    ]);
  });
});

it('keeps the current token apart from a narrow one that came after it', () => {
  const bars = [makeBar({ iat: 0, exp: 60 }), makeBar({ iat: 60, exp: 120, endedAt: 121 })];
  const { bars: drawn } = layoutLane(makeLane({ bars }), timeline({ scale: 60, now: 30 }), 0);

  expect(drawn.map(({ state }) => state)).toEqual(['current', 'past']);
});

describe('marks', () => {
  it('stands where a token begins, and is of the most telling where several would be on each other', () => {
    const forced = [{ kind: 'forced' as const, evidence: '', request: undefined }] as const;
    const bars = [makeBar({ iat: 100 }), makeBar({ iat: 101, causes: forced }), makeBar({ iat: 102 })];

    expect(layoutLane(makeLane({ bars }), timeline(), 0).causes).toEqual([{ x: 101, kind: 'forced' }]);
  });

  it('has a mark of its own where what was recorded does not tell two causes apart', () => {
    const either = [
      { kind: 'other-tab' as const, evidence: '', request: undefined },
      { kind: 'page-script' as const, evidence: '', request: undefined },
    ] as const;

    expect(layoutLane(makeLane({ bars: [makeBar({ causes: either })] }), timeline(), 0).causes).toMatchObject([
      { kind: 'ambiguous' },
    ]);
  });
});

const starts = fc.array(fc.nat(6_000), { maxLength: 60 }).map((list) => list.toSorted((a, b) => a - b));

describe('requests', () => {
  it('loses none of those in sight, and has no two heaps in one place', () => {
    fc.assert(
      fc.property(starts, fc.constantFrom(1, 3, 10), (times, scale) => {
        const lane = makeLane({ requests: times.map((startedAt) => makeMark({ startedAt })) });
        const { requests } = layoutLane(lane, timeline({ scale }), 0);

        expect(requests.flatMap(({ marks }) => marks)).toEqual(
          lane.requests.filter(({ request: { startedAt } }) => startedAt < 600 * scale),
        );
        const heaps = requests.filter(({ marks }) => marks.length > 1).map(({ x }) => x);
        for (const [index, x] of heaps.slice(1).entries()) expect(x - (heaps[index] ?? 0)).toBeGreaterThan(4.99);
      }),
    );
  });

  it('keeps a request in its heap while the picture moves', () => {
    const lane = makeLane({ requests: [1_001, 1_003, 1_007].map((startedAt) => makeMark({ startedAt })) });
    const sizes = [0, 1, 2, 3, 4, 5].map((moved) => {
      const moving = { ...timeline(), from: 600 + moved, to: 1_200 + moved, x: (at: number) => at - 600 - moved };
      return layoutLane(lane, moving, 0).requests.map(({ marks }) => marks.length);
    });

    expect(new Set(sizes.map(String))).toEqual(new Set(['2,1']));
  });
});

describe('the pointer', () => {
  const spans = fc.array(fc.record({ iat: fc.nat(580), life: fc.integer({ min: 1, max: 200 }) }), {
    minLength: 1,
    maxLength: 12,
  });

  it('finds the token of every bar that is drawn, at its middle and unless another is on it', () => {
    fc.assert(
      fc.property(spans, (list) => {
        const bars = list.map(({ iat, life }, at) =>
          makeBar({ iat, exp: iat + life, endedAt: iat + life, number: at }),
        );
        const layout = layoutLane(makeLane({ bars }), timeline(), 0);
        for (const [index, { left, right, bars: drawn }] of layout.bars.entries()) {
          const x = (Math.max(0, left) + Math.min(600, right)) / 2;
          const above = layout.bars.slice(index + 1).filter((other) => x >= other.left && x <= other.right);
          const found = hitTest(layout, x, false);
          const tokens = [...drawn, ...above.flatMap((other) => other.bars)];

          expect(tokens).toContain(found?.kind === 'token' && found.bar);
        }
      }),
    );
  });

  it('finds each of the tokens in those that are drawn as one', () => {
    const bars = [0, 1, 2, 3].map((at) => makeBar({ iat: at, exp: at + 1, endedAt: at + 1, number: at }));
    const layout = layoutLane(makeLane({ bars }), timeline(), 0);
    const numbers = [0.5, 1.5, 2.5, 3.5].map((x) => {
      const found = hitTest(layout, x, false);
      return found?.kind === 'token' ? found.bar.number : undefined;
    });

    expect(numbers).toEqual([0, 1, 2, 3]);
  });

  it('finds a request where requests are drawn, and the bar over it elsewhere', () => {
    const lane = makeLane({ bars: [makeBar({ iat: 0, exp: 300 })], requests: [makeMark({ startedAt: 100 })] });
    const layout = layoutLane(lane, timeline({ now: 200 }), 0);

    expect(hitTest(layout, 102, true)).toMatchObject({ kind: 'requests', marks: [{ request: { startedAt: 100 } }] });
    expect(hitTest(layout, 102, false)).toMatchObject({ kind: 'token' });
    expect(hitTest(layout, 150, true)).toMatchObject({ kind: 'token' });
  });

  it('finds a gap, and nothing where nothing is', () => {
    const layout = layoutLane(makeLane({ bars: [makeBar({ iat: 100, exp: 160 })] }), timeline({ now: 300 }), 0);

    expect(hitTest(layout, 200, false)).toMatchObject({ kind: 'gap', left: 160, right: 300 });
    expect(hitTest(layout, 50, false)).toBeUndefined();
    expect(hitTest(layout, 400, false)).toBeUndefined();
  });
});
