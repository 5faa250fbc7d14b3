import { Tabs } from '@base-ui/react/tabs';
import { useMemo, type ReactNode } from 'react';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import { viewOfToken, type CredentialView } from '@/lib/recording/credentials.ts';
import { sentExpired, type Exchange } from '@/lib/recording/exchange.ts';
import { ONLY_EXPIRED } from '@/lib/recording/request-filter.ts';
import type { Session } from '@/lib/recording/session.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import { findStaleClaims } from '@/lib/recording/stale.ts';
import { ClaimsView } from './ClaimsView.tsx';
import { DetailTabs } from './DetailTabs.tsx';
import { HistoryView } from './HistoryView.tsx';
import { InspectionView } from './InspectionView.tsx';
import { RequestsView } from './RequestsView.tsx';
import { SourceView } from './SourceView.tsx';
import { TokenView } from './TokenView.tsx';

interface Props {
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  readonly recording: Recording;
  readonly exchanges: readonly Exchange[];
  /** Of the requests. */
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  /** Undefined where nothing is there to be selected. */
  readonly view: CredentialView | undefined;
  /** Raw; null for the one that is there now. */
  readonly selectedToken: string | null;
  readonly session: Session | undefined;
  readonly skew: ClockSkew;
  /** The lanes of all credentials, large. */
  readonly heartbeat: ReactNode;
  readonly onCopy: (text: string) => void;
  readonly onSelect: (credentialId: string) => void;
  readonly onSelectToken: (credentialId: string, raw: string) => void;
  /** By its number, wherever it was seen. */
  readonly onShowToken: (number: number) => void;
}

/** What is selected: its claims, the token as it stands, where it was found, and the requests that carried it. */
export function Detail(props: Props) {
  const { tab, onTab, recording, exchanges, filter, view, selectedToken, session, skew, heartbeat } = props;
  const { onFilter, onCopy, onSelect, onSelectToken, onShowToken } = props;
  const shown = view && viewOfToken(recording, view, selectedToken);
  const expired = useMemo(() => exchanges.filter((exchange) => sentExpired(exchange, skew)).length, [exchanges, skew]);
  return (
    <Tabs.Root className="detail" value={tab} onValueChange={onTab}>
      <DetailTabs
        tab={tab}
        onTab={onTab}
        name={view?.credential.name}
        isCookie={Boolean(view?.credential.cookie)}
        requests={exchanges.length}
        expired={expired}
        onExpired={() => {
          onFilter(ONLY_EXPIRED);
          onTab('requests');
        }}
      />
      <Tabs.Panel value="claims" className="pane-body">
        <section aria-label="Claims">
          {shown && shown !== view && <PastToken view={shown} onCurrent={() => onSelect(shown.credential.id)} />}
          {shown ? (
            <ClaimsView
              key={shown.credential.id}
              view={shown}
              skew={skew}
              stale={session && shown === view ? findStaleClaims(session, shown, recording.origins) : []}
            />
          ) : (
            <p className="note">Select a credential to read its claims.</p>
          )}
        </section>
      </Tabs.Panel>
      <Tabs.Panel value="history" className="pane-body">
        {view && (
          <HistoryView
            key={view.credential.id}
            recording={recording}
            view={view}
            skew={skew}
            selectedToken={selectedToken}
            onSelectToken={onSelectToken}
          />
        )}
      </Tabs.Panel>
      <Tabs.Panel value="session" className="pane-body">
        <section aria-label="Session details">
          <InspectionView recording={recording} session={session} skew={skew} />
        </section>
      </Tabs.Panel>
      <Tabs.Panel value="token" className="pane-body">
        {shown && shown !== view && <PastToken view={shown} onCurrent={() => onSelect(shown.credential.id)} />}
        {shown && <TokenView key={shown.credential.id} view={shown} onCopy={onCopy} />}
      </Tabs.Panel>
      <Tabs.Panel value="source" className="pane-body">
        {view && <SourceView key={view.credential.id} view={view} />}
      </Tabs.Panel>
      <Tabs.Panel value="requests" className="pane-body filled">
        <RequestsView
          exchanges={exchanges}
          expired={expired}
          dropped={recording.dropped.requests}
          skew={skew}
          filter={filter}
          onFilter={onFilter}
          onCopy={onCopy}
          onSelectToken={onShowToken}
        />
      </Tabs.Panel>
      <Tabs.Panel value="heartbeat" className="pane-body">
        {heartbeat}
      </Tabs.Panel>
    </Tabs.Root>
  );
}

interface PastTokenProps {
  readonly view: CredentialView;
  readonly onCurrent: () => void;
}

/** Says that what is shown is not what is there. */
function PastToken({ view: { number }, onCurrent }: PastTokenProps) {
  return (
    <p className="note past-token">
      Token #{number}, which is not there any more.{' '}
      <button type="button" className="link" onClick={onCurrent}>
        Show the current one
      </button>
    </p>
  );
}
