import { useEffect, type RefObject } from 'react';
import type { Millis } from '@/lib/recording/event.ts';
import { useClock } from '@/lib/store/use-now.ts';
import type { Pen } from './draw-lane.ts';
import { REDUCED_MOTION, useMedia } from './use-media.ts';

export type Paint = (pen: Pen, now: Millis) => void;

/** How often a picture moves on where less motion was asked for. Milliseconds. */
const CALM = 5_000;

interface Options {
  readonly width: number;
  readonly height: number;
  /** Pixels that the picture moves in a millisecond; 0 where it moves by the second. */
  readonly speed: number;
}

/**
 * Keeps a canvas painted: when what it shows changes, with the clock, and in between where it moves smoothly. `paint`
 * has to be the same function until what it draws changes.
 */
export function usePainter(canvas: RefObject<HTMLCanvasElement | null>, paint: Paint, options: Options): void {
  const { width, height, speed } = options;
  const clock = useClock();
  const calm = useMedia(REDUCED_MOTION);

  useEffect(() => {
    const pen = canvas.current?.getContext('2d');
    if (!pen || width === 0) return;
    fit(pen, width, height);
    let painted = 0;
    const draw = (now: Millis) => {
      painted = now;
      paint(pen, now);
    };
    const smooth = speed > 0 && !calm;
    draw(smooth ? clock.read() : clock.now());
    const stop = clock.subscribe(() => {
      const now = clock.now();
      if (!calm || now - painted >= CALM) draw(now);
    });
    let frame = 0;
    const follow = () => {
      const now = clock.read();
      // Half a pixel cannot be seen, and at eight hours it takes seconds.
      if (Math.abs(now - painted) * speed >= 0.5) draw(now);
      frame = requestAnimationFrame(follow);
    };
    if (smooth) frame = requestAnimationFrame(follow);
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [canvas, clock, paint, width, height, speed, calm]);
}

/** Makes CSS pixels the unit of a canvas, on whatever screen. To set its size clears it, even to the size that it has. */
function fit(pen: CanvasRenderingContext2D, width: number, height: number): void {
  const ratio = devicePixelRatio;
  const { canvas } = pen;
  const [deviceWidth, deviceHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== deviceWidth) canvas.width = deviceWidth;
  if (canvas.height !== deviceHeight) canvas.height = deviceHeight;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
}
