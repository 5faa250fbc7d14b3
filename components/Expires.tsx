import { serverTime, type ClockSkew } from '@/lib/recording/clock.ts';
import { useNow } from '@/lib/store/use-now.ts';
import type { Claims } from '@/lib/token/decode.ts';
import { expiryOf, formatElapsed, formatRemaining } from '@/lib/token/expiry.ts';
import { Icon } from './Icon.tsx';

interface Props {
  readonly claims: Claims;
  readonly skew: ClockSkew;
}

/** A token's time left, as a cell of a list. */
export function Expires({ claims, skew }: Props) {
  const expiry = expiryOf(claims, serverTime(useNow(), skew) / 1_000);
  switch (expiry.state) {
    case 'live':
      return formatRemaining(expiry.remaining);
    case 'expiring':
      return (
        <span className="warn">
          <Icon name="warning" size={12} /> {formatRemaining(expiry.remaining)}
        </span>
      );
    case 'expired':
      return (
        <span className="bad">
          <Icon name="error" size={12} /> {formatElapsed(expiry.elapsed)}
        </span>
      );
    case 'no-expiry':
      return <span className="muted">never</span>;
    case 'not-started':
      return <span className="warn">not yet</span>;
    case 'invalid':
      return (
        <span className="bad">
          <Icon name="error" size={12} /> bad {expiry.claim}
        </span>
      );
  }
}
