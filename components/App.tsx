import { compareLastTwo } from '@/lib/recording/comparison.ts';
import type { CredentialView } from '@/lib/recording/credentials.ts';
import type { PanelState } from '@/lib/store/panel-store.ts';
import type { Scene } from '@/lib/store/selectors.ts';
import { ChangesPane } from './ChangesPane.tsx';
import { CredentialTable } from './CredentialTable.tsx';
import { Detail } from './Detail.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { SessionStrip } from './SessionStrip.tsx';
import { Empty, NoAccess, Restricted, Silent } from './States.tsx';
import { Toolbar } from './Toolbar.tsx';

export interface AppCallbacks {
  readonly onRun: (providerId: string, actionId: string) => void;
  readonly onSelect: (credentialId: string) => void;
  readonly onChoose: (providerId: string) => void;
  readonly onClear: () => void;
  readonly onLook: () => void;
  readonly onPreserve: (preserve: boolean) => void;
  readonly onAllow: () => void;
  readonly onCopy: (text: string) => void;
}

interface Props extends AppCallbacks {
  readonly state: PanelState;
  readonly scene: Scene;
  readonly accessDeclined: boolean;
}

export function App({ state, scene, accessDeclined, ...callbacks }: Props) {
  const { recording, sessions, credentials, skew, proof } = scene;
  const { access } = recording;
  const session = sessions.find(({ provider }) => provider.id === state.chosenProvider) ?? sessions[0];
  const selected =
    credentials.find(({ credential }) => credential.id === state.selected) ?? session?.view ?? credentials[0];
  const empty = credentials.length === 0 && !session;

  return (
    <main className="app" aria-label="Claimcheck">
      <Toolbar sessions={sessions} current={session} skew={skew} preserve={state.preserve} {...callbacks} />
      {state.connection === 'silent' && <Silent />}
      {access.state === 'restricted' && <Restricted why={access.why} />}
      {access.state === 'missing' && (
        <NoAccess url={recording.url ?? ''} declined={accessDeclined} onAllow={callbacks.onAllow} />
      )}
      {access.state === 'granted' && empty && <Empty recording={recording} onLook={callbacks.onLook} />}
      {!empty && access.state !== 'restricted' && (
        <>
          <SessionStrip
            session={session}
            skew={skew}
            proof={proof}
            problem={state.problem}
            disabledBecause={access.state === 'granted' ? undefined : 'Claimcheck has no access to this page yet'}
            onRun={callbacks.onRun}
          />
          <div className="panes">
            <ErrorBoundary name="The list of credentials">
              <CredentialTable
                views={credentials}
                selectedId={selected?.credential.id}
                skew={skew}
                onSelect={callbacks.onSelect}
              />
            </ErrorBoundary>
            <ErrorBoundary name={selected?.credential.name ?? 'The detail'} key={selected?.credential.id}>
              <Detail recording={recording} view={selected} skew={skew} onCopy={callbacks.onCopy} />
            </ErrorBoundary>
            <ErrorBoundary name="The list of changes">
              <ChangesPane proof={proof} comparison={comparisonOf(scene, session?.view)} />
            </ErrorBoundary>
          </div>
        </>
      )}
    </main>
  );
}

function comparisonOf({ recording }: Scene, view: CredentialView | undefined) {
  return view && compareLastTwo(recording, view.credential, view.provider?.isExpectedChange);
}
