import type { Millis } from '@/lib/recording/event.ts';
import type { Lane } from '@/lib/recording/lanes.ts';
import { barEnd, barStart } from '@/lib/recording/lane-spans.ts';
import type { Pointed } from './Lane.tsx';
import { layoutLane, targetWith, type Extent, type Target } from './layout-lane.ts';
import type { Thing } from './things.ts';
import type { Timeframe, Timeline } from './timeline.ts';

/** A thing in the lane that an element draws, as if the pointer were on it. `now` and `offset` as in a timeline. */
export function pointAt(
  element: Element | null | undefined,
  lane: Lane,
  thing: Thing,
  { timeframe, now, offset }: { readonly timeframe: Timeframe; readonly now: Millis; readonly offset: Millis },
): Pointed | undefined {
  if (!element) return undefined;
  const bounds = element.getBoundingClientRect();
  const target = targetOf(lane, thing, timeframe(now, bounds.width), offset);
  if (!target) return undefined;
  const { left, right } = target;
  return { lane, target, anchor: new DOMRect(bounds.left + left, bounds.top, right - left, bounds.height) };
}

function targetOf(lane: Lane, thing: Thing, timeline: Timeline, offset: Millis): Target | undefined {
  switch (thing.kind) {
    case 'token':
      return { ...thing, ...extentOf(barStart(thing.bar, offset), barEnd(thing.bar, offset), timeline) };
    case 'gap':
      return { ...thing, ...extentOf(thing.gap.from, thing.gap.to, timeline) };
    case 'requests':
      return targetWith(layoutLane(lane, timeline, offset), thing.marks);
  }
}

/** What has no end yet reaches to now. */
function extentOf(from: Millis, to: Millis | null, { x, width, now }: Timeline): Extent {
  const within = (at: number) => Math.max(0, Math.min(width, at));
  const left = within(x(from));
  return { left, right: Math.max(left + 1, within(x(to ?? now))) };
}
