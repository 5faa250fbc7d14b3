import { useCallback, useRef } from 'react';
import { serverTime, type ClockSkew } from '@/lib/recording/clock.ts';
import type { Millis } from '@/lib/recording/event.ts';
import { drawAxis } from './draw-axis.ts';
import { usePalette } from './palette.ts';
import type { Timeframe } from './timeline.ts';
import { usePainter, type Paint } from './use-painter.ts';
import { useWidth } from './use-width.ts';

const HEIGHT = 24;

interface Props {
  readonly timeframe: Timeframe;
  readonly skew: ClockSkew;
  readonly smoothSpan?: Millis | undefined;
}

/** The times that the lanes below have. */
export function Axis({ timeframe, skew, smoothSpan }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(box);
  const palette = usePalette();
  const offset = serverTime(0, skew);
  const paint: Paint = useCallback(
    (pen, now) => drawAxis(pen, timeframe(now + offset, width), HEIGHT, palette),
    [timeframe, offset, width, palette],
  );
  usePainter(canvas, paint, { width, height: HEIGHT, speed: smoothSpan === undefined ? 0 : width / smoothSpan });
  return (
    <div ref={box} className="lane" aria-hidden="true" style={{ height: HEIGHT }}>
      <canvas ref={canvas} />
    </div>
  );
}
