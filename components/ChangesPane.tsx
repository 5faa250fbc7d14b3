import type { Provider, ResponseReading } from '@/lib/providers/provider.ts';
import type { Causes } from '@/lib/recording/cause.ts';
import { describeCauses } from '@/lib/recording/cause-words.ts';
import { outdates, type Comparison, type TokenSide } from '@/lib/recording/comparison.ts';
import type { Proof } from '@/lib/recording/proof.ts';
import { describeProof, describeRequest } from '@/lib/recording/words.ts';
import { ClaimDiff } from './ClaimDiff.tsx';
import { ClaimValue } from './ClaimValue.tsx';
import { plural } from './format.ts';
import { Icon } from './Icon.tsx';

interface Props {
  /** Of the session that is shown; undefined where there is none. */
  readonly provider: Provider | undefined;
  /** Of the last action; it stays until the next one. */
  readonly proof: Proof | undefined;
  /** The last two tokens; it takes the proof's place where it is newer and says something else. */
  readonly comparison: Comparison | undefined;
  /** Of the later one of these. */
  readonly causes: Causes | undefined;
  /** Reloads the inspected page; undefined where there is none. */
  readonly onReload: (() => void) | undefined;
}

/** The proof of a refresh: which claims changed, which did not, and why not. */
export function ChangesPane({ provider, proof: last, comparison, causes, onReload }: Props) {
  const proof = last && comparison && outdates(comparison, last) ? undefined : last;
  return (
    <section className="changes" aria-label="Changes">
      <header className="pane-head">
        <h2>Changes</h2>
        <span className="muted">{subtitle(proof, comparison)}</span>
      </header>
      <div className="pane-body">
        {proof ? (
          <ProofOf proof={proof} onReload={onReload} />
        ) : comparison ? (
          <Observed comparison={comparison} causes={causes} />
        ) : (
          <>
            <p className="note">{NOTHING_YET}</p>
            {provider && <WhichAction provider={provider} />}
          </>
        )}
      </div>
    </section>
  );
}

/** When to take which of the actions that have a button. */
function WhichAction({ provider }: { readonly provider: Provider }) {
  return provider.actions
    .filter(({ main }) => main)
    .map(({ id, label, hint }) => (
      <p className="note" key={id}>
        <strong>{label}</strong> {hint}
      </p>
    ));
}

interface ObservedProps {
  readonly comparison: Comparison;
  readonly causes: Causes | undefined;
}

/** A new token that no action asked for, and what brought it. */
function Observed({ comparison, causes }: ObservedProps) {
  return (
    <>
      <ClaimDiff {...comparison} />
      {causes && (
        <>
          <h3>Cause: {describeCauses(causes)}</h3>
          <ul className="evidence">
            {causes.map(({ kind, evidence }) => (
              <li key={kind} data-cause={kind}>
                {evidence}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const NOTHING_YET =
  'Nothing to compare yet. Change something on the server, then refresh: what the new token says otherwise stands here.';

function subtitle(proof: Proof | undefined, comparison: Comparison | undefined): string {
  const sides = proof?.before && proof.after ? proof : comparison;
  if (proof && !(proof.before && proof.after)) return proof.action.label;
  if (!sides?.before || !sides.after) return '';
  const what = proof ? proof.action.label : 'Last refresh';
  const [before, after] = [sides.before.number, sides.after.number];
  return before === undefined || after === undefined ? what : `${what}, #${before} to #${after}`;
}

function ProofOf({ proof, onReload }: { readonly proof: Proof; readonly onReload: (() => void) | undefined }) {
  const { reasons } = describeProof(proof);
  return (
    <>
      {reasons.length > 0 && (
        <ul className="reasons">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {proof.before && proof.after && proof.before.raw !== proof.after.raw && showsDiff(proof) && (
        <ClaimDiff {...proof} />
      )}
      {proof.verdict.kind === 'responded' && <ResponseFacts reading={proof.verdict.reading} onReload={onReload} />}
      {proof.verdict.kind === 'other-token' && proof.after && <OtherToken side={proof.after} />}
      <Evidence proof={proof} />
    </>
  );
}

const showsDiff = ({ verdict }: Proof) => verdict.kind === 'new-token' || verdict.kind === 'responded';

interface ResponseFactsProps {
  readonly reading: ResponseReading;
  readonly onReload: (() => void) | undefined;
}

function ResponseFacts({ reading: { facts, offersReload }, onReload }: ResponseFactsProps) {
  if (facts.length === 0) return null;
  return (
    <>
      {offersReload && onReload && (
        <p className="note">
          <button type="button" className="button" onClick={onReload}>
            <Icon name="refresh" size={14} /> Reload the page
          </button>
        </p>
      )}
      <h3>Response</h3>
      <dl className="attributes">
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <ClaimValue value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** A token that is not the session's, so it is compared with nothing. */
function OtherToken({ side }: { readonly side: TokenSide }) {
  return (
    <>
      <h3>Token returned</h3>
      <pre>{JSON.stringify({ header: side.token.header, claims: side.claims }, null, 2)}</pre>
    </>
  );
}

function Evidence({ proof }: { readonly proof: Proof }) {
  const { cookie, requests } = proof;
  return (
    <>
      <h3>Evidence</h3>
      <ul className="evidence">
        {requests.map((request) => (
          <li key={`${request.startedAt} ${request.url}`}>
            <Mark good={request.status >= 200 && request.status < 400} /> <code>{describeRequest(request)}</code>
          </li>
        ))}
        {requests.length === 0 && (
          <li>
            <Icon name="same" size={12} /> No request of {proof.provider.name} was seen while it ran
          </li>
        )}
        {cookie.state === 'rewritten' && (
          <li>
            <Mark good /> Cookie <code>{cookie.name}</code> holds the new token
          </li>
        )}
        {(cookie.state === 'new-value' || cookie.state === 'same-value') &&
          cookie.names.map((name) => (
            <li key={name}>
              {cookie.state === 'new-value' ? <Mark good /> : <Icon name="same" size={12} />} Cookie <code>{name}</code>{' '}
              {cookie.state === 'new-value' ? 'holds a new value' : 'holds the same value as before'}
            </li>
          ))}
        {cookie.state === 'held-back' && (
          <li>
            <Mark good={false} /> Cookie <code>{cookie.name}</code> was not rewritten
          </li>
        )}
        {cookie.state === 'gone' && (
          <li>
            <Mark good={false} /> Cookie <code>{cookie.name}</code> is gone
          </li>
        )}
        {cookie.state === 'unread' && (
          <li>
            <Icon name="same" size={12} /> Cookies were not read
          </li>
        )}
        <li className="muted">
          <code>{proof.call}</code>
          {proof.duration !== null && `, ${plural(Math.round(proof.duration), 'ms', 'ms')}`}
        </li>
      </ul>
    </>
  );
}

function Mark({ good }: { readonly good: boolean }) {
  return <Icon name={good ? 'check' : 'error'} size={12} className={good ? 'good' : 'bad'} />;
}
