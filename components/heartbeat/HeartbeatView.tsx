import { useCallback, useRef, useState, type KeyboardEvent } from 'react';
import { serverTime, type ClockSkew } from '@/lib/recording/clock.ts';
import type { CredentialView } from '@/lib/recording/credentials.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import type { Bar, Lane as LaneData } from '@/lib/recording/lanes.ts';
import { barStart } from '@/lib/recording/lane-spans.ts';
import { useClock } from '@/lib/store/use-now.ts';
import { neighbour, pointAt } from './anchor.ts';
import { Axis } from './Axis.tsx';
import { numberOf } from './describe-lane.ts';
import { MIRROR, TALL } from './geometry.ts';
import { HoverCard } from './HoverCard.tsx';
import { Lane } from './Lane.tsx';
import { Legend } from './Legend.tsx';
import { clockTimeline, type Timeframe } from './timeline.ts';
import { usePointed } from './use-pointed.ts';
import { STEP, useDrag, useView, useWheel } from './use-view.ts';
import { windowOf } from './view.ts';
import { ZoomControls } from './ZoomControls.tsx';

interface Props {
  readonly recording: Recording;
  readonly views: readonly CredentialView[];
  readonly lanes: readonly LaneData[];
  readonly skew: ClockSkew;
  readonly selectedToken: string | null;
  readonly onSelectToken: (credentialId: string, raw: string) => void;
}

/** Every credential's lane, large: to be zoomed, panned and walked through. */
export function HeartbeatView({ recording, views, lanes: all, skew, selectedToken, onSelectToken }: Props) {
  const offset = serverTime(0, skew);
  const clock = useClock();
  const area = useRef<HTMLDivElement>(null);
  const [view, controls] = useView(offset);
  const [focused, setFocused] = useState<{ readonly id: string; readonly raw: string }>();
  const { pointed, onPoint, open, close, hold } = usePointed();
  useWheel(area, controls);
  useDrag(area, controls);
  const timeframe: Timeframe = useCallback(
    (now, width) => {
      const { from, to } = windowOf(view, now);
      return clockTimeline(from, to, now, width);
    },
    [view],
  );
  const smoothSpan = view.end === null ? view.span : undefined;
  const lanes = all.filter(({ bars }) => bars.length > 0);
  if (lanes.length === 0) return <p className="note">No token has been seen since DevTools was opened.</p>;

  const focusOn = (lane: LaneData | undefined, bar: Bar | undefined) => {
    if (!lane || !bar) return;
    setFocused({ id: lane.id, raw: bar.raw });
    controls.reveal(barStart(bar, offset));
    const element = area.current?.querySelectorAll('.lane')[lanes.indexOf(lane)];
    element?.scrollIntoView({ block: 'nearest' });
    // It is drawn where it will be once the view has moved there.
    setTimeout(() => {
      const found = pointAt(element, lane, bar, { timeframe, now: clock.now() + offset, offset });
      if (found) open(found);
    });
  };
  const at = Math.max(
    0,
    lanes.findIndex(({ id }) => id === focused?.id),
  );
  const lane = lanes[at];
  const raw = focused?.raw ?? selectedToken;
  const moveTo = (other: LaneData | undefined) => {
    if (!other) return;
    const there = other.bars.find((bar) => bar.raw === raw);
    focusOn(other, there ?? other.bars.at(-1));
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => lane && focusOn(lane, neighbour(lane, raw, -1)),
    ArrowRight: () => lane && focusOn(lane, neighbour(lane, raw, 1)),
    ArrowUp: () => moveTo(lanes[at - 1]),
    ArrowDown: () => moveTo(lanes[at + 1]),
    Enter: () => focused && onSelectToken(focused.id, focused.raw),
    '+': () => controls.zoomBy(1 / STEP),
    '=': () => controls.zoomBy(1 / STEP),
    '-': () => controls.zoomBy(STEP),
    '−': () => controls.zoomBy(STEP),
    Home: controls.follow,
    'Shift+ArrowLeft': () => controls.panBy(-0.2),
    'Shift+ArrowRight': () => controls.panBy(0.2),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const shift = event.shiftKey && event.key.startsWith('Arrow') ? 'Shift+' : '';
    const run = keys[`${shift}${event.key}`];
    if (!run) return;
    event.preventDefault();
    run();
  };
  const focusedBar = lane?.bars.find((bar) => bar.raw === focused?.raw);

  return (
    <section className="heartbeat" aria-label="Heartbeat">
      <ZoomControls view={view} controls={controls} />
      <div
        ref={area}
        className="heartbeat-lanes"
        role="application"
        aria-label="Lanes: arrows go from token to token, Enter selects, plus and minus zoom, Home follows now"
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setFocused(undefined);
          close();
        }}
        onDoubleClick={controls.follow}
      >
        <div className="heartbeat-row heartbeat-head">
          <span />
          <Axis timeframe={timeframe} skew={skew} smoothSpan={smoothSpan} />
        </div>
        {lanes.map((each) => (
          <div key={each.id} className="heartbeat-row">
            <span className="heartbeat-name">
              <code className="ellipsis" title={each.name}>
                {each.name}
              </code>
              <small className="muted ellipsis">{each.sameAs === undefined ? '' : `same as ${each.sameAs}`}</small>
            </span>
            <Lane
              lane={each}
              geometry={each.sameAs === undefined ? TALL : MIRROR}
              timeframe={timeframe}
              skew={skew}
              navigations={recording.navigations}
              selectedToken={selectedToken}
              focusedToken={focused?.id === each.id ? focused.raw : undefined}
              smoothSpan={smoothSpan}
              onSelectToken={onSelectToken}
              onPoint={onPoint}
            />
          </div>
        ))}
      </div>
      <Legend />
      <p className="visually-hidden" role="status">
        {lane && focusedBar && `Token ${numberOf(focusedBar)} of ${lane.name}`}
      </p>
      {pointed && (
        <HoverCard
          pointed={pointed}
          recording={recording}
          view={views.find(({ credential }) => credential.id === pointed.lane.id)}
          skew={skew}
          onEnter={hold}
          onLeave={() => onPoint(undefined)}
        />
      )}
    </section>
  );
}
