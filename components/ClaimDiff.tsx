import type { TokenSide } from '@/lib/recording/comparison.ts';
import { formatPath, type ClaimChange } from '@/lib/token/diff.ts';

interface Props {
  readonly changes: readonly ClaimChange[];
  readonly after: TokenSide | undefined;
}

/** What a token says otherwise than the one before it: what tells something first, the rest folded away. */
export function ClaimDiff({ changes, after }: Props) {
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
