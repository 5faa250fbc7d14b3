import type { Millis } from '@/lib/recording/event.ts';
import type { Bar, Lane, RequestMark } from '@/lib/recording/lanes.ts';
import { barStart, gapsOf, sentAt, type Gap } from '@/lib/recording/lane-spans.ts';
import { heapsWithin } from './layout-lane.ts';

/** What the keyboard goes to in a lane. Requests are those that are drawn as one. */
export type Thing =
  | { readonly kind: 'token'; readonly bar: Bar }
  | { readonly kind: 'gap'; readonly gap: Gap }
  | { readonly kind: 'requests'; readonly marks: readonly [RequestMark, ...RequestMark[]] };

/** Where it begins, by the server's clock. */
export function startOf(thing: Thing, offset: Millis): Millis {
  switch (thing.kind) {
    case 'token':
      return barStart(thing.bar, offset);
    case 'gap':
      return thing.gap.from;
    case 'requests':
      return sentAt(thing.marks[0], offset);
  }
}

/** The token that it has to do with: of several requests, the last one's. */
export function rawOf(thing: Thing): string | undefined {
  switch (thing.kind) {
    case 'token':
      return thing.bar.raw;
    case 'gap':
      return thing.gap.raw;
    case 'requests':
      return thing.marks.at(-1)?.raw;
  }
}

/** Requests are the same where some are: zooming puts more, or fewer, of them in one place. */
export function isSameThing(a: Thing, b: Thing): boolean {
  if (a.kind === 'token') return b.kind === 'token' && a.bar.raw === b.bar.raw;
  if (a.kind === 'gap') return b.kind === 'gap' && a.gap.raw === b.gap.raw && a.gap.from === b.gap.from;
  return b.kind === 'requests' && (has(a.marks, b.marks[0]) || has(b.marks, a.marks[0]));
}

const has = (marks: readonly RequestMark[], { request }: RequestMark) => marks.some((mark) => mark.request === request);

/** The token before or after one; from none, the last. */
export function neighbour({ bars }: Lane, raw: string | null, step: number): Bar | undefined {
  const at = bars.findIndex((bar) => bar.raw === raw);
  return at < 0 ? bars.at(-1) : bars[Math.max(0, Math.min(bars.length - 1, at + step))];
}

interface Moment {
  readonly now: Millis;
  readonly offset: Millis;
  /** How much time is drawn as one place: see `heapsWithin`. */
  readonly room: Millis;
}

/** The gap, or the requests, before or after a thing; undefined where there is none. */
export function eventBeside(lane: Lane, from: Thing, step: -1 | 1, { now, offset, room }: Moment): Thing | undefined {
  // A token that is live now has its gap still to come.
  const gaps = gapsOf(lane, offset).filter((gap) => gap.from < now);
  const events: Thing[] = [
    ...gaps.map((gap) => ({ kind: 'gap' as const, gap })),
    ...heapsWithin(lane, { from: -Infinity, to: null }, room, offset).map(({ marks }) => ({
      kind: 'requests' as const,
      marks,
    })),
  ].toSorted((a, b) => startOf(a, offset) - startOf(b, offset));
  const known = events.findIndex((each) => isSameThing(each, from));
  if (known >= 0) return events[known + step];
  const start = startOf(from, offset);
  return step > 0
    ? events.find((each) => startOf(each, offset) >= start)
    : events.findLast((each) => startOf(each, offset) < start);
}
