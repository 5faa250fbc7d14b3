import { Tabs } from '@base-ui/react/tabs';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import type { CredentialView } from '@/lib/recording/credentials.ts';
import type { Session } from '@/lib/recording/session.ts';
import type { Recording } from '@/lib/recording/fold.ts';
import { findStaleClaims } from '@/lib/recording/stale.ts';
import { ClaimsView } from './ClaimsView.tsx';
import { InspectionView } from './InspectionView.tsx';
import { RequestsView } from './RequestsView.tsx';
import { SourceView } from './SourceView.tsx';
import { TokenView } from './TokenView.tsx';

interface Props {
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  readonly recording: Recording;
  /** Undefined where nothing is there to be selected. */
  readonly view: CredentialView | undefined;
  readonly session: Session | undefined;
  readonly skew: ClockSkew;
  readonly onCopy: (text: string) => void;
}

/** What is selected: its claims, the token as it stands, where it was found, and the requests that carried it. */
export function Detail({ tab, onTab, recording, view, session, skew, onCopy }: Props) {
  return (
    <Tabs.Root className="detail" value={tab} onValueChange={onTab}>
      <Tabs.List className="tabs" aria-label={view?.credential.name ?? 'Detail'}>
        <Tabs.Tab value="claims">Claims</Tabs.Tab>
        <Tabs.Tab value="session">Session</Tabs.Tab>
        <Tabs.Tab value="token">Token</Tabs.Tab>
        <Tabs.Tab value="source">{view?.credential.cookie ? 'Cookie' : 'Source'}</Tabs.Tab>
        <Tabs.Tab value="requests">Requests</Tabs.Tab>
        <span className="grow" />
        <code className="tab-context muted ellipsis">{view?.credential.name}</code>
      </Tabs.List>
      <Tabs.Panel value="claims" className="pane-body">
        <section aria-label="Claims">
          {view ? (
            <ClaimsView
              view={view}
              skew={skew}
              stale={session ? findStaleClaims(session, view, recording.origins) : []}
            />
          ) : (
            <p className="note">Select a credential to read its claims.</p>
          )}
        </section>
      </Tabs.Panel>
      <Tabs.Panel value="session" className="pane-body">
        <section aria-label="Session details">
          <InspectionView recording={recording} session={session} skew={skew} />
        </section>
      </Tabs.Panel>
      <Tabs.Panel value="token" className="pane-body">
        {view && <TokenView view={view} onCopy={onCopy} />}
      </Tabs.Panel>
      <Tabs.Panel value="source" className="pane-body">
        {view && <SourceView view={view} />}
      </Tabs.Panel>
      <Tabs.Panel value="requests" className="pane-body">
        <RequestsView recording={recording} />
      </Tabs.Panel>
    </Tabs.Root>
  );
}
