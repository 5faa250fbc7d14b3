import type { Millis } from '@/lib/recording/event.ts';
import type { Bar, Lane, RequestMark } from '@/lib/recording/lanes.ts';
import {
  barEnd,
  barReplaced,
  barStart,
  gapsOf,
  isLate,
  lateSpansOf,
  requestsWithin,
  sentAt,
  type Gap,
  type Span,
} from '@/lib/recording/lane-spans.ts';
import { CAUSES, type CauseMark } from './marks.ts';
import type { Timeline } from './timeline.ts';

/** From one x to another, in CSS pixels. */
export interface Extent {
  readonly left: number;
  readonly right: number;
}

/** One token, or several that are too narrow to be told apart. */
export interface DrawnBar extends Extent {
  readonly bars: readonly [Bar, ...Bar[]];
  /** `current` is there now and live; `merged` are several. */
  readonly state: 'past' | 'current' | 'merged';
  /** Where it was replaced and what it still had to live begins; undefined where nothing does. */
  readonly tail: Extent | undefined;
}

export interface DrawnGap extends Extent {
  readonly gap: Gap;
}

export interface DrawnCause {
  readonly x: number;
  readonly kind: CauseMark;
}

/** The requests of one place of the axis. */
export interface DrawnRequests {
  readonly x: number;
  readonly marks: readonly [RequestMark, ...RequestMark[]];
  /** One of them was sent an expired token. */
  readonly late: boolean;
}

/** A lane as it is drawn, and as it answers to the pointer. */
export interface LaneLayout {
  readonly lane: Lane;
  readonly timeline: Timeline;
  readonly bars: readonly DrawnBar[];
  readonly gaps: readonly DrawnGap[];
  readonly late: readonly Extent[];
  readonly causes: readonly DrawnCause[];
  readonly requests: readonly DrawnRequests[];
}

/** Bars narrower than this are drawn as one with their neighbours. */
const NARROW = 2;
/** There is room for one dot on so many pixels. */
const DOT_ROOM = 5;
/** There is room for one mark on so many pixels. */
const MARK_ROOM = 7;

/** `offset` is what the server's clock is ahead of this machine's. */
export function layoutLane(lane: Lane, timeline: Timeline, offset: Millis): LaneLayout {
  const visible = lane.bars.filter((bar) => isVisible(barStart(bar, offset), barEnd(bar, offset), timeline));
  return {
    lane,
    timeline,
    bars: drawBars(visible, timeline, offset),
    gaps: drawSpans(gapsOf(lane, offset), timeline),
    late: drawSpans(lateSpansOf(lane, offset), timeline),
    causes: drawCauses(visible, timeline, offset),
    requests: drawHeaps(lane, timeline, offset),
  };
}

const isVisible = (from: Millis, to: Millis | null, timeline: Timeline) =>
  from <= timeline.to && (to === null || to >= timeline.from);

function drawBars(bars: readonly Bar[], timeline: Timeline, offset: Millis): DrawnBar[] {
  const drawn: DrawnBar[] = [];
  for (const bar of bars) {
    const next = drawBar(bar, timeline, offset);
    const last = drawn.at(-1);
    if (last && isMerged(last, next)) {
      (last.bars as unknown as Bar[]).push(bar);
      drawn[drawn.length - 1] = {
        left: Math.min(last.left, next.left),
        right: Math.max(last.right, next.right),
        bars: last.bars,
        state: 'merged',
        tail: undefined,
      };
    } else drawn.push(next);
  }
  return drawn;
}

function drawBar(bar: Bar, { x, now, width }: Timeline, offset: Millis): DrawnBar {
  const start = barStart(bar, offset);
  const end = barEnd(bar, offset);
  const replaced = barReplaced(bar, offset);
  const until = Math.min(end ?? Infinity, Math.max(start, replaced ?? Infinity));
  const edge = (at: number) => Math.max(-NARROW, Math.min(width + NARROW, at === Infinity ? Infinity : x(at)));
  const isCurrent = replaced === null && start <= now && (end === null || end > now);
  const [left, right] = [edge(start), edge(until)];
  const tail = end !== null && end > until ? { left: right, right: edge(end) } : undefined;
  return { left, right: Math.max(right, left + 1), bars: [bar], state: isCurrent ? 'current' : 'past', tail };
}

const isMerged = (last: DrawnBar, next: DrawnBar) =>
  next.state === 'past' &&
  last.state !== 'current' &&
  next.right - next.left < NARROW &&
  (last.state === 'merged' || last.right - last.left < NARROW) &&
  next.left - last.right < 1;

/** Spans that touch are drawn as one, so that there are no more than pixels. */
function drawSpans(spans: readonly Gap[], { x, now, from, to, width }: Timeline): DrawnGap[] {
  const drawn: DrawnGap[] = [];
  for (const gap of spans) {
    const end = Math.min(gap.to ?? now, now);
    if (gap.from > to || end < from || end <= gap.from) continue;
    const [left, right] = [Math.max(0, x(gap.from)), Math.min(width, x(end))];
    const last = drawn.at(-1);
    if (last && right - left < NARROW && left - last.right < 1 && left >= last.left) {
      drawn[drawn.length - 1] = { ...last, right: Math.max(last.right, right) };
    } else drawn.push({ gap, left, right });
  }
  return drawn;
}

