import type { ClockSkew } from '@/lib/recording/clock.ts';
import type { CredentialView } from '@/lib/recording/credentials.ts';
import { currentSighting } from '@/lib/recording/credential.ts';
import type { Pin } from '@/lib/recording/pins.ts';
import { describeStale, staleAt, type StaleClaim } from '@/lib/recording/stale.ts';
import { describeClaims, describeHeader, type ClaimGroup, type ClaimRow } from '@/lib/token/claims.ts';
import { formatPath } from '@/lib/token/diff.ts';
import { unwrapJson, type FoundToken } from '@/lib/token/nested.ts';
import { ClaimValue } from './ClaimValue.tsx';
import { plural } from './format.ts';
import { Icon } from './Icon.tsx';
import { Moment } from './Moment.tsx';
import { PinButton } from './PinButton.tsx';

interface Props {
  readonly view: CredentialView;
  readonly skew: ClockSkew;
  /** Claims that say otherwise than the page's user object. */
  readonly stale: readonly StaleClaim[];
}

/** What the selected credential says: its token's claims with their meaning, and those of tokens inside it. */
export function ClaimsView({ view, skew, stale }: Props) {
  const { tokens, token } = view;
  if (tokens.length === 0) return <Unreadable view={view} reason={token.format === 'opaque' ? token.reason : ''} />;
  return (
    <>
      {stale.length > 0 && <StaleNote stale={stale} />}
      {tokens.map((found) => (
        <TokenClaims
          key={found.path.join('\0')}
          found={found}
          view={view}
          skew={skew}
          stale={found.path.length === 0 ? stale : []}
          alone={tokens.length === 1}
        />
      ))}
    </>
  );
}

function StaleNote({ stale }: { readonly stale: readonly StaleClaim[] }) {
  const untried = stale.filter(({ despite }) => despite === undefined);
  const tokenBehind = untried.some(({ behind }) => behind === 'token');
  const userBehind = untried.some(({ behind }) => behind === 'user');
  return (
    <p className="note warn" data-stale-count={stale.length}>
      <Icon name="warning" size={14} /> {plural(stale.length, 'claim')} and the page’s user object differ.
      {tokenBehind && ' The token is behind: refresh it.'}
      {userBehind && ' The user object is behind: reload the user.'}
      {untried.length < stale.length && ' Why a new token still differs stands beside the claim.'}
    </p>
  );
}

function Unreadable({ view, reason }: { readonly view: CredentialView; readonly reason: string }) {
  const data = unwrapJson(currentSighting(view.credential).value);
  return (
    <div className="note">
      <p>
        <strong>No claims to show.</strong> {reason}.
      </p>
      {view.companion && <p>{view.companion}</p>}
      {data && <pre>{JSON.stringify(data, null, 2)}</pre>}
    </div>
  );
}

interface TokenClaimsProps {
  readonly found: FoundToken;
  readonly view: CredentialView;
  readonly skew: ClockSkew;
  readonly stale: readonly StaleClaim[];
  readonly alone: boolean;
}

function TokenClaims({ found: { token, path, wrapping, mirror }, view, skew, stale, alone }: TokenClaimsProps) {
  if (token.format === 'opaque') return null;
  const { provider } = view;
  // What a mirror is read as has an algorithm, and the value itself has none.
  const header = describeHeader(token.header, provider?.header ?? {}).filter(
    ({ path: [name] }) => !mirror || name !== 'alg',
  );
  const rows = token.format === 'jws' ? describeClaims(token.claims, provider?.claims ?? {}) : [];
  const groups = Map.groupBy([...rows, ...header], ({ group }) => group);
  return (
    <>
      {(!alone || path.length > 0 || wrapping.length > 0) && (
        <h3 className="token-title">
          {path.length === 0 ? 'The token itself' : <code>{formatPath(path)}</code>}
          {wrapping.length > 0 && <span className="muted">, unwrapped from {wrapping.join(', ')}</span>}
        </h3>
      )}
      {token.format === 'jwe' && (
        <p className="note">Encrypted (JWE): only who has the key can read its claims. Its header is readable.</p>
      )}
      {mirror && <p className="note">{sentence(view.companion ?? 'a copy of a token’s claims')}</p>}
      {!mirror && path.length === 0 && view.companion && <p className="note">{sentence(view.companion)}</p>}
      {token.format === 'jws' && !token.signed && !mirror && (
        <p className="note warn">
          <Icon name="warning" size={14} /> No signature: anyone can have written this token.
        </p>
      )}
      {[...groups].map(([group, members]) => (
        <div className="claim-group" key={group}>
          <h4>{GROUP_NAMES[group]}</h4>
          <dl>
            {members.map((row) => (
              <Row
                key={row.path.join('\0')}
                row={row}
                skew={skew}
                pin={
                  row.group === 'header'
                    ? undefined
                    : { provider: provider?.id ?? 'other', path: [...path, ...row.path] }
                }
                stale={row.group === 'header' ? undefined : staleAt(stale, row.path)}
              />
            ))}
          </dl>
        </div>
      ))}
    </>
  );
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const GROUP_NAMES: Readonly<Record<ClaimGroup, string>> = {
  custom: 'Custom',
  organization: 'Organization',
  time: 'Time',
  identity: 'Identity',
  access: 'Access',
  header: 'Header',
};

interface RowProps {
  readonly row: ClaimRow;
  /** Undefined where it is no claim. */
  readonly pin: Pin | undefined;
  readonly skew: ClockSkew;
  readonly stale: StaleClaim | undefined;
}

function Row({ row, pin, skew, stale }: RowProps) {
  const name = formatPath(row.path);
  return (
    <div className="claim" data-claim={name} data-stale={stale?.behind}>
      <dt title={name}>
        <bdi>{name}</bdi>
        {pin && <PinButton {...pin} name={name} />}
      </dt>
      <dd className="claim-value">
        <ClaimValue value={row.value} />
      </dd>
      <dd className="claim-meaning">
        {row.label}
        {row.label && (row.time || row.explanation) && ': '}
        {row.time && <Moment at={row.value as number} skew={skew} />}
        {row.time && row.explanation && '; '}
        {row.explanation}
        {stale && <Stale {...stale} />}
        {row.problem && (
          <span className="bad">
            {' '}
            <Icon name="error" size={12} /> {row.problem}
          </span>
        )}
      </dd>
    </div>
  );
}

/** Which of the two is the older one, and what the page's user object says. */
function Stale(stale: StaleClaim) {
  const { source, value } = stale;
  return (
    <span className="warn">
      {' '}
      <Icon name="warning" size={12} /> {describeStale(stale)} <code>{source}</code>{' '}
      {value === undefined ? 'is gone' : <ClaimValue value={value} />}
    </span>
  );
}
