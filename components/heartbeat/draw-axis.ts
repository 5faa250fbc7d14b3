import type { Pen } from './draw-lane.ts';
import type { Palette } from './palette.ts';
import type { Timeline } from './timeline.ts';

/** Between two labels. */
const AIR = 8;

/** Writes the times over the lanes: now first, then as many of the others as there is room for. */
export function drawAxis(pen: Pen, { ticks, x, width, now }: Timeline, height: number, palette: Palette): void {
  pen.clearRect(0, 0, width, height);
  pen.textBaseline = 'middle';
  const taken: { left: number; right: number }[] = [];
  const write = (label: string, at: number, isNow: boolean) => {
    pen.font = isNow ? palette.boldFont : palette.font;
    const room = pen.measureText(label).width;
    const left = Math.max(4, Math.min(width - room - 4, at - room / 2));
    if (taken.some((other) => left < other.right + AIR && left + room > other.left - AIR)) return;
    taken.push({ left, right: left + room });
    pen.fillStyle = palette[isNow ? '--hb-now' : '--text-3'];
    pen.fillText(label, left, height / 2 + 0.5);
  };
  const nowX = x(now);
  if (nowX >= 0 && nowX <= width) write('now', nowX, true);
  for (const { at, label } of ticks) {
    const place = x(at);
    if (place >= 0 && place <= width) write(label, place, false);
  }
}
