import type { Millis } from '@/lib/recording/event.ts';
import type { RequestOutcome } from '@/lib/recording/request-outcome.ts';
import type { Geometry } from './geometry.ts';
import type { DrawnBar, DrawnRequests, Extent, LaneLayout } from './layout-lane.ts';
import { CAUSE_SHAPES, GAP_SHAPE, OUTCOME_SHAPES, OUTCOMES, type Shape } from './marks.ts';
import type { Palette } from './palette.ts';
import { isSameThing, type Thing } from './things.ts';

/** What of a canvas is used. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'clearRect'
  | 'clip'
  | 'fill'
  | 'fillRect'
  | 'fillStyle'
  | 'fillText'
  | 'font'
  | 'lineWidth'
  | 'measureText'
  | 'rect'
  | 'restore'
  | 'save'
  | 'scale'
  | 'setLineDash'
  | 'stroke'
  | 'strokeRect'
  | 'strokeStyle'
  | 'textBaseline'
  | 'translate'
>;

export interface LaneStyle {
  readonly geometry: Geometry;
  readonly palette: Palette;
  /** Raw; it is marked in every lane that has it. */
  readonly selectedToken: string | null;
  /** What the keyboard is on. */
  readonly focused?: Thing | undefined;
  /** By the server's clock. */
  readonly navigations: readonly Millis[];
  /** Turns the data of a path into one of the canvas. */
  readonly pathOf: (data: string) => Path2D;
}

/** A number is printed only where its bar has this room. */
const NUMBER_ROOM = 28;
/** A heap has its count only where the next one is this far. */
const COUNT_ROOM = 14;

/** Of the line that says where an expired token was sent. */
const LATE_WIDTH = 8;

/** Draws a lane over the whole of a canvas, in CSS pixels. */
export function drawLane(pen: Pen, layout: LaneLayout, style: LaneStyle): void {
  const { geometry, palette } = style;
  const { timeline, lane } = layout;
  const { x, width, now } = timeline;
  pen.clearRect(0, 0, width, geometry.height);
  pen.fillStyle = palette['--hb-grid'];
  for (const { at } of timeline.ticks) pen.fillRect(Math.round(x(at)), 0, 1, geometry.height);
  drawNavigations(pen, layout, style);
  if (lane.sameAs === undefined) drawWhole(pen, layout, style);
  else drawMirror(pen, layout, style);
  pen.fillStyle = palette['--hb-now'];
  pen.fillRect(Math.round(x(now)), 0, 1, geometry.height);
}

function drawNavigations(pen: Pen, { timeline }: LaneLayout, { navigations, palette, geometry }: LaneStyle): void {
  pen.fillStyle = palette['--line-control'];
  for (const at of navigations) {
    if (at < timeline.from || at > timeline.to) continue;
    const left = Math.round(timeline.x(at));
    for (let top = 0; top < geometry.height; top += 4) pen.fillRect(left, top, 1, 2);
  }
}

/** A credential that repeats another has no more to say than that it follows. */
function drawMirror(pen: Pen, { bars, timeline }: LaneLayout, { geometry: { bar }, palette }: LaneStyle): void {
  const nowX = timeline.x(timeline.now);
  for (const { left, right, state } of bars) {
    pen.fillStyle = palette['--hb-token-edge'];
    const until = state === 'current' ? Math.min(right, nowX) : right;
    pen.fillRect(left, bar.top, Math.max(1, until - left - 1), bar.height);
    if (state !== 'current') continue;
    pen.fillStyle = palette['--hb-future-edge'];
    pen.fillRect(nowX, bar.top + 1, right - nowX, 1);
  }
}

function drawWhole(pen: Pen, { bars, gaps, late, causes, requests, timeline }: LaneLayout, style: LaneStyle): void {
  const { geometry, palette } = style;
  const middle = geometry.bar.top + geometry.bar.height / 2;
  for (const bar of bars) drawBar(pen, bar, timeline.x(timeline.now), style);
  pen.fillStyle = palette['--hb-gap'];
  for (const { left, right } of gaps) pen.fillRect(left, Math.floor(middle), Math.max(1, right - left), 1);
  for (const { left, right } of late) pen.fillRect(left, Math.floor(middle) - 1, Math.max(1, right - left), 3);
  for (const { left, right } of gaps) {
    if (right - left >= 6) drawShape(pen, GAP_SHAPE, (left + right) / 2, middle, 8, style);
  }
  for (const each of bars) {
    if (each.bars.some(({ raw }) => raw === style.selectedToken)) drawOutline(pen, each, style, '--hb-now');
    if (each.bars.some((bar) => isFocused({ kind: 'token', bar }, style))) drawOutline(pen, each, style, '--focus');
  }
  for (const each of gaps) {
    if (isFocused({ kind: 'gap', gap: each.gap }, style)) drawOutline(pen, each, style, '--focus');
  }
  for (const { x, kind } of causes) {
    drawShape(pen, CAUSE_SHAPES[kind], x, geometry.mark, geometry.markSize, style);
  }
  for (const [index, each] of requests.entries()) {
    if (each.late) drawLate(pen, each.x, style);
    drawRequests(pen, each, style);
    const room = Math.min(
      each.x - (requests[index - 1]?.x ?? -Infinity),
      (requests[index + 1]?.x ?? Infinity) - each.x,
    );
    if (room >= COUNT_ROOM) drawCount(pen, each, style);
    if (isFocused({ kind: 'requests', marks: each.marks }, style)) drawRing(pen, each.x, style);
  }
}

const isFocused = (thing: Thing, { focused }: LaneStyle) => focused !== undefined && isSameThing(focused, thing);

