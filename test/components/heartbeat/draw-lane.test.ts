import { expect, it } from 'vitest';
import { drawLane, type LaneStyle, type Pen } from '@/components/heartbeat/draw-lane.ts';
import { HERO, MIRROR, TALL } from '@/components/heartbeat/geometry.ts';
import { layoutLane } from '@/components/heartbeat/layout-lane.ts';
import { CAUSE_SHAPES, CAUSES, OUTCOME_SHAPES, OUTCOMES } from '@/components/heartbeat/marks.ts';
import type { Thing } from '@/components/heartbeat/things.ts';
import type { Palette } from '@/components/heartbeat/palette.ts';
import type { Lane } from '@/lib/recording/lanes.ts';
import { makeBar, makeLane, makeMark } from '../../lib/support/lanes.ts';

/** Names instead of colours and paths, so that what is drawn can be read. */
const palette = new Proxy({} as Palette, { get: (_, name) => String(name) });
const pathOf = (data: string) => data as unknown as Path2D;

/** What is drawn of a lane on 600 pixels, a millisecond each. */
function draw(lane: Lane, style: Partial<LaneStyle> = {}) {
  const rects: { colour: string; left: number; top: number; width: number; height: number }[] = [];
  const shapes: string[] = [];
  const texts: string[] = [];
  const outlines: string[] = [];
  const calls: Partial<Record<keyof Pen, (...args: never[]) => unknown>> = {
    fillRect: (left: number, top: number, width: number, height: number) =>
      rects.push({ colour: String(pen.fillStyle), left, top, width, height }),
    fill: (path: string) => shapes.push(path),
    stroke: (path: string) => shapes.push(path),
    fillText: (text: string) => texts.push(text),
    strokeRect: () => outlines.push(String(pen.strokeStyle)),
    measureText: (text: string) => ({ width: text.length * 6 }),
  };
  const pen = new Proxy({} as Pen, {
    get: (target, name) => calls[name as keyof Pen] ?? target[name as keyof Pen] ?? (() => undefined),
  });
  const timeline = { from: 0, to: 600, now: 300, width: 600, ticks: [{ at: 60, label: '' }], x: (at: number) => at };
  drawLane(pen, layoutLane(lane, timeline, 0), {
    geometry: HERO,
    palette,
    pathOf,
    selectedToken: null,
    navigations: [],
    ...style,
  });
  return {
    rects,
    shapes,
    texts,
    outlines,
    of: (colour: keyof Palette) => rects.filter((rect) => rect.colour === colour),
  };
}

it('fills what a current token has lived, and tints what it has yet to', () => {
  const { of, texts } = draw(makeLane({ bars: [makeBar({ iat: 280, exp: 340, number: 14 })] }));

  expect(of('--hb-current')).toMatchObject([{ left: 280, width: 20 }]);
  expect(of('--hb-future-edge')).toMatchObject([{ left: 300, width: 40 }]);
  expect(texts).toEqual(['#14']);
});

it('draws a gap and its cross, and late requests over it', () => {
  const bar = makeBar({ iat: 100, exp: 160, raw: 'late' });
  const { of, shapes } = draw(
    makeLane({ bars: [bar], requests: [makeMark({ raw: 'late', startedAt: 200, exp: 160, outcome: 'rejected' })] }),
  );

  expect(of('--hb-gap')).toMatchObject([
    { left: 160, width: 140 },
    { left: 160, width: 40, height: 3 },
    { left: 196, width: 8, height: 3 },
  ]);
  expect(shapes).toContain(OUTCOME_SHAPES.rejected.path);
});

it('marks where an old token was sent, and never on a bar that is live by then', () => {
  const bars = [makeBar({ iat: 0, exp: 60, endedAt: 60, raw: 'old' }), makeBar({ iat: 60, exp: 400, raw: 'live' })];
  const requests = [makeMark({ raw: 'old', startedAt: 250, exp: 60 })];
  const { of } = draw(makeLane({ bars, requests }));

  expect(of('--hb-gap')).toEqual([
    { colour: '--hb-gap', left: 246, top: HERO.bar.top + HERO.bar.height + 1, width: 8, height: 3 },
  ]);
});

it('marks the selected token, and the one that the keyboard is on', () => {
  const bars = [makeBar({ iat: 100, raw: 'a', endedAt: 150 }), makeBar({ iat: 200, raw: 'b' })];

  expect(draw(makeLane({ bars }), { selectedToken: 'a', focused: { kind: 'token', bar: bars[1]! } }).outlines).toEqual([
    '--hb-now',
    '--focus',
  ]);
  expect(draw(makeLane({ bars })).outlines).toEqual([]);
});

it('marks the gap and the requests that the keyboard is on', () => {
  const bar = makeBar({ iat: 100, exp: 160, raw: 'late' });
  const lane = makeLane({ bars: [bar], requests: [50, 51, 200].map((startedAt) => makeMark({ startedAt })) });
  const outlines = (focused: Thing) => draw(lane, { focused }).outlines;

  expect(outlines({ kind: 'gap', gap: { raw: 'late', from: 160, to: null } })).toEqual(['--focus']);
  expect(outlines({ kind: 'requests', marks: [lane.requests[1]!] })).toEqual(['--focus']);
  expect(outlines({ kind: 'gap', gap: { raw: 'late', from: 500, to: null } })).toEqual([]);
});

it('draws several requests of one place as a heap in which what failed is seen', () => {
  const good = Array.from({ length: 200 }, () => makeMark({ startedAt: 101 }));
  const { of } = draw(makeLane({ requests: [...good, makeMark({ startedAt: 102, outcome: 'failed' })] }));

  expect(of('--rq-ok')).toHaveLength(1);
  expect(of('--rq-reject').map(({ height }) => height)).toEqual([2]);
});

it('counts a heap where there is room, in the large view', () => {
  const requests = [100, 101, 400, 401, 406, 407].map((startedAt) => makeMark({ startedAt }));

  expect(draw(makeLane({ requests }), { geometry: TALL }).texts).toEqual(['2']);
  expect(draw(makeLane({ requests })).texts).toEqual([]);
});

it('draws of a copy no more than that it follows', () => {
  const { shapes, texts, of } = draw(
    makeLane({
      sameAs: '__session',
      bars: [makeBar({ iat: 100, exp: 400 })],
      requests: [makeMark({ startedAt: 150 })],
    }),
    { geometry: MIRROR },
  );

  expect(shapes).toEqual([]);
  expect(texts).toEqual([]);
  expect(of('--hb-token-edge')).toHaveLength(1);
});

it('draws navigations as lines, and only those in sight', () => {
  const { of } = draw(makeLane(), { navigations: [-5, 50, 900] });

  expect(new Set(of('--line-control').map(({ left }) => left))).toEqual(new Set([50]));
});

it('has a shape of its own for every cause and every outcome', () => {
  const causes = CAUSES.map((kind) => CAUSE_SHAPES[kind].path);
  const outcomes = OUTCOMES.map((outcome) => OUTCOME_SHAPES[outcome].path);

  expect(new Set(causes).size).toBe(causes.length);
  expect(new Set(outcomes).size).toBe(outcomes.length);
});
