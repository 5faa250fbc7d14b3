import { cleanup, render } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import { App, type AppCallbacks } from '@/components/App.tsx';
import type { Notice } from '@/components/RecordingBar.tsx';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { fold } from '@/lib/recording/fold.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import type { UntilRun } from '@/lib/recording/until.ts';
import { createClock, type Clock } from '@/lib/store/clock.ts';
import type { PanelState } from '@/lib/store/panel-store.ts';
import { createSceneSelector } from '@/lib/store/selectors.ts';
import { ClockContext } from '@/lib/store/use-now.ts';
import { record } from '../lib/support/events.ts';

afterEach(cleanup);

interface Options extends Partial<PanelState> {
  /** Milliseconds. */
  readonly now?: number;
  readonly clock?: Clock;
  readonly accessDeclined?: boolean;
  readonly until?: UntilRun;
  readonly notice?: Notice | null;
}

/** Draws the panel of a recording, at a moment that stands still unless a clock is given. */
export function renderPanel(events: readonly RecordingEvent[], { now = 1_010_000, clock, ...options }: Options = {}) {
  const { accessDeclined = false, until = null, notice = null, ...state } = options;
  const callbacks = {
    onRun: vi.fn<AppCallbacks['onRun']>(),
    onPin: vi.fn<AppCallbacks['onPin']>(),
    onUntil: vi.fn<AppCallbacks['onUntil']>(),
    onStopUntil: vi.fn<AppCallbacks['onStopUntil']>(),
    onSelect: vi.fn<AppCallbacks['onSelect']>(),
    onSelectToken: vi.fn<AppCallbacks['onSelectToken']>(),
    onChoose: vi.fn<AppCallbacks['onChoose']>(),
    onClear: vi.fn<AppCallbacks['onClear']>(),
    onLook: vi.fn<AppCallbacks['onLook']>(),
    onPreserve: vi.fn<AppCallbacks['onPreserve']>(),
    onShortcuts: vi.fn<AppCallbacks['onShortcuts']>(),
    onAllow: vi.fn<AppCallbacks['onAllow']>(),
    onCopy: vi.fn<AppCallbacks['onCopy']>(),
    onReload: vi.fn<AppCallbacks['onReload']>(),
    onExport: vi.fn<AppCallbacks['onExport']>(),
    onOpen: vi.fn<AppCallbacks['onOpen']>(),
    onCopyReport: vi.fn<AppCallbacks['onCopyReport']>(),
    onShow: vi.fn<AppCallbacks['onShow']>(),
    onCloseFile: vi.fn<AppCallbacks['onCloseFile']>(),
    onDismiss: vi.fn<AppCallbacks['onDismiss']>(),
  };
  const select = createSceneSelector();
  const time = clock ?? createClock(() => now);
  const draw = (recording: Recording, changed: Partial<PanelState> = {}) => (
    <ClockContext value={time}>
      <App
        state={{
          connection: 'ready',
          recording,
          file: null,
          shows: 'live',
          selected: null,
          selectedToken: null,
          chosenProvider: null,
          preserve: true,
          shortcuts: true,
          chosen: {},
          pins: {},
          problem: null,
          ...state,
          ...changed,
        }}
        scene={select(recording)}
        until={until}
        accessDeclined={accessDeclined}
        notice={notice}
        {...callbacks}
      />
    </ClockContext>
  );
  let recording = record(...events);
  const rendered = render(draw(recording));
  /** Draws it again, with what has come or changed since. */
  const again = (more: readonly RecordingEvent[], changed?: Partial<PanelState>) => {
    recording = fold(recording, more);
    rendered.rerender(draw(recording, changed));
  };
  return { ...rendered, ...callbacks, again };
}
