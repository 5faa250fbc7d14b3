import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { App } from '@/components/App.tsx';
import type { Notice } from '@/components/RecordingBar.tsx';
import { ErrorBoundary } from '@/components/ErrorBoundary.tsx';
import { copyText } from '@/lib/platform/copy.ts';
import { appFacts } from '@/lib/platform/app.ts';
import { reloadInspectedPage } from '@/lib/platform/devtools.ts';
import { askForAccess } from '@/lib/platform/host-access.ts';
import { saveFile } from '@/lib/platform/save.ts';
import { writeBugReport } from '@/lib/recording/bug-report.ts';
import type { HostAccess } from '@/lib/recording/event.ts';
import { MAX_FILE, TOO_LARGE } from '@/lib/recording/file/read.ts';
import { fileName, writeRecording, writeRedacted } from '@/lib/recording/file/write.ts';
import { shownFile, shownRecording, type PanelStore } from '@/lib/store/panel-store.ts';
import type { RefreshUntil } from '@/lib/store/refresh-until.ts';
import { createSceneSelector } from '@/lib/store/selectors.ts';

interface Props {
  readonly panel: PanelStore;
  readonly until: RefreshUntil;
}

/** The panel, with a word of it where nothing can be derived from the recording. */
export function Panel(props: Props) {
  return (
    <ErrorBoundary name="The panel">
      <Content {...props} />
    </ErrorBoundary>
  );
}

/** Ties the store to the views, and the views' wishes to the platform. */
function Content({ panel, until }: Props) {
  const state = useStore(panel.store);
  const { run } = useStore(until.store);
  const select = useMemo(() => createSceneSelector(), []);
  const scene = select(shownRecording(state));
  const [notice, setNotice] = useState<Notice | null>(null);
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

  /** What of a recording is to be written down: everything, and when and by what it was recorded. */
  async function facts() {
    const { exportedAt = Date.now(), app = appFacts() } = shownFile(panel.store.getState()) ?? {};
    return { events: await panel.events(), facts: { exportedAt, app } };
  }

  async function attempt(task: () => Promise<string | null>, failure: string): Promise<void> {
    setNotice(null);
    try {
      const text = await task();
      if (text !== null) setNotice({ tone: 'good', text });
    } catch (error) {
      setNotice({ tone: 'bad', text: `${failure} ${error instanceof Error ? error.message : String(error)}` });
    }
  }

  const exportFile = (redacted: boolean) =>
    attempt(async () => {
      const { events, facts: about } = await facts();
      const name = fileName(scene.recording.url, about.exportedAt, redacted);
      saveFile(name, redacted ? writeRedacted(events, about) : writeRecording(events, about));
      return null;
    }, 'The recording could not be exported.');

  const copy = (text: string) =>
    attempt(async () => {
      await copyText(text);
      return null;
    }, 'It could not be copied.');

  const copyReport = () =>
    attempt(async () => {
      const { events, facts: about } = await facts();
      const report = writeBugReport(events, about, state.chosenProvider);
      await copyText(report);
      return `Bug report copied: ${report.split('\n').length} lines of Markdown, redacted`;
    }, 'The report could not be copied.');

  const openFile = (file: File) =>
    attempt(async () => {
      if (file.size > MAX_FILE) throw new Error(TOO_LARGE);
      const result = panel.openFile(file.name, await file.text());
      if (result.status === 'failed') throw new Error(result.message);
      return null;
    }, `${file.name} cannot be opened.`);

  return (
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
      onCopy={copy}
      onReload={reloadInspectedPage}
      notice={notice}
      onExport={exportFile}
      onOpen={openFile}
      onCopyReport={copyReport}
      onShow={panel.show}
      onCloseFile={panel.closeFile}
      onDismiss={() => setNotice(null)}
    />
  );
}
