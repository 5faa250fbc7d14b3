import type { Millis } from './event.ts';
import { isDead } from './exchange.ts';
import type { Bar, Lane, RequestMark } from './lanes.ts';

/** A stretch of time by the server's clock; null goes on. `offset` is what the server's clock is ahead of this machine's. */
export interface Span {
  readonly from: Millis;
  readonly to: Millis | null;
}

/** Where a bar begins: a token that does not say is as old as its first sight. */
export const barStart = ({ iat, stays }: Bar, offset: Millis): Millis => iat ?? stays[0].firstAt + offset;

/** When another took its place or it was gone; null while it is there. */
export function barReplaced({ stays }: Bar, offset: Millis): Millis | null {
  const { endedAt } = stays.at(-1) ?? stays[0];
  return endedAt === null ? null : endedAt + offset;
}

/** Until when the token is live: one that does not say is, as long as it is there. */
export const barEnd = (bar: Bar, offset: Millis): Millis | null => bar.exp ?? barReplaced(bar, offset);

export const sentAt = ({ request }: RequestMark, offset: Millis): Millis => request.startedAt + offset;

/** Seconds that its token had left when it was sent; undefined where it does not say when it ends. */
export const leftWhenSent = (mark: RequestMark, offset: Millis): number | undefined =>
  mark.exp === null ? undefined : (mark.exp - sentAt(mark, offset)) / 1_000;

/** Sent when its token had expired, and not in order to get another. */
export const isLate = (mark: RequestMark, offset: Millis): boolean =>
  !mark.renews && isDead(leftWhenSent(mark, offset));

export interface Gap extends Span {
  /** The expired token that was there. */
  readonly raw: string;
}

/** When only an expired token was there: no other of the lane's was live at the time. The earliest first. */
export const gapsOf = remembered(barsOf, (lane, offset): readonly Gap[] => {
  const live = union(lane.bars.map((bar) => ({ from: barStart(bar, offset), to: barEnd(bar, offset) })));
  return lane.bars
    .flatMap((bar) => expiredStays(bar, lane.seenOnly, offset))
    .flatMap(({ raw, from, to }) => without({ from, to }, live).map((span) => ({ raw, ...span })))
    .toSorted((a, b) => a.from - b.from);
});

function expiredStays({ raw, exp, stays }: Bar, seenOnly: boolean, offset: Millis): Gap[] {
  if (exp === null) return [];
  return stays.flatMap(({ firstAt, lastAt, endedAt }) => {
    const end = seenOnly ? lastAt : endedAt;
    const span = { raw, from: Math.max(exp, firstAt + offset), to: end === null ? null : end + offset };
    return span.to === null || span.to > span.from ? [span] : [];
  });
}

/** The time that at least one of the spans covers, in as few spans as it takes, the earliest first. */
function union(spans: readonly Span[]): readonly Span[] {
  const merged: { from: Millis; to: Millis | null }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    if (to !== null && to <= from) continue;
    const last = merged.at(-1);
    if (!last || (last.to !== null && from > last.to)) merged.push({ from, to });
    else if (last.to !== null) last.to = to === null ? null : Math.max(last.to, to);
  }
  return merged;
}

/** What is left of a span; `covers` do not overlap and are in order. */
function without(span: Span, covers: readonly Span[]): Span[] {
  const left: Span[] = [];
  let { from } = span;
  for (let index = firstEndingAfter(covers, from); index < covers.length; index++) {
    const cover = covers[index];
    if (!cover || (span.to !== null && cover.from >= span.to)) break;
    if (cover.from > from) left.push({ from, to: cover.from });
    if (cover.to === null) return left;
    from = Math.max(from, cover.to);
  }
  if (span.to === null || span.to > from) left.push({ from, to: span.to });
  return left;
}

function firstEndingAfter(spans: readonly Span[], at: Millis): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const to = spans[middle]?.to ?? null;
    if (to !== null && to <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many requests were sent an expired token. */
export const countLate = remembered(
  requestsOf,
  (lane, offset): number => lane.requests.filter((mark) => isLate(mark, offset)).length,
);

/** The parts of gaps in which the expired token was not only there but still used: until it was sent last. */
export const lateSpansOf = remembered(wholeOf, (lane, offset): readonly Gap[] => {
  const lastSent = new Map<string, Millis>();
  for (const mark of lane.requests) if (isLate(mark, offset)) lastSent.set(mark.raw, sentAt(mark, offset));
  return gapsOf(lane, offset).flatMap((gap) => {
    const sent = lastSent.get(gap.raw) ?? -Infinity;
    return sent > gap.from ? [{ ...gap, to: Math.min(sent, gap.to ?? Infinity) }] : [];
  });
});

/** The requests that started within a span. */
export function requestsWithin({ requests }: Lane, { from, to }: Span, offset: Millis): readonly RequestMark[] {
  const end = to === null ? requests.length : firstStartedAt(requests, to - offset);
  return requests.slice(firstStartedAt(requests, from - offset), end);
}

function firstStartedAt(requests: readonly RequestMark[], at: Millis): number {
  let [low, high] = [0, requests.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const mark = requests[middle];
    if (mark && mark.request.startedAt < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A lane is drawn many times a second, and changes far less often: mostly a request was added, and its bars are the same. */
function remembered<T>(
  restsOn: (lane: Lane) => object,
  derive: (lane: Lane, offset: Millis) => T,
): (lane: Lane, offset: Millis) => T {
  const known = new WeakMap<object, { readonly offset: Millis; readonly value: T }>();
  return (lane, offset) => {
    const last = known.get(restsOn(lane));
    if (last?.offset === offset) return last.value;
    const value = derive(lane, offset);
    known.set(restsOn(lane), { offset, value });
    return value;
  };
}

function barsOf({ bars }: Lane): object {
  return bars;
}

function requestsOf({ requests }: Lane): object {
  return requests;
}

function wholeOf(lane: Lane): object {
  return lane;
}
