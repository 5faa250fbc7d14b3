import { useState } from 'react';
import { causesOf } from '@/lib/recording/cause.ts';
import { compareLastTwo } from '@/lib/recording/comparison.ts';
import { hasCookie, type CredentialView } from '@/lib/recording/credentials.ts';
import { providerById } from '@/lib/providers/index.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import type { Pin } from '@/lib/recording/pins.ts';
import type { Session } from '@/lib/recording/session.ts';
import type { UntilPlan, UntilRun } from '@/lib/recording/until.ts';
import type { ActionOptions } from '@/lib/providers/page.ts';
import type { Provider, ProviderAction } from '@/lib/providers/provider.ts';
import { optionsOf, pinsOf, shownFile, type PanelState } from '@/lib/store/panel-store.ts';
import type { Scene } from '@/lib/store/selectors.ts';
import { Banner } from './Banner.tsx';
import { ChangesPane } from './ChangesPane.tsx';
import { CredentialsFoot } from './CredentialsFoot.tsx';
import { CredentialTable } from './CredentialTable.tsx';
import { DecoderView } from './DecoderView.tsx';
import { Detail } from './Detail.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { plural } from './format.ts';
import { HeartbeatView } from './heartbeat/HeartbeatView.tsx';
import { useKeptView } from './heartbeat/use-kept-view.ts';
import { PinContext } from './pin-context.ts';
import { RecordingBar, type Notice } from './RecordingBar.tsx';
import { RecordingMenu, type RecordingCallbacks } from './RecordingMenu.tsx';
import { useFileDrop } from './use-file-drop.ts';
import { ShortcutsContext } from './use-shortcuts.ts';
import { useStable } from './use-stable.ts';
import { SessionStrip } from './SessionStrip.tsx';
import { Start } from './Start.tsx';
import { Empty, NothingSaved, NoAccess, Restricted, Silent, Waiting } from './States.tsx';
import { Toolbar } from './Toolbar.tsx';

export interface AppCallbacks extends RecordingCallbacks {
  readonly onRun: (provider: Provider, action: ProviderAction, options: ActionOptions) => void;
  readonly onPin: (pin: Pin) => void;
  readonly onUntil: (plan: UntilPlan) => void;
  readonly onStopUntil: () => void;
  readonly onSelect: (credentialId: string) => void;
  readonly onSelectToken: (credentialId: string, raw: string) => void;
  readonly onChoose: (providerId: string) => void;
  readonly onClear: () => void;
  readonly onLook: () => void;
  readonly onPreserve: (preserve: boolean) => void;
  readonly onAllow: () => void;
  readonly onCopy: (text: string) => void;
  readonly onReload: () => void;
  readonly onShow: (what: PanelState['shows']) => void;
  readonly onCloseFile: () => void;
  readonly onDismiss: () => void;
}

interface Props extends AppCallbacks {
  readonly state: PanelState;
  readonly scene: Scene;
  /** A repetition under way, or the last one. */
  readonly until: UntilRun | null;
  readonly accessDeclined: boolean;
  /** What came of the last thing that was done with a recording. */
  readonly notice: Notice | null;
}

const NO_ACCESS = 'Claimcheck has no access to this page yet';
const READ_ONLY = 'This is a saved recording: there is no page to ask';

