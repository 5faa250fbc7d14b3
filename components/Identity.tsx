import type { ClockSkew } from '@/lib/recording/clock.ts';
import { limitsOf, type Session } from '@/lib/recording/session.ts';
import { Limits } from './Limits.tsx';

interface Props {
  readonly session: Session;
  readonly skew: ClockSkew;
}

/** Whose session it is: the SDK's word where it is on the page, the token's where it is not. */
export function Identity({ session: current, skew }: Props) {
  const { provider, view, sdk } = current;
  const limits = limitsOf(current);
  const claims = view?.token.format === 'jws' ? view.token.claims : {};
  const { user, session, label, organization } = provider.identify(claims);
  // There is a session, though nobody can read whose.
  const hidden = view !== undefined && view.token.format !== 'jws' && !sdk;
  const userId = sdk?.user?.id ?? user;
  const sessionId = sdk?.session?.id ?? session;
  const issuer = typeof claims['iss'] === 'string' ? claims['iss'] : (sdk?.instance ?? undefined);
  return (
    <dl className="identity">
      <Entry
        field="user"
        label="User"
        value={sdk?.user?.label ?? label ?? userId ?? (hidden ? 'Unknown user' : 'Nobody')}
        detail={userId}
      />
      <Entry
        field="session"
        label="Session"
        value={sessionId ? `Session ${sdk?.session?.status ?? ''}` : hidden ? 'Unreadable session' : 'No session'}
        detail={sessionId}
      />
      {limits.length > 0 && <Limits limits={limits} skew={skew} />}
      {!sdk?.organization && organization && (
        <Entry
          field="organization"
          label="Organization and role"
          value={`${organization.role} in ${organization.label}`}
          detail={organization.id || undefined}
        />
      )}
      {sdk?.organization && (
        <Entry
          field="organization"
          label="Organization and role"
          value={`${sdk.organization.role?.replace(/^org:/, '') ?? 'member'} in ${sdk.organization.label ?? sdk.organization.id}`}
          detail={sdk.organization.id}
        />
      )}
      <Entry
        field="provider"
        label="Provider"
        value={provider.name}
        detail={[sdk?.version, issuer?.replace(/^https?:\/\//, '')].filter(Boolean).join(', ') || undefined}
      />
    </dl>
  );
}

interface EntryProps {
  readonly field: string;
  readonly label: string;
  readonly value: string;
  readonly detail: string | undefined;
}

function Entry({ field, label, value, detail }: EntryProps) {
  return (
    <div data-field={field} title={detail}>
      <dt className="visually-hidden">{label}</dt>
      <dd className="line-1 ellipsis">{value}</dd>
      <dd className="line-2 muted ellipsis">
        <bdi>{detail}</bdi>
      </dd>
    </div>
  );
}
