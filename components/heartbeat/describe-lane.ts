import { formatLocal, formatRelative, formatSpan, plural } from '@/components/format.ts';
import { describeCauses } from '@/lib/recording/cause-words.ts';
import type { Millis } from '@/lib/recording/event.ts';
import type { Bar, Lane } from '@/lib/recording/lanes.ts';
import { barEnd, barReplaced, countLate, gapsOf, isLate, sentAt } from '@/lib/recording/lane-spans.ts';
import { OUTCOME_SHAPES, OUTCOMES } from './marks.ts';
import type { Thing } from './things.ts';

/** What a lane shows, counted. */
export interface LaneCounts {
  readonly tokens: number;
  readonly gaps: number;
  readonly requests: number;
  readonly late: number;
}

export function countLane(lane: Lane, now: Millis, offset: Millis): LaneCounts {
  return {
    tokens: lane.bars.length,
    gaps: gapsOf(lane, offset).filter(({ from }) => from < now).length,
    requests: lane.requests.length,
    late: countLate(lane, offset),
  };
}

/** The token that is there now and live; undefined where none is. */
export function currentBar({ bars }: Lane, now: Millis, offset: Millis): Bar | undefined {
  return bars.findLast((bar) => barReplaced(bar, offset) === null && (barEnd(bar, offset) ?? Infinity) > now);
}

/** A lane in words, for who cannot see it: `14 tokens, current #14, 2 gaps, 33 requests, 1 sent after expiry`. */
export function describeLane(lane: Lane, counts: LaneCounts, current: Bar | undefined): string {
  if (lane.sameAs !== undefined) return `${lane.name}: the same as ${lane.sameAs}`;
  const { tokens, gaps, requests, late } = counts;
  if (tokens === 0) return `${lane.name}: no token`;
  const parts = [
    plural(tokens, 'token'),
    current ? `current ${numberOf(current)}` : 'none live now',
    gaps > 0 && plural(gaps, 'gap'),
    requests > 0 && plural(requests, 'request'),
    late > 0 && `${late} sent after expiry`,
  ];
  return `${lane.name}: ${parts.filter(Boolean).join(', ')}`;
}

export const numberOf = ({ number }: Bar): string => (number === undefined ? 'without a number' : `#${number}`);

/** A token in words, for who cannot see its card. */
export function describeBar(lane: Lane, bar: Bar, now: Millis): string {
  const { exp, causes } = bar;
  const expiry =
    exp === null
      ? 'It does not say when it expires'
      : `${exp > now ? 'Expires' : 'Expired'} at ${formatLocal(exp, now)}, ${formatRelative(exp, now)}`;
  return `Token ${numberOf(bar)} of ${lane.name}. ${describeCauses(causes)}. ${expiry}`;
}

/** What the keyboard is on in words, for who cannot see its card. */
export function describeThing(lane: Lane, thing: Thing, now: Millis, offset: Millis): string {
  switch (thing.kind) {
    case 'token':
      return describeBar(lane, thing.bar, now);
    case 'gap': {
      const { from, to } = thing.gap;
      const span = formatSpan(((to ?? now) - from) / 1_000);
      return `Only an expired token of ${lane.name} for ${span}, from ${formatLocal(from, now)} to ${to === null ? 'now' : formatLocal(to, now)}`;
    }
    case 'requests': {
      const { marks } = thing;
      const outcomes = OUTCOMES.flatMap((outcome) => {
        const count = marks.filter((mark) => mark.outcome === outcome).length;
        return count === 0 ? [] : [`${count} ${OUTCOME_SHAPES[outcome].label}`];
      });
      const late = marks.filter((mark) => isLate(mark, offset)).length;
      const at = formatLocal(sentAt(marks[0], offset), now);
      return `${plural(marks.length, 'request')} with ${lane.name} at ${at}: ${outcomes.join(', ')}${late > 0 ? `; ${late} after expiry` : ''}`;
    }
  }
}
