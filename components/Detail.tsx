import { Tabs } from '@base-ui/react/tabs';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import { viewOfToken, type CredentialView } from '@/lib/recording/credentials.ts';
import { sentExpired, type Exchange } from '@/lib/recording/exchange.ts';
import { ONLY_EXPIRED } from '@/lib/recording/request-filter.ts';
import type { Session } from '@/lib/recording/session.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import { findStaleClaims } from '@/lib/recording/stale.ts';
import { ClaimsView } from './ClaimsView.tsx';
import { DetailTabs } from './DetailTabs.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { HistoryView } from './HistoryView.tsx';
import { InspectionView } from './InspectionView.tsx';
import { RequestsView } from './RequestsView.tsx';
import { SourceView } from './SourceView.tsx';
import { TokenView } from './TokenView.tsx';
import { useShortcuts } from './use-shortcuts.ts';

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
  const subject = shown && `${shown.credential.id} ${shown.raw}`;
  const expired = useMemo(() => exchanges.filter((exchange) => sentExpired(exchange, skew)).length, [exchanges, skew]);
  // Its tab is there only while it is looked at.
  const [chosenRequest, setChosenRequest] = useState<Exchange>();
  const filterField = useRef<HTMLInputElement>(null);
  const [sought, setSought] = useState(0);
  // The field is there only with its tab.
  useEffect(() => {
    if (sought > 0) filterField.current?.focus();
  }, [sought]);
  useShortcuts({
    '/': () => {
      onTab('requests');
      setSought(sought + 1);
    },
  });
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
      <Pane value="claims" subject={subject}>
        <section aria-label="Claims">
          {shown && shown !== view && <PastToken view={shown} onCurrent={() => onSelect(shown.credential.id)} />}
          {shown ? (
            <ShownClaims
              key={shown.credential.id}
              shown={shown}
              current={shown === view}
              recording={recording}
              session={session}
              skew={skew}
            />
          ) : (
            <p className="note">Select a credential to read its claims.</p>
          )}
        </section>
      </Pane>
      <Pane value="history" subject={subject}>
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
      </Pane>
      <Pane value="session" subject={subject}>
        <section aria-label="Session details">
          <InspectionView recording={recording} session={session} skew={skew} />
        </section>
      </Pane>
      <Pane value="token" subject={subject}>
        {shown && shown !== view && <PastToken view={shown} onCurrent={() => onSelect(shown.credential.id)} />}
        {shown && <TokenView key={shown.credential.id} view={shown} onCopy={onCopy} />}
      </Pane>
      <Pane value="source" subject={subject}>
        {view && <SourceView key={view.credential.id} view={view} />}
      </Pane>
      <Pane value="requests" filled subject={subject}>
        <RequestsView
          exchanges={exchanges}
          expired={expired}
          dropped={recording.dropped.requests}
          skew={skew}
          filter={filter}
          filterField={filterField}
          chosen={chosenRequest}
          onChoose={setChosenRequest}
          onFilter={onFilter}
          onCopy={onCopy}
          onSelectToken={onShowToken}
        />
      </Pane>
      <Pane value="heartbeat" subject={subject}>
        {heartbeat}
      </Pane>
    </Tabs.Root>
  );
}

interface PaneProps {
  readonly value: string;
  /** What it shows fills it, and scrolls by itself. */
  readonly filled?: boolean;
  /** What is shown, so that it is tried again with another. */
  readonly subject: string | undefined;
  readonly children: ReactNode;
}

/** What one tab shows: a fault in it leaves the other tabs as they are. */
function Pane({ value, filled = false, subject, children }: PaneProps) {
  return (
    <Tabs.Panel value={value} className={filled ? 'pane-body filled' : 'pane-body'}>
      <ErrorBoundary name="This tab" subject={subject}>
        {children}
      </ErrorBoundary>
    </Tabs.Panel>
  );
}

interface ShownClaimsProps extends Pick<Props, 'recording' | 'session' | 'skew'> {
  readonly shown: CredentialView;
  /** It is the token that is there now. */
  readonly current: boolean;
}

function ShownClaims({ shown, current, recording, session, skew }: ShownClaimsProps) {
  const stale = session && current ? findStaleClaims(session, shown, recording) : [];
  return <ClaimsView view={shown} skew={skew} stale={stale} />;
}

interface PastTokenProps {
  readonly view: CredentialView;
  readonly onCurrent: () => void;
}

/** Says that what is shown is not what is there. */
function PastToken({ view: { number }, onCurrent }: PastTokenProps) {
  return (
    <p className="note">
      Token #{number}, which is not there any more.{' '}
      <button type="button" className="link" onClick={onCurrent}>
        Show the current one
      </button>
    </p>
  );
}
