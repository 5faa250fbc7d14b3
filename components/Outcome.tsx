import { describeCondition, describeUntil, type UntilRun } from '@/lib/recording/until.ts';
import type { Proof } from '@/lib/recording/proof.ts';
import { describeProof, type ProofWords } from '@/lib/recording/words.ts';
import { formatLocal } from './format.ts';
import { Icon, type IconName } from './Icon.tsx';

interface Props {
  readonly proof: Proof | undefined;
  /** What kept the last request of the user from being made at all. */
  readonly problem: string | null;
  /** The repetition under way, or the last one. */
  readonly until: UntilRun | null;
  readonly onStop: () => void;
}

/** The result line: what the last action came to. It stays until the next one. */
export function Outcome({ proof, problem, until, onStop }: Props) {
  if (until && isLatest(until, proof)) return <UntilOutcome run={until} call={proof?.call} onStop={onStop} />;
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

/** A repetition is spoken of until something else is done. */
const isLatest = ({ endedAt }: UntilRun, proof: Proof | undefined) =>
  endedAt === null || !proof || proof.startedAt <= endedAt;

interface UntilOutcomeProps {
  readonly run: UntilRun;
  /** The call that was made last; undefined where none was. */
  readonly call: string | undefined;
  readonly onStop: () => void;
}

/** Counts tries for the eye only: what is announced is that it waits, and what came of it. */
function UntilOutcome({ run, call, onStop }: UntilOutcomeProps) {
  const { plan, end } = run;
  const words = describeUntil(run);
  const waiting = `Refreshing until ${describeCondition(plan.condition)}`;
  return (
    <div className="outcome with-stop" role="status" aria-label="Last outcome">
      <div>
        <p className="line-1" aria-hidden={end === null}>
          <Icon name={ICONS[words.tone]} size={14} className={`${words.tone} ${words.tone === 'busy' ? 'spin' : ''}`} />
          <span className="ellipsis" title={[words.headline, ...words.reasons].join('. ')}>
            {words.headline}
          </span>
        </p>
        <p className="line-2 muted ellipsis" title={waiting}>
          {end === null ? waiting : <code>{call}</code>}
        </p>
      </div>
      {end === null && (
        <button type="button" className="button" onClick={onStop}>
          Stop
        </button>
      )}
    </div>
  );
}

const ICONS: Readonly<Record<ProofWords['tone'], IconName>> = {
  good: 'check',
  neutral: 'same',
  bad: 'error',
  busy: 'refresh',
};
