import { serverTime, type ClockSkew } from '@/lib/recording/clock.ts';
import type { SessionLimit } from '@/lib/recording/session.ts';
import { useNow } from '@/lib/store/use-now.ts';
import { formatElapsed, formatRemaining } from '@/lib/token/expiry.ts';

interface Props {
  readonly limits: readonly SessionLimit[];
  readonly skew: ClockSkew;
}

/** The countdowns beside the token's: what ends the session itself, however often its token is refreshed. */
export function Limits({ limits, skew }: Props) {
  const now = serverTime(useNow(), skew);
  return (
    <div data-field="limits">
      <dt className="visually-hidden">Ends of the session</dt>
      {limits.map(({ label, at }, index) => (
        <dd key={label} className={`${index === 0 ? 'line-1' : 'line-2 muted'} ellipsis`}>
          {label} {at > now ? formatRemaining((at - now) / 1_000) : formatElapsed((now - at) / 1_000)}
        </dd>
      ))}
    </div>
  );
}
