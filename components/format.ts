import type { Millis } from '@/lib/recording/event.ts';

const clockTime = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
const relative = new Intl.RelativeTimeFormat('en', { style: 'short', numeric: 'always' });
const number = new Intl.NumberFormat('en-US');

const DAY = 86_400_000;

/** `10:14:31` within a day of now, with the date beyond. */
export function formatLocal(at: Millis, now: Millis): string {
  return Math.abs(at - now) < DAY / 2 ? clockTime.format(at) : dayAndTime.format(at);
}

/** `2026-11-21 15:04`, in the local zone. */
export function formatDay(at: Millis): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `08:14:31 UTC` within a day of now, `2026-11-21 08:14:31 UTC` beyond. */
export function formatUtc(at: Millis, now: Millis): string {
  const [date, time = ''] = new Date(at).toISOString().split('T');
  const clock = `${time.slice(0, 8)} UTC`;
  return Math.abs(at - now) < DAY / 2 ? clock : `${date} ${clock}`;
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * DAY],
  ['day', DAY],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** `in 43 sec.`, `2 min. ago`: in the largest unit of which there are at least two. */
export function formatRelative(at: Millis, now: Millis): string {
  const distance = at - now;
  const [unit, length] = UNITS.find(([, size]) => Math.abs(distance) >= 2 * size) ?? ['second', 1_000];
  return relative.format(Math.trunc(distance / length), unit);
}

/** `43 s`, `12 min`, `5 h`, `3 days`: whole ones, rounded down. */
export function formatSpan(seconds: number): string {
  if (seconds < 120) return `${Math.floor(seconds)} s`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}

export const formatCount = (count: number): string => number.format(count);

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

export { byteLength } from '@/lib/token/bytes.ts';
