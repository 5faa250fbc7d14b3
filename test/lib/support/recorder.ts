import { createRecorder, type Recorder } from '@/lib/recorder/recorder.ts';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import type { HarEntry } from '@/lib/recording/har.ts';
import { fold } from '@/lib/recording/fold.ts';
import { EMPTY_RECORDING, type Recording } from '@/lib/recording/recording.ts';
import { fakeGateway, type FakeGateway } from './gateway.ts';

export const TAB = 7;

export interface Bench {
  readonly recorder: Recorder;
  readonly gateway: FakeGateway;
  /** Everything that was emitted to the panel. */
  readonly emitted: { name: string; data: unknown }[];
  /** Types of the events recorded since the last reset, in order. */
  readonly types: () => string[];
  /** What a panel shows that was there all along. */
  readonly live: () => Recording;
  /** What a panel shows that is opened now. */
  readonly reread: () => Promise<Recording>;
  /** The page's address as DevTools knows it. */
  inspected: string | null;
  /** What DevTools has in its log. */
  log: HarEntry[];
  /** Lets the recorder's clock go on. Milliseconds. */
  readonly elapse: (time: number) => void;
}

/** Everything that is under way comes to its end. */
export const settle = () => new Promise<void>((resolve) => setTimeout(resolve));

export function openBench(): Bench {
  const emitted: { name: string; data: unknown }[] = [];
  let time = 0;
  const recorder = createRecorder({
    tabId: TAB,
    now: () => ++time,
    inspectedUrl: async () => bench.inspected,
    requestLog: async () => bench.log,
    emit: (name, data) => emitted.push({ name, data: structuredClone(data) }),
  });
  const events = () => {
    const start = emitted.findLastIndex(({ name }) => name === 'reset');
    return emitted
      .slice(Math.max(0, start))
      .filter(({ name }) => name !== 'panel-visible')
      .flatMap(({ data }) => data as RecordingEvent[]);
  };
  const bench: Bench = {
    recorder,
    emitted,
    gateway: fakeGateway(),
    types: () => events().map(({ type }) => type),
    live: () => fold(EMPTY_RECORDING, events()),
    reread: async () => fold(EMPTY_RECORDING, await recorder.handlers['recording/read']()),
    inspected: null,
    log: [],
    elapse: (more) => (time += more),
  };
  return bench;
}

/** A recorder that is connected and has looked, its panel shown or not. */
export async function openAttached({ shown = true } = {}): Promise<Bench> {
  const bench = openBench();
  bench.recorder.connected(bench.gateway.client);
  if (shown) bench.recorder.panelVisible(true);
  await settle();
  bench.gateway.forget();
  return bench;
}
