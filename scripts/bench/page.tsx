import '@/components/styles/index.css';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { App, type AppCallbacks } from '@/components/App.tsx';
import { drawLane } from '@/components/heartbeat/draw-lane.ts';
import { TALL } from '@/components/heartbeat/geometry.ts';
import { layoutLane } from '@/components/heartbeat/layout-lane.ts';
import { readPalette } from '@/components/heartbeat/palette.ts';
import { pathOf } from '@/components/heartbeat/path-of.ts';
import { clockTimeline } from '@/components/heartbeat/timeline.ts';
import { fold } from '@/lib/recording/fold.ts';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { readRecording } from '@/lib/recording/file/read.ts';
import { writeRecording, writeRedacted } from '@/lib/recording/file/write.ts';
import { EMPTY_RECORDING, type Recording } from '@/lib/recording/recording.ts';
import { createClock } from '@/lib/store/clock.ts';
import { INITIAL_STATE, type PanelState } from '@/lib/store/panel-store.ts';
import { createSceneSelector, type Scene } from '@/lib/store/selectors.ts';
import { ClockContext } from '@/lib/store/use-now.ts';
import { act, cookieSet, makeActions, makeEvents, makeToken, mint, sent } from './recording.ts';

/** Each by its name, in milliseconds but for the frame rates. */
export type Figures = Record<string, number>;

const SIZE = { tokens: 10_000, requests: 50_000 };
const ACTIONS = 2_000;
const MINUTE = 60_000;

const nothing = () => undefined;
const callbacks = new Proxy({} as AppCallbacks, { get: () => nothing });

function timed<T>(run: () => T): readonly [number, T] {
  const begin = performance.now();
  const value = run();
  return [performance.now() - begin, value];
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
}

function repeated(times: number, run: (index: number) => unknown): number {
  return median(Array.from({ length: times }, (_, index) => timed(() => run(index))[0]));
}

/** Draws every lane on a canvas of its own, as the large view does. */
function drawFrame({ lanes }: Scene, span: number, now: number): void {
  const palette = readPalette();
  for (const lane of lanes) {
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('There is no canvas.');
    const layout = layoutLane(lane, clockTimeline(now - span, now, now, canvas.width), 0);
    const style = { geometry: TALL, palette, pathOf, selectedToken: null, focusedToken: undefined, navigations: [] };
    drawLane(pen, layout, style);
    // What is drawn is done by then.
    pen.getImageData(0, 0, 1, 1);
  }
}

const canvas = Object.assign(document.createElement('canvas'), { width: 1_000, height: TALL.height });

/** Frames in a second while something is done in each; the slowest tenth and the median. */
async function frameRate(each: (index: number) => void): Promise<{ median: number; slow: number }> {
  const deltas: number[] = [];
  let last = await nextFrame();
  for (let index = 0; index < 240; index++) {
    each(index);
    const at = await nextFrame();
    deltas.push(at - last);
    last = at;
  }
  const sorted = deltas.toSorted((a, b) => a - b);
  return { median: 1_000 / median(deltas), slow: 1_000 / (sorted[Math.floor(sorted.length * 0.9)] ?? 1) };
}

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

/** The slowest of the events that come one by one, each folded and derived from; the first of each kind does not count. */
function slowest(begin: Recording, rounds: number, eventsOf: (round: number) => readonly RecordingEvent[]): number {
  const select = createSceneSelector();
  let recording = begin;
  select(recording);
  const times = Array.from({ length: rounds }, (_, round) =>
    eventsOf(round).map(
      (event) =>
        timed(() => {
          recording = fold(recording, [event]);
          select(recording);
        })[0],
    ),
  );
  return Math.max(...times.slice(1).flat());
}

/** What comes of each kind of event. */
function measureEvents(recording: Recording, events: readonly RecordingEvent[], now: number): Figures {
  const at = (round: number) => now + 5_000 * (round + 1);
  const tokenOf = (round: number) => makeToken(at(round), SIZE.tokens + round);
  const actions = makeActions(ACTIONS, now);
  const acted = fold(
    EMPTY_RECORDING,
    [...events, ...actions].toSorted((a, b) => a.at - b.at),
  );
  const each = (round: number) => mint(at(round), tokenOf(round));
  return {
    'the slowest of a mint': slowest(recording, 10, each),
    'the slowest after an empty value': slowest(recording, 10, (round) => [
      cookieSet(at(round) - 9, ''),
      sent(at(round), tokenOf(0)),
      ...each(round),
    ]),
    'the slowest of dated responses': slowest(recording, 10, (round) => [
      sent(at(round) + 97 * round, tokenOf(0), 200, Math.floor(at(round) / 1_000) * 1_000 + 7_000),
    ]),
    [`the slowest of another action after ${ACTIONS}`]: slowest(acted, 10, (round) => [
      ...act(at(round), `more-${round}`, tokenOf(round)),
      ...mint(at(round) + 100, tokenOf(round)),
    ]),
  };
}

