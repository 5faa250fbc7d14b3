import type { ClockSkew } from '@/lib/recording/clock.ts';
import type { ActionOptions } from '@/lib/providers/page.ts';
import type { ActionFacts, Provider, ProviderAction } from '@/lib/providers/provider.ts';
import type { Proof } from '@/lib/recording/proof.ts';
import type { UntilPlan, UntilRun } from '@/lib/recording/until.ts';
import type { Session } from '@/lib/recording/session.ts';
import { ActionButtons } from './ActionButtons.tsx';
import { Countdown } from './Countdown.tsx';
import { Identity } from './Identity.tsx';
import { Outcome } from './Outcome.tsx';
import { PinnedClaims } from './PinnedClaims.tsx';

interface Props {
  readonly session: Session | undefined;
  readonly skew: ClockSkew;
  readonly proof: Proof | undefined;
  readonly problem: string | null;
  /** A repetition under way, or the last one. */
  readonly until: UntilRun | null;
  /** Why actions cannot run; undefined where they can. */
  readonly disabledBecause: string | undefined;
  readonly optionsOf: (provider: Provider, action: ProviderAction) => ActionOptions;
  readonly onRun: (provider: Provider, action: ProviderAction, options: ActionOptions) => void;
  readonly onUntil: (plan: UntilPlan) => void;
  readonly onStopUntil: () => void;
}

/** The session in one strip: its countdown, what can be done, what came of it, and whose it is. */
export function SessionStrip(props: Props) {
  const { session, skew, proof, problem, until, disabledBecause, optionsOf, onRun, onUntil, onStopUntil } = props;
  const running = proof?.verdict.kind === 'running' && proof.provider === session?.provider;
  return (
    <section className="strip" aria-label="Session">
      <Countdown
        claims={session?.countdown?.claims}
        tokenNumber={session?.countdown?.number}
        skew={skew}
        refreshing={running}
        absence={absenceOf(session)}
      />
      {session && <PinnedClaims key={session.provider.id} providerId={session.provider.id} view={session.view} />}
      {session && (
        // A dialog that is open asks for one provider's action, and must not outlive the switch to another.
        <ActionButtons
          key={`actions of ${session.provider.id}`}
          provider={session.provider}
          facts={factsOf(session)}
          token={session.view?.raw}
          running={running ? proof.action : undefined}
          disabledBecause={
            disabledBecause ?? (until?.end === null ? 'A refresh is being repeated: stop it first' : undefined)
          }
          optionsOf={(action) => optionsOf(session.provider, action)}
          onRun={(action, options) => onRun(session.provider, action, options)}
          onUntil={onUntil}
        />
      )}
      <Outcome proof={proof} problem={problem} until={until} onStop={onStopUntil} />
      {session && <Identity session={session} skew={skew} />}
    </section>
  );
}

const factsOf = ({ sdk, view }: Session): ActionFacts => ({
  sdk,
  claims: view?.token.format === 'jws' ? view.token.claims : undefined,
});

function absenceOf(session: Session | undefined): string {
  if (!session) return 'No session';
  if (session.view) return 'No readable token';
  const { provider, sdk } = session;
  if (sdk && !sdk.loaded)
    return sdk.status === 'error' ? `${provider.name} failed to load` : `${provider.name} is loading`;
  return 'Signed out';
}
