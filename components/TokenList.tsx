import { memo, type MouseEvent } from 'react';
import { CAUSE_NAMES } from '@/lib/recording/cause-words.ts';
import { changesBetween } from '@/lib/recording/claim-history.ts';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import type { TokenSide } from '@/lib/recording/comparison.ts';
import type { CredentialView } from '@/lib/recording/credentials.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import { listLifetimes, type Lifetime } from '@/lib/recording/lifetimes.ts';
import { formatPath } from '@/lib/token/diff.ts';
import { formatLocal, plural } from './format.ts';
import { ShapeIcon } from './heartbeat/Legend.tsx';
import { CAUSE_SHAPES } from './heartbeat/marks.ts';

interface Props {
  readonly recording: Recording;
  readonly view: CredentialView;
  readonly skew: ClockSkew;
  /** Those of the credential's tokens whose claims can be read, the oldest first. */
  readonly sides: readonly TokenSide[];
  /** How many are listed, the newest first. */
  readonly limit: number;
  /** Raw. */
  readonly selected: string;
  readonly comparedWith: string | undefined;
  readonly onSelect: (raw: string) => void;
  /** A click with Shift picks what the selected one is compared with. */
  readonly onCompareWith: (raw: string) => void;
}

/** Every token of a credential, with what caused it and what it says otherwise than the one before. */
export function TokenList({ view, recording, skew, sides, limit, selected, comparedWith, ...callbacks }: Props) {
  const { credential } = view;
  const newest = { ...view, credential: { ...credential, sightings: newestOf(credential.sightings, limit) } };
  const changes = changedClaims(sides.slice(-limit - 1), view);
  const older = credential.sightings.length - newest.credential.sightings.length;
  return (
    <>
      <h3>Every token</h3>
      <table className="tokens" aria-label="Tokens">
        <thead>
          <tr>
            <th scope="col">Token</th>
            <th scope="col">Seen</th>
            <th scope="col">Cause</th>
            <th scope="col">Changed</th>
          </tr>
        </thead>
        <tbody>
          {listLifetimes(recording, newest, skew)
            .toReversed()
            .map((lifetime) => (
              <Row
                key={`${lifetime.firstAt} ${lifetime.number}`}
                lifetime={lifetime}
                changed={changes.get(lifetime.raw)}
                mark={lifetime.raw === selected ? 'after' : lifetime.raw === comparedWith ? 'before' : undefined}
                {...callbacks}
              />
            ))}
        </tbody>
      </table>
      {older > 0 && (
        <p className="note">
          The newest {limit}; {plural(older, 'older one')} not listed.
        </p>
      )}
      {recording.dropped.tokens > 0 && (
        <p className="note">{plural(recording.dropped.tokens, 'older token')} dropped to bound memory.</p>
      )}
    </>
  );
}

const newestOf = <T,>(list: readonly [T, ...T[]], count: number) => list.slice(-count) as [T, ...T[]];

/** By raw token, the claims that it says otherwise than the one before it; undefined for one with none before it. */
function changedClaims(sides: readonly TokenSide[], { provider }: CredentialView): ReadonlyMap<string, string[]> {
  return new Map(
    sides.slice(1).map((after, index) => [
      after.raw,
      changesBetween(sides[index]?.claims ?? {}, after.claims, provider?.isExpectedChange)
        .filter(({ expected }) => !expected)
        .map(({ path }) => formatPath(path)),
    ]),
  );
}

interface RowProps extends Pick<Props, 'onSelect' | 'onCompareWith'> {
  readonly lifetime: Lifetime;
  readonly changed: readonly string[] | undefined;
  /** On which side of the comparison it stands. */
  readonly mark: 'before' | 'after' | undefined;
}

const Row = memo(function Row({ lifetime, changed, mark, onSelect, onCompareWith }: RowProps) {
  const { raw, number, firstAt, causes } = lifetime;
  const choose = ({ shiftKey }: MouseEvent) => (shiftKey ? onCompareWith(raw) : onSelect(raw));
  return (
    <tr className={mark ? 'selected' : ''} data-token={number} data-cause={causes.map(({ kind }) => kind).join(' ')}>
      <th scope="row">
        <button type="button" aria-current={mark === 'after'} title="Shift to compare with it" onClick={choose}>
          #{number}
        </button>
      </th>
      <td>{formatLocal(firstAt, firstAt)}</td>
      <td>
        <ul className="causes">
          {causes.map(({ kind }) => (
            <li key={kind}>
              <ShapeIcon shape={CAUSE_SHAPES[kind]} /> {CAUSE_NAMES[kind]}
            </li>
          ))}
        </ul>
        {causes.map(({ kind, evidence }) => (
          <span key={kind} className="cause-evidence muted">
            {evidence}
          </span>
        ))}
      </td>
      <td>{changed === undefined ? '' : changed.length === 0 ? 'no claim' : <code>{changed.join(', ')}</code>}</td>
    </tr>
  );
}, sameRow);

/** Hundreds of rows are as they were when a token comes. */
function sameRow(a: RowProps, b: RowProps): boolean {
  const { raw, number, firstAt, causes } = a.lifetime;
  return (
    raw === b.lifetime.raw &&
    number === b.lifetime.number &&
    firstAt === b.lifetime.firstAt &&
    a.mark === b.mark &&
    a.onSelect === b.onSelect &&
    a.onCompareWith === b.onCompareWith &&
    a.changed?.join() === b.changed?.join() &&
    causes.length === b.lifetime.causes.length &&
    causes.every(({ kind, evidence }, index) => {
      const other = b.lifetime.causes[index];
      return other?.kind === kind && other.evidence === evidence;
    })
  );
}
