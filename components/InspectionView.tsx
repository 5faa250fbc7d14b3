import type { ClockSkew } from '@/lib/recording/clock.ts';
import { hasCookie } from '@/lib/recording/credentials.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import type { Session } from '@/lib/recording/session.ts';
import type { InspectionFact, InspectionGroup } from '@/lib/providers/page.ts';
import type { Provider } from '@/lib/providers/provider.ts';
import { Moment } from './Moment.tsx';

interface Props {
  readonly recording: Recording;
  readonly session: Session | undefined;
  readonly skew: ClockSkew;
}

/** Everything that the page's SDK tells of the session, with what it means. */
export function InspectionView({ recording, session, skew }: Props) {
  const groups = session ? groupsOf(session, recording) : [];
  if (!session || groups.length === 0) return <p className="note">No SDK on this page tells of a session.</p>;
  const { provider } = session;
  return groups.map(({ title, facts }) => (
    <div className="claim-group titled" key={title}>
      <h4>{title}</h4>
      <dl>
        {facts.map((fact) => (
          <Fact key={fact.name} fact={fact} provider={provider} skew={skew} />
        ))}
      </dl>
    </div>
  ));
}

function groupsOf({ provider, sdk, renewal }: Session, recording: Recording): InspectionGroup[] {
  const derived = sdk && provider.inspect?.({ sdk, hasCookie: (name) => hasCookie(recording, name) });
  const renewed = renewal ? [{ title: 'Refresh token', facts: [renewal] }] : [];
  return [...(sdk?.inspection ?? []), ...(derived ?? []), ...renewed];
}

interface FactProps {
  readonly fact: InspectionFact;
  readonly provider: Provider;
  readonly skew: ClockSkew;
}

function Fact({ fact, provider, skew }: FactProps) {
  const meaning = provider.explainFact(fact.name, fact.value);
  return (
    <div className="claim" data-fact={fact.name}>
      <dt title={fact.name}>
        <bdi>{fact.name}</bdi>
      </dt>
      <dd className="claim-value">
        {fact.kind === 'time' && fact.value !== null ? (
          <Moment at={fact.value / 1_000} skew={skew} />
        ) : (
          <bdi>{fact.value === null ? 'null' : String(fact.value)}</bdi>
        )}
      </dd>
      <dd className="claim-meaning">{meaning}</dd>
    </div>
  );
}
