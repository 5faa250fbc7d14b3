import type { ClaimHistory } from '@/lib/recording/claim-history.ts';
import type { TokenSide } from '@/lib/recording/comparison.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import { formatPath } from '@/lib/token/diff.ts';
import { ClaimValue } from './ClaimValue.tsx';
import { formatLocal, plural } from './format.ts';

interface Props {
  readonly recording: Recording;
  readonly histories: readonly ClaimHistory[];
  readonly onSelect: (raw: string) => void;
}

/** Of a claim that changes with almost every token no more values are listed. */
const MAX_LISTED = 200;

/** Every claim that has changed, with every value it had and since when. */
export function ClaimHistories({ recording, histories, onSelect }: Props) {
  if (histories.length === 0) return null;
  return (
    <>
      <h3>Claims over time</h3>
      {histories.map(({ path, periods }) => (
        <div className="claim-history" key={path.join('\0')} data-claim-history={formatPath(path)}>
          <h4>
            <bdi>{formatPath(path)}</bdi>
          </h4>
          <ol>
            {periods.slice(0, MAX_LISTED).map(({ value, since, tokens }, index) => (
              <li key={periods.length - index}>
                <span className="claim-value">
                  {value === undefined ? <i className="muted">not there</i> : <ClaimValue value={value} />}
                </span>
                <span className="muted">
                  since {seen(recording, since)},{' '}
                  <button type="button" className="link" onClick={() => onSelect(since.raw)}>
                    #{since.number}
                  </button>
                  , in {plural(tokens, 'token')}
                </span>
              </li>
            ))}
          </ol>
          {periods.length > MAX_LISTED && (
            <p className="note">
              The newest {MAX_LISTED}; {plural(periods.length - MAX_LISTED, 'older one')} not listed.
            </p>
          )}
        </div>
      ))}
    </>
  );
}

function seen({ tokens }: Recording, { raw }: TokenSide): string {
  const at = tokens.get(raw)?.firstAt ?? 0;
  return formatLocal(at, at);
}
