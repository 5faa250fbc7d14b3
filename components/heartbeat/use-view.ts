import { useEffect, useMemo, useState, type RefObject } from 'react';
import type { Millis } from '@/lib/recording/event.ts';
import { useClock } from '@/lib/store/use-now.ts';
import { following, panned, revealing, zoomed, type View } from './view.ts';

export interface ViewControls {
  readonly zoomBy: (factor: number, fraction?: number) => void;
  readonly zoomTo: (span: Millis) => void;
  /** By a fraction of the width. */
  readonly panBy: (fraction: number) => void;
  readonly follow: () => void;
  /** Stays where now is. */
  readonly hold: () => void;
  /** By the server's clock. */
  readonly reveal: (at: Millis) => void;
}

/** Outlives the large view, which is there only while it is looked at. */
export interface KeptView {
  readonly read: () => View;
  readonly write: (view: View) => void;
}

/** One step of a button or a key. */
export const STEP = 1.5;

/**
 * What of the time the large view shows, and what moves it. `offset` is what the server's clock is ahead; `kept` has
 * what was shown last, for when it is shown again.
 */
export function useView(offset: Millis, kept: KeptView): readonly [View, ViewControls] {
  const [view, setView] = useState<View>(kept.read);
  useEffect(() => kept.write(view), [kept, view]);
  const clock = useClock();
  const controls = useMemo(() => {
    const change = (next: (view: View, now: Millis) => View) =>
      setView((current) => next(current, clock.read() + offset));
    return {
      zoomBy: (factor: number, fraction = 0.5) => change((current, now) => zoomed(current, now, factor, fraction)),
      zoomTo: (span: Millis) => change((current, now) => zoomed(current, now, span / current.span, 0.5)),
      panBy: (fraction: number) => change((current, now) => panned(current, now, fraction)),
      follow: () => change(following),
      hold: () => change((current, now) => panned(current, now, 0)),
      reveal: (at: Millis) => change((current, now) => revealing(current, now, at)),
    };
  }, [clock, offset]);
  return [view, controls];
}

/** Pixels of a wheel that zoom by a factor of e. */
const ZOOM_PIXELS = 300;
/** Some browsers count a wheel in lines. */
const LINE = 16;

/**
 * With Ctrl the wheel zooms about the pointer, as a pinch does, which the browser tells in the same words; sideways or
 * with Shift it pans. Upright it is left to whatever scrolls.
 */
export function useWheel(area: RefObject<HTMLElement | null>, { zoomBy, panBy }: ViewControls): void {
  useEffect(() => {
    const { current } = area;
    if (!current) return;
    const onWheel = (event: WheelEvent) => {
      const lane = current.querySelector('.lane')?.getBoundingClientRect();
      if (!lane || lane.width === 0) return;
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
      const sideways = (event.deltaX || (event.shiftKey ? event.deltaY : 0)) * unit;
      if (event.ctrlKey || event.metaKey) {
        const fraction = Math.max(0, Math.min(1, (event.clientX - lane.left) / lane.width));
        zoomBy(Math.exp((event.deltaY * unit) / ZOOM_PIXELS), fraction);
      } else if (sideways !== 0) panBy(sideways / lane.width);
      else return;
      event.preventDefault();
    };
    // React's own listener is passive: the browser would zoom the panel.
    current.addEventListener('wheel', onWheel, { passive: false });
    return () => current.removeEventListener('wheel', onWheel);
  }, [area, zoomBy, panBy]);
}

/** How far the pointer goes before a press is a drag. Pixels. */
const DRAG = 4;

/** Dragging pans. The click that ends a drag is none. */
export function useDrag(area: RefObject<HTMLElement | null>, { panBy }: ViewControls): void {
  useEffect(() => {
    const { current } = area;
    if (!current) return;
    let last: number | undefined;
    let dragged = false;
    const onDown = ({ button, clientX }: PointerEvent) => {
      dragged = false;
      if (button === 0) last = clientX;
    };
    const onMove = ({ buttons, clientX }: PointerEvent) => {
      if (last === undefined) return;
      if (buttons === 0) return void (last = undefined);
      const width = current.querySelector('.lane')?.clientWidth ?? 0;
      if (width === 0 || (!dragged && Math.abs(clientX - last) < DRAG)) return;
      dragged = true;
      panBy((last - clientX) / width);
      last = clientX;
    };
    const onUp = () => void (last = undefined);
    const onClick = (event: MouseEvent) => {
      if (dragged) event.stopPropagation();
      dragged = false;
    };
    current.addEventListener('pointerdown', onDown);
    current.addEventListener('click', onClick, true);
    addEventListener('pointermove', onMove);
    addEventListener('pointerup', onUp);
    return () => {
      current.removeEventListener('pointerdown', onDown);
      current.removeEventListener('click', onClick, true);
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerup', onUp);
    };
  }, [area, panBy]);
}
