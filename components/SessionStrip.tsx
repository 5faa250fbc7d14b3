import type { ClockSkew } from '@/lib/recording/clock.ts';
import type { Proof } from '@/lib/recording/proof.ts';
import type { Session } from '@/lib/recording/session.ts';
import { Countdown } from './Countdown.tsx';
import { Icon } from './Icon.tsx';
import { Identity } from './Identity.tsx';
import { Outcome } from './Outcome.tsx';

interface Props {
  readonly session: Session | undefined;
  readonly skew: ClockSkew;
  readonly proof: Proof | undefined;
  readonly problem: string | null;
  /** Why actions cannot run; undefined where they can. */
  readonly disabledBecause: string | undefined;
  readonly onRun: (providerId: string, actionId: string) => void;
}

/** The session in one strip: its countdown, what can be done, what came of it, and whose it is. */
export function SessionStrip({ session, skew, proof, problem, disabledBecause, onRun }: Props) {
  const token = session?.view?.token;
  const running = proof?.verdict.kind === 'running' && proof.provider === session?.provider;
  return (
    <section className="strip" aria-label="Session">
      <Countdown
        claims={token?.format === 'jws' ? token.claims : undefined}
        tokenNumber={session?.view?.number}
        skew={skew}
        refreshing={running}
        absence={absenceOf(session)}
      />
      <div className="actions" role="group" aria-label="Actions">
        {session?.provider.actions.map((action, index) => (
          <button
            key={action.id}
            type="button"
            className={index === 0 ? 'button primary' : 'button'}
            title={disabledBecause ?? `${action.call}. ${action.hint}`}
            disabled={running || disabledBecause !== undefined}
            aria-busy={running && proof.action === action}
            onClick={() => onRun(session.provider.id, action.id)}
          >
            <Icon name="refresh" size={14} className={running && proof.action === action ? 'spin' : ''} />
            {action.label}
          </button>
        ))}
      </div>
      <Outcome proof={proof} problem={problem} />
      {session && <Identity session={session} />}
    </section>
  );
}

function absenceOf(session: Session | undefined): string {
  if (!session) return 'No session';
  if (session.view) return 'No readable token';
  if (session.sdk && !session.sdk.loaded) return `${session.provider.name} is loading`;
  return 'Signed out';
}
