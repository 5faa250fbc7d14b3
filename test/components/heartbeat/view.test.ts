import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  following,
  INITIAL_VIEW,
  LONGEST,
  panned,
  revealing,
  SHORTEST,
  windowOf,
  zoomed,
} from '@/components/heartbeat/view.ts';
import { placeCard } from '@/components/heartbeat/place-card.ts';
import { clockTimeline, columnTimeframe } from '@/components/heartbeat/timeline.ts';

const NOW = 1_000_000_000;

it('follows now until it is moved, and again when asked to', () => {
  expect(windowOf(INITIAL_VIEW, NOW + 1_000).to - windowOf(INITIAL_VIEW, NOW).to).toBe(1_000);

  const moved = panned(INITIAL_VIEW, NOW, -0.5);
  expect(windowOf(moved, NOW + 1_000)).toEqual(windowOf(moved, NOW));
  expect(windowOf(moved, NOW).to).toBe(windowOf(INITIAL_VIEW, NOW).to - INITIAL_VIEW.span / 2);
  expect(following(moved)).toEqual(INITIAL_VIEW);
});

it('shows no less than a minute and no more than eight hours', () => {
  expect(zoomed(INITIAL_VIEW, NOW, 1e-9, 0.5).span).toBe(SHORTEST);
  expect(zoomed(INITIAL_VIEW, NOW, 1e9, 0.5).span).toBe(LONGEST);
});

it('keeps now in its place while it is followed and zoomed', () => {
  const place = (view: typeof INITIAL_VIEW) => (NOW - windowOf(view, NOW).from) / view.span;

  expect(place(zoomed(INITIAL_VIEW, NOW, 3, 0.1))).toBeCloseTo(place(INITIAL_VIEW));
});

it('keeps the moment under the pointer in its place', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.2, max: 5, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (factor, at) => {
        const view = panned(INITIAL_VIEW, NOW, -9);
        const next = zoomed(view, NOW, factor, at);
        const moment = ({ span }: typeof view, from: number) => from + span * at;

        expect(moment(next, windowOf(next, NOW).from)).toBeCloseTo(moment(view, windowOf(view, NOW).from), 0);
      },
    ),
  );
});

it('does not go on into what is not known', () => {
  expect(windowOf(panned(INITIAL_VIEW, NOW, 99), NOW).from).toBe(NOW);
});

it('goes to a moment that is out of sight, and stays where it is in sight', () => {
  const gone = revealing(INITIAL_VIEW, NOW, NOW - LONGEST);
  const { from, to } = windowOf(gone, NOW);

  expect((from + to) / 2).toBe(NOW - LONGEST);
  expect(revealing(INITIAL_VIEW, NOW, NOW)).toBe(INITIAL_VIEW);
});

it.each([
  [540, 300, 60],
  [200, 150, 40],
  [100, 90, 30],
])('looks back less on a column of %i pixels, so that a second keeps its own', (width, past, ahead) => {
  const { from, to, x, ticks } = columnTimeframe(NOW, width);

  expect([NOW - from, to - NOW]).toEqual([past * 1_000, ahead * 1_000]);
  expect([x(from), x(to)]).toEqual([0, width]);
  expect(ticks.find(({ at }) => at === NOW)?.label).toBe('now');
});

it('has ticks at round times of the clock', () => {
  const from = Date.UTC(2026, 0, 1, 10, 0, 13);
  const { ticks, x } = clockTimeline(from, from + 300_000, from, 600);

  expect(ticks.length).toBeGreaterThan(3);
  for (const { at } of ticks) expect(at % 30_000).toBe(0);
  expect(x(from + 150_000)).toBeCloseTo(300);
});

it('places a card under, over or beside what it is about, and never upon it', () => {
  const size = fc.record({ width: fc.integer({ min: 80, max: 300 }), height: fc.integer({ min: 40, max: 150 }) });
  fc.assert(
    fc.property(size, fc.nat(900), fc.nat(360), fc.integer({ min: 1, max: 200 }), (card, left, top, width) => {
      const room = { width: 1_280, height: 400 };
      const anchor = { left, top, width, height: 40 };
      const place = placeCard(anchor, card, room);
      const isBeside = place.left >= left + width || place.left + card.width <= left;
      const isOverOrUnder = place.top >= top + 40 || place.top + card.height <= top;

      expect(isBeside || isOverOrUnder).toBe(true);
      expect(place.top).toBeGreaterThanOrEqual(0);
      expect(place.top + card.height).toBeLessThanOrEqual(room.height);
    }),
  );
});