export function App({ state, scene, until, accessDeclined, notice, ...callbacks }: Props) {
  const [tab, setTab] = useState('claims');
  const [requestFilter, setRequestFilter] = useState('');
  const [decoding, setDecoding] = useState(false);
  const busy = notice?.tone === 'busy';
  const drop = useFileDrop(busy ? undefined : callbacks.onOpen);
  const { recording, sessions, credentials, skew, proof } = scene;
  const { access } = recording;
  const session = sessions.find(({ provider }) => provider.id === state.chosenProvider) ?? sessions[0];
  const selected =
    credentials.find(({ credential }) => credential.id === state.selected) ?? session?.view ?? credentials[0];
  const file = shownFile(state);
  const keptView = useKeptView(file);
  const readOnly = file !== null || state.connection === 'none';
  const empty = access.state === 'restricted' || (credentials.length === 0 && !session);

  const showToken = useStable((number: number) => {
    const [raw] = [...recording.tokens].find(([, token]) => token.number === number) ?? [];
    const holder = credentials.find(({ credential }) =>
      credential.sightings.some(({ tokens }) => tokens[0]?.raw === raw),
    );
    if (raw === undefined || !holder) return;
    callbacks.onSelectToken(holder.credential.id, raw);
    setTab('claims');
  });

  return (
    <main className="app" aria-label="Claimcheck" {...drop}>
      <ErrorBoundary name="The toolbar">
        <Toolbar
          sessions={sessions}
          current={session}
          skew={skew}
          preserve={state.preserve}
          decoding={decoding}
          onDecode={() => setDecoding(!decoding)}
          readOnly={readOnly}
          menu={
            <RecordingMenu
              empty={state.connection === 'none' && !file}
              redacted={file?.redacted ?? false}
              busy={busy}
              onExport={callbacks.onExport}
              onOpen={callbacks.onOpen}
              onCopyReport={callbacks.onCopyReport}
              shortcuts={state.shortcuts}
              onShortcuts={callbacks.onShortcuts}
            />
          }
          {...callbacks}
        />
      </ErrorBoundary>
      <RecordingBar
        state={state}
        notice={notice}
        onShow={callbacks.onShow}
        onClose={callbacks.onCloseFile}
        onDismiss={callbacks.onDismiss}
      />
      <ErrorBoundary name="What limits the picture">
        <Notices recording={recording} known={!empty && !readOnly} sessions={sessions} onAllow={callbacks.onAllow} />
      </ErrorBoundary>
      {empty && state.problem && <Banner role="alert">{state.problem}</Banner>}
      {empty && !decoding && <Absence state={state} recording={recording} declined={accessDeclined} {...callbacks} />}
      {!empty && (
        <ShortcutsContext value={state.shortcuts && !decoding}>
          <PinContext value={{ pins: pinsOf(state), onPin: callbacks.onPin }}>
            <ErrorBoundary name="The session" subject={session?.provider.id}>
              <SessionStrip
                session={session}
                skew={skew}
                proof={proof}
                problem={state.problem}
                until={readOnly ? null : until}
                disabledBecause={readOnly ? READ_ONLY : access.state === 'granted' ? undefined : NO_ACCESS}
                optionsOf={(provider, action) => optionsOf(state, provider.id, action)}
                onRun={callbacks.onRun}
                onUntil={callbacks.onUntil}
                onStopUntil={callbacks.onStopUntil}
              />
            </ErrorBoundary>
            <div className="panes" hidden={decoding}>
              <ErrorBoundary name="The list of credentials">
                <CredentialTable
                  recording={recording}
                  views={credentials}
                  lanes={scene.lanes}
                  selectedToken={state.selectedToken}
                  selectedId={selected?.credential.id}
                  skew={skew}
                  onSelect={callbacks.onSelect}
                  onSelectToken={callbacks.onSelectToken}
                />
              </ErrorBoundary>
              {tab !== 'heartbeat' && (
                <CredentialsFoot views={credentials} tokens={recording.tokens.size} requests={scene.exchanges.length} />
              )}
              <ErrorBoundary name={selected?.credential.name ?? 'The detail'} subject={selected?.credential.id}>
                <Detail
                  tab={tab}
                  onTab={setTab}
                  recording={recording}
                  exchanges={scene.exchanges}
                  filter={requestFilter}
                  onFilter={setRequestFilter}
                  view={selected}
                  session={session}
                  skew={skew}
                  selectedToken={state.selectedToken}
                  heartbeat={
                    <HeartbeatView
                      key={file === null ? 'live' : `${file.name} ${file.exportedAt}`}
                      kept={keptView}
                      recording={recording}
                      views={credentials}
                      lanes={scene.lanes}
                      skew={skew}
                      selectedId={selected?.credential.id}
                      selectedToken={state.selectedToken}
                      onSelectToken={callbacks.onSelectToken}
                    />
                  }
                  onCopy={callbacks.onCopy}
                  onSelect={callbacks.onSelect}
                  onSelectToken={callbacks.onSelectToken}
                  onShowToken={showToken}
                />
              </ErrorBoundary>
              <ErrorBoundary name="The list of changes">
                <ChangesPane
                  provider={readOnly ? undefined : session?.provider}
                  proof={proof}
                  comparison={comparisonOf(scene, session?.view)}
                  causes={causesOfLast(scene, session?.view)}
                  onReload={readOnly ? undefined : callbacks.onReload}
                />
              </ErrorBoundary>
            </div>
          </PinContext>
        </ShortcutsContext>
      )}
      {decoding && (
        <ErrorBoundary name="The decoder">
          <DecoderView skew={skew} onCopy={callbacks.onCopy} onClose={() => setDecoding(false)} />
        </ErrorBoundary>
      )}
    </main>
  );
}

