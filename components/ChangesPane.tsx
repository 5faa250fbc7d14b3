import type { ResponseReading } from '@/lib/providers/provider.ts';
import type { Comparison, TokenSide } from '@/lib/recording/comparison.ts';
import type { Proof } from '@/lib/recording/proof.ts';
import { describeProof, describeRequest } from '@/lib/recording/words.ts';
import { formatPath, type ClaimChange } from '@/lib/token/diff.ts';
import { ClaimValue } from './ClaimValue.tsx';
import { plural } from './format.ts';
import { Icon } from './Icon.tsx';

interface Props {
  /** Of the last action; it stays until the next one. */
  readonly proof: Proof | undefined;
  /** The last two tokens, where no action has run yet. */
  readonly comparison: Comparison | undefined;
  /** Reloads the inspected page. */
  readonly onReload: () => void;
}

/** The proof of a refresh: which claims changed, which did not, and why not. */
export function ChangesPane({ proof, comparison, onReload }: Props) {
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
          <Diff {...comparison} />
        ) : (
          <p className="note">{NOTHING_YET}</p>
        )}
      </div>
    </section>
  );
}

const NOTHING_YET =
  'Nothing to compare yet. Change something on the server, then refresh: what the new token says otherwise stands here.';

function subtitle(proof: Proof | undefined, comparison: Comparison | undefined): string {
  const sides = proof?.before && proof.after ? proof : comparison;
  if (proof && !(proof.before && proof.after)) return proof.action.label;
  if (!sides?.before || !sides.after) return '';
  const tokens = `#${sides.before.number ?? '?'} to #${sides.after.number ?? '?'}`;
  return `${proof ? proof.action.label : 'Last refresh'}, ${tokens}`;
}

function ProofOf({ proof, onReload }: { readonly proof: Proof; readonly onReload: () => void }) {
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
      {proof.before && proof.after && proof.before.raw !== proof.after.raw && showsDiff(proof) && <Diff {...proof} />}
      {proof.verdict.kind === 'responded' && <ResponseFacts reading={proof.verdict.reading} onReload={onReload} />}
      {proof.verdict.kind === 'other-token' && proof.after && <OtherToken side={proof.after} />}
      <Evidence proof={proof} />
    </>
  );
}

const showsDiff = ({ verdict }: Proof) => verdict.kind === 'new-token' || verdict.kind === 'responded';

interface ResponseFactsProps {
  readonly reading: ResponseReading;
  readonly onReload: () => void;
}

function ResponseFacts({ reading: { facts, offersReload }, onReload }: ResponseFactsProps) {
  if (facts.length === 0) return null;
  return (
    <>
      {offersReload && (
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

function Diff({ changes, after }: Pick<Proof, 'changes' | 'after'>) {
  const telling = changes.filter(({ expected }) => !expected);
  const expected = changes.filter((change) => change.expected);
  const moved = new Set(changes.map(({ path }) => path[0]));
  const same = Object.keys(after?.token.claims ?? {}).filter((name) => !moved.has(name));
  return (
    <>
      {telling.length === 0 ? (
        <p className="note">No claim changed.</p>
      ) : (
        <table className="diff">
          <thead>
            <tr>
              <th scope="col">Claim</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {telling.map((change) => (
              <ChangeRow key={change.path.join('\0')} change={change} />
            ))}
          </tbody>
        </table>
      )}
      <Fold summary={`${expected.length} changed as expected`} names={expected.map(({ path }) => formatPath(path))}>
        <table className="diff">
          <tbody>
            {expected.map((change) => (
              <ChangeRow key={change.path.join('\0')} change={change} />
            ))}
          </tbody>
        </table>
      </Fold>
      <Fold summary={`${same.length} the same`} names={same} />
    </>
  );
}

function ChangeRow({ change }: { readonly change: ClaimChange }) {
  const name = formatPath(change.path);
  return (
    <tr data-claim={name} data-change={change.kind}>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td data-side="before">{change.kind === 'added' ? <i>not there</i> : <code>{text(change.before)}</code>}</td>
      <td data-side="after">{change.kind === 'removed' ? <i>gone</i> : <code>{text(change.after)}</code>}</td>
    </tr>
  );
}

const text = (value: unknown) => JSON.stringify(value) ?? String(value);

interface FoldProps {
  readonly summary: string;
  readonly names: readonly string[];
  readonly children?: React.ReactNode;
}

function Fold({ summary, names, children }: FoldProps) {
  if (names.length === 0) return null;
  const line = (
    <>
      {summary} <code className="muted">{names.join(' ')}</code>
    </>
  );
  if (!children) return <p className="fold">{line}</p>;
  return (
    <details className="fold">
      <summary>{line}</summary>
      {children}
    </details>
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
        {cookie.state === 'held-back' && (
          <li>
            <Mark good={false} /> Cookie <code>{cookie.name}</code> was not rewritten
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
