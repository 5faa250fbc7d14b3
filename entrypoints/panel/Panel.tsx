import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { App } from '@/components/App.tsx';
import type { Notice } from '@/components/RecordingBar.tsx';
import { ErrorBoundary } from '@/components/ErrorBoundary.tsx';
import { copyText } from '@/lib/platform/copy.ts';
import { appFacts } from '@/lib/platform/app.ts';
import { reloadInspectedPage } from '@/lib/platform/devtools.ts';
import { inFileWorker } from '@/lib/platform/file-worker.ts';
import { askForAccess } from '@/lib/platform/host-access.ts';
import { saveFile } from '@/lib/platform/save.ts';
import type { HostAccess } from '@/lib/recording/event.ts';
import { MAX_FILE, TOO_LARGE } from '@/lib/recording/file/read.ts';
import { fileName } from '@/lib/recording/file/write.ts';
import { shownFile, type PanelStore } from '@/lib/store/panel-store.ts';
import type { RefreshUntil } from '@/lib/store/refresh-until.ts';
import { useTask } from './use-task.ts';

interface Props {
  readonly panel: PanelStore;
  readonly until: RefreshUntil;
}

const REPORT_FAILED = 'The report could not be copied.';

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
  const scene = panel.sceneOf(state);
  const work = useTask();
  // Copying a value takes the place of no file that is being prepared or opened.
  const copying = useTask();
  const { notice, dismiss } = work.notice?.tone === 'busy' || !copying.notice ? work : copying;
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

  const attempt: typeof work.attempt = (task, words) => {
    copying.dismiss();
    return work.attempt(task, words);
  };

  const exportFile = (redacted: boolean) =>
    attempt(
      async () => {
        const { events, facts: about } = await facts();
        const name = fileName(scene.recording.url, about.exportedAt, redacted);
        saveFile(name, await inFileWorker('file/write', events, about, redacted));
        return null;
      },
      { busy: 'Preparing the file…', failure: 'The recording could not be exported.' },
    );

  const copy = (text: string) =>
    copying.attempt(
      async () => {
        await copyText(text);
        return null;
      },
      { busy: 'Copying…', failure: 'It could not be copied.' },
    );

  const copyReport = () =>
    attempt(
      async (signal) => {
        const { events, facts: about } = await facts();
        const report = await inFileWorker('report/write', events, about, state.chosenProvider);
        signal.throwIfAborted();
        return copied(report, `${report.split('\n').length} lines of Markdown, redacted`);
      },
      { busy: 'Preparing the bug report…', failure: REPORT_FAILED },
    );

  /** Browsers let a page copy in the seconds after a click, which a large recording may take. */
  async function copied(report: string, what: string): Promise<Notice> {
    const done: Notice = { tone: 'good', text: `Bug report copied: ${what}` };
    return copyText(report).then(
      () => done,
      () => ({
        tone: 'ready',
        text: `The bug report is ready: ${what}`,
        onCopy: () =>
          void attempt(() => copyText(report).then(() => done), { busy: 'Copying…', failure: REPORT_FAILED }),
      }),
    );
  }

  const openFile = (file: File) =>
    attempt(
      async (signal) => {
        if (file.size > MAX_FILE) throw new Error(TOO_LARGE);
        const result = await inFileWorker('file/read', file);
        if (result.status === 'failed') throw new Error(result.message);
        signal.throwIfAborted();
        await panel.openFile(file.name, result.recording);
        return null;
      },
      { busy: `Opening ${file.name}…`, failure: `${file.name} cannot be opened.` },
    );

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
      onShortcuts={panel.setShortcuts}
      onAllow={allow}
      onCopy={copy}
      onReload={reloadInspectedPage}
      notice={notice}
      onExport={exportFile}
      onOpen={openFile}
      onCopyReport={copyReport}
      onShow={panel.show}
      onCloseFile={panel.closeFile}
      onDismiss={dismiss}
    />
  );
}
