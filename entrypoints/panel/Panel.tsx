import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { App } from '@/components/App.tsx';
import { ErrorBoundary } from '@/components/ErrorBoundary.tsx';
import { copyText } from '@/lib/platform/copy.ts';
import { reloadInspectedPage } from '@/lib/platform/devtools.ts';
import { askForAccess } from '@/lib/platform/host-access.ts';
import type { HostAccess } from '@/lib/recording/event.ts';
import type { PanelStore } from '@/lib/store/panel-store.ts';
import type { RefreshUntil } from '@/lib/store/refresh-until.ts';
import { createSceneSelector } from '@/lib/store/selectors.ts';

interface Props {
  readonly panel: PanelStore;
  readonly until: RefreshUntil;
}

/** Ties the store to the views, and the views' wishes to the platform. */
export function Panel({ panel, until }: Props) {
  const state = useStore(panel.store);
  const { run } = useStore(until.store);
  const select = useMemo(() => createSceneSelector(), []);
  const scene = select(state.recording);
  const [declined, setDeclined] = useState<HostAccess>();
  const offset = scene.skew.state === 'measured' ? scene.skew.offset : 0;
  useEffect(() => panel.clock.setPhase(offset), [panel, offset]);

  async function allow(): Promise<void> {
    const { access } = state.recording;
    if (access.state !== 'missing') return;
    // A request that the browser refuses is as good as one that it cannot make: the page for it says why.
    const result = await askForAccess(access.origins).catch(() => 'cannot-ask' as const);
    setDeclined(result === 'declined' ? access : undefined);
    if (result === 'cannot-ask') await panel.openGrantPage();
  }

  return (
    <ErrorBoundary name="The panel">
      <App
        state={state}
        scene={scene}
        until={run}
        accessDeclined={declined === state.recording.access}
        onRun={panel.run}
        onPin={panel.togglePin}
        onUntil={until.start}
        onStopUntil={until.stop}
        onSelect={panel.select}
        onSelectToken={panel.selectToken}
        onChoose={panel.chooseProvider}
        onClear={() => {
          until.dismiss();
          void panel.clear();
        }}
        onLook={panel.look}
        onPreserve={panel.setPreserve}
        onAllow={allow}
        onCopy={copyText}
        onReload={reloadInspectedPage}
      />
    </ErrorBoundary>
  );
}
