import type { Millis } from '@/lib/recording/event.ts';
import type { Bar, Lane } from '@/lib/recording/lanes.ts';
import { barEnd, barStart } from '@/lib/recording/lane-spans.ts';
import type { Pointed } from './Lane.tsx';
import type { Timeframe } from './timeline.ts';

/** A token in the lane that an element draws, as if the pointer were on it. `now` and `offset` as in a timeline. */
export function pointAt(
  element: Element | null | undefined,
  lane: Lane,
  bar: Bar,
  { timeframe, now, offset }: { readonly timeframe: Timeframe; readonly now: Millis; readonly offset: Millis },
): Pointed | undefined {
  if (!element) return undefined;
  const bounds = element.getBoundingClientRect();
  const { x, width } = timeframe(now, bounds.width);
  const within = (at: number) => Math.max(0, Math.min(width, at));
  const left = within(x(barStart(bar, offset)));
  const right = Math.max(left + 1, within(x(barEnd(bar, offset) ?? now)));
  const anchor = new DOMRect(bounds.left + left, bounds.top, right - left, bounds.height);
  return { lane, target: { kind: 'token', bar, left, right }, anchor };
}

/** The token before or after one; from none, the last. */
export function neighbour({ bars }: Lane, raw: string | null, step: number): Bar | undefined {
  const at = bars.findIndex((bar) => bar.raw === raw);
  return at < 0 ? bars.at(-1) : bars[Math.max(0, Math.min(bars.length - 1, at + step))];
}
