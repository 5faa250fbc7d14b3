import type { Proof } from '@/lib/recording/proof.ts';
import { describeProof, type ProofWords } from '@/lib/recording/words.ts';
import { formatLocal } from './format.ts';
import { Icon, type IconName } from './Icon.tsx';

interface Props {
  readonly proof: Proof | undefined;
  /** What kept the last request of the user from being made at all. */
  readonly problem: string | null;
}

/** The result line: what the last action came to. It stays until the next one. */
export function Outcome({ proof, problem }: Props) {
  const words: ProofWords | undefined = problem
    ? { tone: 'bad', headline: problem, reasons: [] }
    : proof && describeProof(proof);
  return (
    <div className="outcome" role="status" aria-label="Last outcome">
      {words ? (
        <p className="line-1">
          <Icon name={ICONS[words.tone]} size={14} className={`${words.tone} ${words.tone === 'busy' ? 'spin' : ''}`} />
          <span className="ellipsis" title={words.reasons.join(' ')}>
            {words.headline}
          </span>
        </p>
      ) : (
        <p className="line-1">Not refreshed by you yet</p>
      )}
      <p className="line-2 muted ellipsis">
        {proof && (
          <>
            <code>{proof.call}</code>, {formatLocal(proof.startedAt, proof.startedAt)}
          </>
        )}
      </p>
    </div>
  );
}

const ICONS: Readonly<Record<ProofWords['tone'], IconName>> = {
  good: 'check',
  neutral: 'same',
  bad: 'error',
  busy: 'refresh',
};
