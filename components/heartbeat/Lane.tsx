import { memo, useCallback, useRef, type MouseEvent, type PointerEvent } from 'react';
import { serverTime, type ClockSkew } from '@/lib/recording/clock.ts';
import type { Millis } from '@/lib/recording/event.ts';
import type { Lane as LaneData } from '@/lib/recording/lanes.ts';
import { useNow } from '@/lib/store/use-now.ts';
import { countLane, currentBar, describeLane } from './describe-lane.ts';
import { drawLane } from './draw-lane.ts';
import type { Geometry } from './geometry.ts';
import { hitTest, layoutLane, type LaneLayout, type Target } from './layout-lane.ts';
import { usePalette } from './palette.ts';
import { pathOf } from './path-of.ts';
import { rawOf, type Thing } from './things.ts';
import type { Timeframe } from './timeline.ts';
import { usePainter, type Paint } from './use-painter.ts';
import { useWidth } from './use-width.ts';

/** What the pointer is on in a lane, and where on the screen that is. */
export interface Pointed {
  readonly lane: LaneData;
  readonly target: Target;
  readonly anchor: DOMRect;
}

interface Props {
  readonly lane: LaneData;
  readonly geometry: Geometry;
  readonly timeframe: Timeframe;
  readonly skew: ClockSkew;
  /** By this machine's clock. */
  readonly navigations: readonly Millis[];
  readonly selectedToken: string | null;
  /** What the keyboard is on. */
  readonly focused?: Thing | undefined;
  /** Milliseconds that the whole width shows, where the picture moves smoothly. */
  readonly smoothSpan?: Millis | undefined;
  readonly onSelectToken: (credentialId: string, raw: string) => void;
  readonly onPoint: (pointed: Pointed | undefined) => void;
}

/** A credential's tokens one after another, with what made them and what carried them: a picture that is drawn. */
export const Lane = memo(function Lane({ lane, geometry, timeframe, skew, smoothSpan, ...props }: Props) {
  const { navigations, selectedToken, focused, onSelectToken, onPoint } = props;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<LaneLayout>(undefined);
  const width = useWidth(box);
  const palette = usePalette();
  const offset = serverTime(0, skew);
  const now = useNow() + offset;

  const paint: Paint = useCallback(
    (pen, at) => {
      const layout = layoutLane(lane, timeframe(at + offset, width), offset);
      drawn.current = layout;
      drawLane(pen, layout, {
        geometry,
        palette,
        selectedToken,
        focused,
        navigations: navigations.map((navigation) => navigation + offset),
        pathOf,
      });
    },
    [lane, timeframe, width, offset, geometry, palette, selectedToken, focused, navigations],
  );
  const speed = smoothSpan === undefined ? 0 : width / smoothSpan;
  usePainter(canvas, paint, { width, height: geometry.height, speed });

  const find = (event: MouseEvent) => {
    const bounds = event.currentTarget.getBoundingClientRect();
    const x = event.clientX - bounds.left;
    const onDots = geometry.dot > 0 && event.clientY - bounds.top >= geometry.dot - geometry.heap;
    const target = drawn.current && hitTest(drawn.current, x, onDots);
    const left = Math.max(0, target?.left ?? 0);
    const right = Math.min(width, Math.max(left + 1, target?.right ?? 0));
    const anchor = new DOMRect(bounds.left + left, bounds.top, right - left, bounds.height);
    return target && { lane, target, anchor };
  };
  /** The token that a click means. */
  const rawAt = (event: MouseEvent) => {
    const target = find(event)?.target;
    return target && rawOf(target);
  };
  const point = (event: PointerEvent) => onPoint(event.buttons === 0 ? find(event) : undefined);
  const select = (event: MouseEvent) => {
    const raw = rawAt(event);
    if (raw === undefined) return;
    // The row that this is in would select the credential, and with it the token that is there now.
    event.stopPropagation();
    onSelectToken(lane.id, raw);
  };

  const counts = countLane(lane, now, offset);
  const current = currentBar(lane, now, offset);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the arrow keys are of the row that this is in
    <div
      ref={box}
      className="lane"
      role="img"
      aria-label={describeLane(lane, counts, current)}
      data-lane={lane.name}
      data-tokens={counts.tokens}
      data-gaps={counts.gaps}
      data-requests={counts.requests}
      data-late={counts.late}
      data-current={current?.number}
      data-selected={lane.bars.find(({ raw }) => raw === selectedToken)?.number}
      style={{ height: geometry.height }}
      onPointerMove={point}
      onPointerLeave={() => onPoint(undefined)}
      onClick={select}
      // On what is empty it is for whatever the lane is in.
      onDoubleClick={(event) => rawAt(event) !== undefined && event.stopPropagation()}
    >
      <canvas ref={canvas} />
    </div>
  );
});