function drawBar(pen: Pen, { bars, left, right, state, tail }: DrawnBar, nowX: number, style: LaneStyle): void {
  const { palette, geometry } = style;
  const { top, height } = geometry.bar;
  if (tail) {
    pen.fillStyle = palette['--hb-tail'];
    pen.fillRect(tail.left, top + height + 1, tail.right - tail.left, 2);
  }
  if (state !== 'current') {
    drawBox(pen, left, right, style, '--hb-token', '--hb-token-edge');
    return drawNumber(pen, state === 'merged' ? undefined : bars[0].number, left, right, style, '--text-2');
  }
  const until = Math.max(left + 2, Math.min(nowX, right));
  if (right > until) drawBox(pen, until, right, style, '--hb-future', '--hb-future-edge');
  pen.fillStyle = palette['--hb-current'];
  pen.fillRect(left, top, until - left, height);
  if (right - until >= NUMBER_ROOM) drawNumber(pen, bars[0].number, until, right, style, '--text');
  else drawNumber(pen, bars[0].number, left, until, style, '--hb-on-current');
}

function drawBox(
  pen: Pen,
  left: number,
  right: number,
  { palette, geometry: { bar } }: LaneStyle,
  fill: keyof Palette,
  edge: keyof Palette,
): void {
  const [from, to] = [Math.round(left), Math.max(Math.round(left) + 1, Math.round(right))];
  pen.fillStyle = palette[edge];
  pen.fillRect(from, bar.top, to - from, bar.height);
  if (to - from <= 2) return;
  pen.fillStyle = palette[fill];
  pen.fillRect(from + 1, bar.top + 1, to - from - 2, bar.height - 2);
}

function drawNumber(
  pen: Pen,
  number: number | undefined,
  left: number,
  right: number,
  { palette, geometry }: LaneStyle,
  colour: keyof Palette,
): void {
  const [from, to] = [Math.max(0, left), right];
  if (!geometry.labels || number === undefined || to - from < NUMBER_ROOM) return;
  const text = `#${number}`;
  pen.font = palette.font;
  if (pen.measureText(text).width > to - from - 8) return;
  pen.fillStyle = palette[colour];
  pen.textBaseline = 'middle';
  pen.fillText(text, from + 5, geometry.bar.top + geometry.bar.height / 2 + 0.5);
}

function drawOutline(
  pen: Pen,
  { left, right }: Extent,
  { palette, geometry: { bar } }: LaneStyle,
  colour: keyof Palette,
): void {
  pen.strokeStyle = palette[colour];
  pen.lineWidth = 2;
  pen.strokeRect(Math.round(left) - 1, bar.top - 1, Math.max(3, Math.round(right - left) + 2), bar.height + 2);
}

/** Around the requests of one place, as high as they may grow. */
function drawRing(pen: Pen, x: number, { palette, geometry: { dot, dotSize, heap } }: LaneStyle): void {
  const height = Math.max(heap, dotSize) + 4;
  pen.strokeStyle = palette['--focus'];
  pen.lineWidth = 2;
  pen.strokeRect(Math.round(x) - dotSize / 2 - 2, dot + dotSize / 2 + 2 - height, dotSize + 4, height);
}

/** Under the bar that is live by then, so that it stays readable. */
function drawLate(pen: Pen, x: number, { palette, geometry: { bar } }: LaneStyle): void {
  pen.fillStyle = palette['--hb-gap'];
  pen.fillRect(Math.round(x) - LATE_WIDTH / 2, bar.top + bar.height + 1, LATE_WIDTH, 3);
}

function drawRequests(pen: Pen, { x, marks }: DrawnRequests, style: LaneStyle): void {
  const { geometry, palette } = style;
  const [only, ...more] = marks;
  if (more.length === 0) return drawShape(pen, OUTCOME_SHAPES[only.outcome], x, geometry.dot, geometry.dotSize, style);
  const bottom = geometry.dot + geometry.dotSize / 2;
  const whole = Math.min(geometry.heap, geometry.dotSize + 2 * Math.log2(marks.length));
  const shares = sharesOf(marks);
  // What went wrong is seen among however many that went well.
  const least = Math.min(2, whole / shares.length);
  let top = bottom - whole;
  for (const [outcome, count] of shares) {
    const height = Math.max(least, (count / marks.length) * (whole - least * (shares.length - 1)));
    pen.fillStyle = palette[OUTCOME_SHAPES[outcome].colour];
    pen.fillRect(Math.round(x) - 2, top, 4, Math.min(height, bottom - top));
    top += height;
  }
}

function drawCount(pen: Pen, { x, marks }: DrawnRequests, { geometry, palette }: LaneStyle): void {
  if (!geometry.counts || marks.length === 1) return;
  pen.font = palette.smallFont;
  pen.fillStyle = palette['--text-3'];
  pen.textBaseline = 'middle';
  pen.fillText(String(marks.length), x + 4, geometry.dot);
}

function sharesOf(marks: DrawnRequests['marks']): readonly (readonly [RequestOutcome, number])[] {
  const counts = new Map<RequestOutcome, number>();
  for (const { outcome } of marks) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return OUTCOMES.flatMap((outcome) => {
    const count = counts.get(outcome);
    return count === undefined ? [] : [[outcome, count] as const];
  });
}

function drawShape(pen: Pen, shape: Shape, x: number, y: number, size: number, { palette, pathOf }: LaneStyle): void {
  pen.save();
  pen.translate(x - size / 2, y - size / 2);
  pen.scale(size / 16, size / 16);
  if (shape.filled) {
    pen.fillStyle = palette[shape.colour];
    pen.fill(pathOf(shape.path), 'evenodd');
  } else {
    pen.strokeStyle = palette[shape.colour];
    pen.lineWidth = 16 / size + 0.6;
    pen.stroke(pathOf(shape.path));
  }
  pen.restore();
}