function drawCauses(bars: readonly Bar[], { x, from, to }: Timeline, offset: Millis): DrawnCause[] {
  const drawn: DrawnCause[] = [];
  for (const bar of bars) {
    const start = barStart(bar, offset);
    if (start < from || start > to) continue;
    const cause = { x: x(start), kind: causeOf(bar) };
    const last = drawn.at(-1);
    if (!last || Math.abs(cause.x - last.x) >= MARK_ROOM) drawn.push(cause);
    else if (CAUSES.indexOf(cause.kind) < CAUSES.indexOf(last.kind)) drawn[drawn.length - 1] = cause;
  }
  return drawn;
}

const causeOf = ({ causes: [first, second] }: Bar): CauseMark => (second ? 'ambiguous' : first.kind);

/** Milliseconds that are drawn as one place, of requests. */
export const roomOf = ({ from, to, width }: Pick<Timeline, 'from' | 'to' | 'width'>): Millis =>
  ((to - from) / Math.max(1, width)) * DOT_ROOM;

export interface Heap {
  readonly place: number;
  readonly marks: readonly [RequestMark, ...RequestMark[]];
}

/**
 * The requests of a span, by the place that they are drawn at. Places are of the time and not of the picture, so that
 * a request stays in its heap while the picture moves.
 */
export function heapsWithin(lane: Lane, span: Span, room: Millis, offset: Millis): readonly Heap[] {
  const heaps: { place: number; marks: [RequestMark, ...RequestMark[]] }[] = [];
  for (const mark of requestsWithin(lane, span, offset)) {
    const place = Math.floor(sentAt(mark, offset) / room);
    const last = heaps.at(-1);
    if (last?.place === place) last.marks.push(mark);
    else heaps.push({ place, marks: [mark] });
  }
  return heaps;
}

function drawHeaps(lane: Lane, timeline: Timeline, offset: Millis): DrawnRequests[] {
  const { from, to, x } = timeline;
  const room = roomOf(timeline);
  return heapsWithin(lane, { from, to }, room, offset).map(({ place, marks }) => ({
    x: marks.length === 1 ? x(sentAt(marks[0], offset)) : x((place + 0.5) * room),
    marks,
    late: marks.some((mark) => isLate(mark, offset)),
  }));
}

/** What the pointer is on. */
export type Target =
  | ({ readonly kind: 'token'; readonly bar: Bar } & Extent)
  | ({ readonly kind: 'gap'; readonly gap: Gap } & Extent)
  | ({ readonly kind: 'requests'; readonly marks: Heap['marks'] } & Extent);

/** How far beside a thing the pointer still is on it. */
const NEAR = 4;

/** `onDots`: at the height at which requests are drawn. Everything else takes the whole height of the lane. */
export function hitTest({ bars, gaps, requests }: LaneLayout, x: number, onDots: boolean): Target | undefined {
  const dot = onDots ? nearest(requests, x) : undefined;
  if (dot) return targetOfRequests(dot);
  const on = bars.findLast((bar) => isWithin(bar, x, 0));
  const gap = on ? undefined : gaps.find((each) => isWithin(each, x, 0));
  if (gap) return { kind: 'gap', ...gap };
  const near =
    on ?? bars.findLast(({ tail }) => tail && isWithin(tail, x, 0)) ?? bars.findLast((bar) => isWithin(bar, x, NEAR));
  return near && targetOf(near, x);
}

/** As if the pointer were on what is drawn of these requests; undefined where they are out of sight. */
export function targetWith({ requests }: LaneLayout, marks: readonly RequestMark[]): Target | undefined {
  const found = requests.find((each) => each.marks.some((mark) => marks.includes(mark)));
  return found && targetOfRequests(found);
}

const targetOfRequests = ({ x, marks }: DrawnRequests): Target => ({
  kind: 'requests',
  marks,
  left: x - DOT_ROOM / 2,
  right: x + DOT_ROOM / 2,
});

function targetOf({ bars, left, right }: DrawnBar, x: number): Target {
  const share = Math.max(0, Math.min(0.999, (x - left) / Math.max(1, right - left)));
  return { kind: 'token', bar: bars[Math.floor(share * bars.length)] ?? bars[0], left, right };
}

const isWithin = ({ left, right }: Extent, x: number, margin: number) => x >= left - margin && x <= right + margin;

function nearest(requests: readonly DrawnRequests[], x: number): DrawnRequests | undefined {
  let best: DrawnRequests | undefined;
  for (const each of requests) {
    if (Math.abs(each.x - x) <= NEAR && (!best || Math.abs(each.x - x) < Math.abs(best.x - x))) best = each;
  }
  return best;
}