/** What a worker does for the panel, which only copies the events to it. */
function measureFiles(events: readonly RecordingEvent[], exportedAt: number): Figures {
  const facts = { exportedAt, app: { version: '0.0.0', browser: 'Chromium' } };
  const [copying, copy] = timed(() => structuredClone(events));
  const [redacting, redacted] = timed(() => writeRedacted(copy, facts));
  const [writing, full] = timed(() => writeRecording(copy, facts));
  return {
    'copying it, as to a worker and back': copying,
    'writing it redacted': redacting,
    'writing it with tokens': writing,
    'reading the redacted file': timed(() => readRecording(redacted))[0],
    'reading the one with tokens': timed(() => readRecording(full))[0],
  };
}

async function measure(): Promise<Figures> {
  const now = Date.now();
  const [making, events] = timed(() => makeEvents({ ...SIZE, until: now }));
  const [folding, recording] = timed(() => fold(EMPTY_RECORDING, events));
  const select = createSceneSelector();
  const [first, scene] = timed(() => select(recording));

  let grown = recording;
  const token = makeToken(now, SIZE.tokens - 1);
  const oneMore = repeated(15, (index) => {
    grown = fold(grown, [sent(now + index, token)]);
  });
  const selecting = repeated(15, (index) => {
    grown = fold(grown, [sent(now + 100 + index, token)]);
    select(grown);
  });
  const figures: Figures = {
    'making the events': making,
    'folding all of them': folding,
    'deriving all that is shown': first,
    'folding one more event': oneMore,
    'folding one more and deriving all that is shown': selecting,
    'drawing all lanes of 1 min': repeated(60, () => drawFrame(scene, MINUTE, now)),
    'drawing all lanes of 8 h': repeated(60, () => drawFrame(scene, 480 * MINUTE, now)),
  };
  return {
    ...figures,
    ...measureEvents(recording, events, now),
    ...(await measurePanel(scene)),
    ...measureFiles(events, now),
  };
}

async function measurePanel(scene: Scene): Promise<Figures> {
  const clock = createClock();
  const state: PanelState = { ...INITIAL_STATE, connection: 'ready' };
  const root = createRoot(document.getElementById('root') ?? document.body);
  const show = (next: Scene) =>
    timed(() =>
      flushSync(() =>
        root.render(
          <ClockContext value={clock}>
            <App
              state={{ ...state, recording: next.recording }}
              scene={next}
              until={null}
              notice={null}
              accessDeclined={false}
              {...callbacks}
            />
          </ClockContext>,
        ),
      ),
    )[0];
  const showing = show(scene);
  await nextFrame();
  const find = (selector: string, text: string) =>
    [...document.querySelectorAll<HTMLElement>(selector)].find(({ textContent }) => textContent === text);
  const drawing = drawEvents(scene, show, (name) => find('[role="tab"]', name)?.click());
  find('[role="tab"]', 'Heartbeat')?.click();
  await nextFrame();
  const lanes = document.querySelector('.heartbeat-lanes');
  if (!lanes) throw new Error('The large view did not open.');
  const { left, width, top } = lanes.getBoundingClientRect();
  const wheel = (init: WheelEventInit) =>
    lanes.dispatchEvent(
      new WheelEvent('wheel', {
        bubbles: true,
        cancelable: true,
        clientX: left + width / 2,
        clientY: top + 60,
        ...init,
      }),
    );

  const idle = await frameRate(() => undefined);
  const zooming = await frameRate((index) => wheel({ ctrlKey: true, deltaY: index % 120 < 60 ? 32 : -32 }));
  find('.zoom button', '8 h')?.click();
  const panning = await frameRate((index) => wheel({ deltaX: index % 120 < 60 ? -6 : 6 }));
  return {
    'showing the panel': showing,
    ...drawing,
    'frames a second, followed at 5 min': idle.median,
    'frames a second, zoomed from 5 min to 8 h and back': zooming.median,
    '… in its slowest tenth': zooming.slow,
    'frames a second, panned at 8 h': panning.median,
    '… in the slowest tenth of that': panning.slow,
  };
}

/** Shows one more mint after another in each of the tabs. */
function drawEvents(scene: Scene, show: (scene: Scene) => number, open: (tab: string) => void): Figures {
  const select = createSceneSelector();
  let { recording } = scene;
  select(recording);
  let round = 0;
  const figures: Figures = {};
  for (const tab of ['Claims', 'History', 'Requests']) {
    open(tab);
    const times = Array.from({ length: 8 }, () => {
      const at = (recording.lastAt ?? 0) + 5_000;
      return mint(at, makeToken(at, 2 * SIZE.tokens + round++)).map((event) => {
        recording = fold(recording, [event]);
        return show(select(recording));
      });
    });
    figures[`drawing one more event with ${tab} open, median`] = median(times.slice(1).flat());
    figures['… the slowest of these with ' + tab] = Math.max(...times.slice(1).flat());
  }
  return figures;
}

Object.assign(globalThis, { measure });
