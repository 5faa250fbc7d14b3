import { scaleTime } from 'd3-scale';
import type { Millis } from '@/lib/recording/event.ts';

/** A stretch of server time over a width. */
export interface Timeline {
  readonly from: Millis;
  readonly to: Millis;
  readonly now: Millis;
  readonly width: number;
  readonly ticks: readonly Tick[];
  readonly x: (at: Millis) => number;
}

export interface Tick {
  readonly at: Millis;
  readonly label: string;
}

/** What a view of the heartbeat shows at a moment, on the width that it has. */
export type Timeframe = (now: Millis, width: number) => Timeline;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How far the column looks back and ahead: less on less width, for a second must keep its pixels. */
const REACHES = [
  { width: 230, past: 5 * MINUTE, ahead: MINUTE },
  { width: 115, past: 150 * SECOND, ahead: 40 * SECOND },
  { width: 0, past: 90 * SECOND, ahead: 30 * SECOND },
] as const;

/** The column's: it always follows now, and counts minutes from there. */
export const columnTimeframe: Timeframe = (now, width) => {
  const { past, ahead } = REACHES.find((reach) => width >= reach.width) ?? REACHES[2];
  const [from, to] = [now - past, now + ahead];
  const ticks: Tick[] = [];
  for (let minute = Math.ceil(-past / MINUTE); minute * MINUTE <= ahead; minute++) {
    const unit = ticks.length === 0 ? ' min' : '';
    ticks.push({ at: now + minute * MINUTE, label: minute === 0 ? 'now' : signed(minute) + unit });
  }
  return { from, to, now, width, ticks, x: (at) => ((at - from) / (to - from)) * width };
};

const signed = (minutes: number) => `${minutes < 0 ? '−' : '+'}${Math.abs(minutes)}`;

const hours = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const seconds = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });

/** Pixels that a clock time takes on the axis, with air. */
const TICK_WIDTH = 88;

/** Server time with the times of day at which a clock has them. */
export function clockTimeline(from: Millis, to: Millis, now: Millis, width: number): Timeline {
  const scale = scaleTime([from, to], [0, width]);
  const dates = scale.ticks(Math.max(2, Math.floor(width / TICK_WIDTH)));
  const [first, second] = dates;
  const format = first && second && second.getTime() - first.getTime() < MINUTE ? seconds : hours;
  const ticks = dates.map((date) => ({ at: date.getTime(), label: format.format(date) }));
  return { from, to, now, width, ticks, x: (at) => scale(at) };
}
