import { useCallback, useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from 'react';
import { plural } from '@/components/format.ts';
import { useStable } from '@/components/use-stable.ts';
import { serverTime, type ClockSkew } from '@/lib/recording/clock.ts';
import type { CredentialView } from '@/lib/recording/credentials.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import type { Bar, Lane as LaneData } from '@/lib/recording/lanes.ts';
import { useClock } from '@/lib/store/use-now.ts';
import { pointAt } from './anchor.ts';
import { Axis } from './Axis.tsx';
import { describeThing } from './describe-lane.ts';
import { MIRROR, TALL } from './geometry.ts';
import { HoverCard } from './HoverCard.tsx';
import { Lane } from './Lane.tsx';
import { roomOf } from './layout-lane.ts';
import { Legend } from './Legend.tsx';
import { eventBeside, neighbour, rawOf, startOf, type Thing } from './things.ts';
import { clockTimeline, type Timeframe } from './timeline.ts';
import { usePointed } from './use-pointed.ts';
import { STEP, useDrag, useView, useWheel, type KeptView } from './use-view.ts';
import { windowOf } from './view.ts';
import { ZoomControls } from './ZoomControls.tsx';

interface Props {
  readonly recording: Recording;
  readonly views: readonly CredentialView[];
  readonly lanes: readonly LaneData[];
  readonly skew: ClockSkew;
  /** The credential that is selected, and the token of it. */
  readonly selectedId: string | undefined;
  readonly selectedToken: string | null;
  readonly kept: KeptView;
  readonly onSelectToken: (credentialId: string, raw: string) => void;
}

/** As many as are listed. */
const MAX_LANES = 200;

/** Every credential's lane, large: to be zoomed, panned and walked through. */
export function HeartbeatView({ lanes: all, ...props }: Props) {
  const lanes = all.filter(({ bars }) => bars.length > 0);
  // What wheels and drags are listened for on is there from the first drawing on.
  if (lanes.length > 0) return <Lanes lanes={lanes} {...props} />;
  return <p className="note">No token has been seen in this recording.</p>;
}

const KEYS =
  'arrows go from token to token, comma and full stop to gaps and requests, Enter selects, plus and minus zoom, Home follows now';

interface Focused {
  readonly lane: LaneData;
  readonly thing: Thing;
  /** In words. */
  readonly said: string;
}

function Lanes({ recording, views, lanes: all, skew, selectedId, selectedToken, kept, onSelectToken }: Props) {
  const lanes = all.slice(0, MAX_LANES);
  const offset = serverTime(0, skew);
  const clock = useClock();
  const area = useRef<HTMLDivElement>(null);
  const [view, controls] = useView(offset, kept);
  /** What the keyboard is on. */
  const [focused, setFocused] = useState<Focused>();
  const hover = usePointed();
  const { onPoint, open, close } = hover;
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

  const laneElements = () => area.current?.querySelectorAll('.heartbeat-row:not(.heartbeat-head) .lane');

  /** The card comes once the view is where the thing is. */
  const showCard = useEffectEvent(({ lane, thing }: Focused) => {
    const at = lanes.findIndex(({ id }) => id === lane.id);
    const element = laneElements()?.[at];
    element?.scrollIntoView({ block: 'nearest' });
    const found = pointAt(element, lane, thing, { timeframe, now: clock.now() + offset, offset });
    if (found) open(found);
  });
  useEffect(() => {
    if (focused) showCard(focused);
  }, [focused]);

  const focusOn = (lane: LaneData, thing: Thing | undefined) => {
    if (!thing) return;
    setFocused({ lane, thing, said: describeThing(lane, thing, clock.now() + offset, offset) });
    controls.reveal(startOf(thing, offset));
  };
  const focusOnBar = (lane: LaneData, bar: Bar | undefined) => focusOn(lane, bar && { kind: 'token', bar });
  const raw = (focused && rawOf(focused.thing)) ?? selectedToken;
  const at = laneOf(lanes, focused?.lane.id ?? selectedId, raw);
  const lane = lanes[at];
  const moveTo = (other: LaneData | undefined) => {
    if (!other) return;
    const there = other.bars.find((bar) => bar.raw === raw);
    focusOnBar(other, there ?? other.bars.at(-1));
  };
  const goBeside = (step: -1 | 1) => {
    const width = laneElements()?.[at]?.getBoundingClientRect().width ?? 0;
    const bar = lane?.bars.find((each) => each.raw === raw) ?? lane?.bars.at(-1);
    const from = focused?.thing ?? (bar && ({ kind: 'token', bar } as const));
    if (!lane || !from) return;
    const now = clock.now() + offset;
    focusOn(lane, eventBeside(lane, from, step, { now, offset, room: roomOf(timeframe(now, width)) }));
  };
  const select = useStable((id: string, picked: string) => {
    // The keyboard goes on from what was clicked.
    setFocused(undefined);
    onSelectToken(id, picked);
  });
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => lane && focusOnBar(lane, neighbour(lane, raw, -1)),
    ArrowRight: () => lane && focusOnBar(lane, neighbour(lane, raw, 1)),
    ArrowUp: () => moveTo(lanes[at - 1]),
    ArrowDown: () => moveTo(lanes[at + 1]),
    ',': () => goBeside(-1),
    '.': () => goBeside(1),
    Enter: () => focused && raw !== null && onSelectToken(focused.lane.id, raw),
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

  return (
    <section className="heartbeat" aria-label="Heartbeat">
      <ZoomControls view={view} controls={controls} />
      <div
        ref={area}
        className="heartbeat-lanes"
        role="application"
        aria-label={`Lanes: ${KEYS}`}
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
              focused={focused?.lane.id === each.id ? focused.thing : undefined}
              smoothSpan={smoothSpan}
              onSelectToken={select}
              onPoint={onPoint}
            />
          </div>
        ))}
      </div>
      {all.length > MAX_LANES && (
        <p className="note">
          The first {MAX_LANES}; {plural(all.length - MAX_LANES, 'more credential')} not drawn.
        </p>
      )}
      <Legend />
      <Dropped dropped={recording.dropped} />
      <p className="visually-hidden" role="status">
        {focused?.said}
      </p>
      <HoverCard hover={hover} recording={recording} views={views} skew={skew} />
    </section>
  );
}

/** The selected lane where it has the token, else the first that has it, else the selected one. */
function laneOf(lanes: readonly LaneData[], id: string | undefined, raw: string | null): number {
  const has = (lane: LaneData | undefined) => lane?.bars.some((bar) => bar.raw === raw) ?? false;
  const selected = lanes.findIndex((lane) => lane.id === id);
  return Math.max(0, raw === null || has(lanes[selected]) ? selected : lanes.findIndex(has));
}

/** What the lanes do not show any more. */
function Dropped({ dropped: { tokens, requests } }: Pick<Recording, 'dropped'>) {
  const parts = [tokens > 0 && plural(tokens, 'older token'), requests > 0 && plural(requests, 'older request')];
  const said = parts.filter(Boolean).join(' and ');
  return said && <p className="note">{said} dropped to bound memory.</p>;
}