function comparisonOf({ recording }: Scene, view: CredentialView | undefined) {
  return view && compareLastTwo(recording, view.credential, view.provider?.isExpectedChange);
}

function causesOfLast({ recording, skew }: Scene, view: CredentialView | undefined) {
  return view?.raw === undefined ? undefined : causesOf(recording, view.raw, skew);
}

interface AbsenceProps extends Pick<AppCallbacks, 'onAllow' | 'onLook' | 'onOpen'> {
  readonly state: PanelState;
  readonly recording: Recording;
  readonly declined: boolean;
}

/** Why there is nothing to show. */
function Absence({ state, recording, declined, onAllow, onLook, onOpen }: AbsenceProps) {
  const { access, url } = recording;
  if (shownFile(state)) return <NothingSaved recording={recording} />;
  if (state.connection === 'none') return <Start onOpen={onOpen} />;
  if (state.connection === 'silent') return <Silent />;
  if (state.connection === 'connecting') return <Waiting>Reading the recording…</Waiting>;
  switch (access.state) {
    case 'unknown':
      return <Waiting>Looking at the page…</Waiting>;
    case 'restricted':
      return <Restricted why={access.why} />;
    case 'missing':
      return <NoAccess url={url ?? ''} declined={declined} onAllow={onAllow} />;
    case 'granted':
      return <Empty recording={recording} onLook={onLook} />;
  }
}

interface NoticesProps {
  readonly recording: Recording;
  /** Something is shown below. */
  readonly known: boolean;
  readonly sessions: readonly Session[];
  readonly onAllow: () => void;
}

/** What limits the picture, and what to do about it. */
function Notices({ recording, known, sessions, onAllow }: NoticesProps) {
  const { access, pageUnreadable, sdks } = recording;
  return (
    <>
      {known && access.state === 'missing' && (
        <Banner>
          <span>Without access to this site only the tokens that requests carry are shown.</span>
          <button type="button" className="button" onClick={onAllow}>
            Allow on this site
          </button>
        </Banner>
      )}
      {pageUnreadable && (
        <Banner>The page gave an unreadable answer about its SDK, so cookies and storage alone are shown.</Banner>
      )}
      {sdks
        .filter(({ problems }) => problems.length > 0)
        .map(({ provider, problems }) => (
          <Banner key={provider}>
            <span title={problems.join('\n')}>
              The page’s {providerById(provider)?.name ?? provider} could not be read whole: {problems[0]}
              {problems.length > 1 && `, and ${plural(problems.length - 1, 'more fault')}`}
            </span>
          </Banner>
        ))}
      {providerNotices(recording, sessions).map((notice) => (
        <Banner key={notice}>
          <span>{notice}</span>
        </Banner>
      ))}
    </>
  );
}

function providerNotices(recording: Recording, sessions: readonly Session[]): readonly string[] {
  const known = (name: string) => hasCookie(recording, name);
  return sessions.flatMap(({ provider, sdk }) => provider.notices?.({ hasCookie: known, sdk }) ?? []);
}
