import type { ClockSkew } from '@/lib/recording/clock.ts';
import { serverTime } from '@/lib/recording/clock.ts';
import { useNow } from '@/lib/store/use-now.ts';
import type { Claims } from '@/lib/token/decode.ts';
import { expiryOf, formatElapsed, formatRemaining, isNumericDate, type Expiry } from '@/lib/token/expiry.ts';
import { formatLocal } from './format.ts';
import { Icon, type IconName } from './Icon.tsx';

interface Props {
  /** Undefined where there is no token to count down. */
  readonly claims: Claims | undefined;
  readonly tokenNumber: number | undefined;
  readonly skew: ClockSkew;
  readonly refreshing: boolean;
  /** Said in place of the state where there is no token. */
  readonly absence: string;
}

/** The hero: digits, state and bar of the session's token, by the server's clock where its skew is known. */
export function Countdown({ claims, tokenNumber, skew, refreshing, absence }: Props) {
  const now = serverTime(useNow(), skew);
  const expiry = claims && expiryOf(claims, now / 1_000);
  const state = refreshing ? 'refreshing' : (expiry?.state ?? 'absent');

  return (
    <div className="countdown" data-state={state}>
      <div className="digits" role="timer" aria-label="Expires in">
        {expiry ? digits(expiry) : NO_TIME}
      </div>
      <div className="hero-state">
        <p className="line-1">
          <StateLabel expiry={expiry} refreshing={refreshing} absence={absence} />
          {tokenNumber !== undefined && <span className="muted">token #{tokenNumber}</span>}
        </p>
        <p className="line-2 muted">
          {expiry && claims && timeLine(expiry, claims, now)}
          {expiry && clockLine(skew)}
        </p>
      </div>
      <div className="meter" aria-hidden="true">
        <i style={{ width: `${100 * fractionLeft(expiry, claims)}%` }} />
      </div>
    </div>
  );
}

const NO_TIME = '–:––';

function digits(expiry: Expiry): string {
  switch (expiry.state) {
    case 'live':
    case 'expiring':
      return formatRemaining(expiry.remaining);
    case 'expired':
      return formatElapsed(expiry.elapsed);
    case 'not-started':
      return formatRemaining(expiry.startsIn);
    case 'no-expiry':
    case 'invalid':
      return NO_TIME;
  }
}

interface StateLabelProps {
  readonly expiry: Expiry | undefined;
  readonly refreshing: boolean;
  readonly absence: string;
}

function StateLabel({ expiry, refreshing, absence }: StateLabelProps) {
  const [icon, tone, label] = refreshing
    ? REFRESHING
    : expiry
      ? LABELS[expiry.state]
      : (['ring', '', absence] as const);
  return (
    <strong className={`state ${tone}`}>
      <Icon name={icon} size={14} className={refreshing ? 'spin' : ''} />
      {label}
    </strong>
  );
}

const REFRESHING = ['refresh', '', 'Refreshing'] as const;

const LABELS: Readonly<Record<Expiry['state'], readonly [icon: IconName, tone: string, label: string]>> = {
  live: ['live', 'good', 'Live'],
  expiring: ['warning', 'warn', 'Expiring'],
  expired: ['error', 'bad', 'Expired'],
  'no-expiry': ['ring', '', 'No expiry'],
  'not-started': ['warning', 'warn', 'Not started, valid in'],
  invalid: ['error', 'bad', 'Unreadable expiry'],
};

function timeLine(expiry: Expiry, { exp, nbf }: Claims, now: number): string {
  switch (expiry.state) {
    case 'live':
    case 'expiring':
      return `expires ${isNumericDate(exp) ? formatLocal(exp * 1_000, now) : ''}`;
    case 'expired':
      return `since ${isNumericDate(exp) ? formatLocal(exp * 1_000, now) : ''}`;
    case 'not-started':
      return `from ${isNumericDate(nbf) ? formatLocal(nbf * 1_000, now) : ''} on`;
    case 'no-expiry':
      return 'the token has no exp claim';
    case 'invalid':
      return `${expiry.claim} is not a NumericDate`;
  }
}

function clockLine(skew: ClockSkew): string {
  if (skew.state === 'unknown') return ', clock not checked';
  return skew.offset === 0 ? '' : ', corrected for clock skew';
}

/** Between 0 and 1: how much of the token's life is left. */
function fractionLeft(expiry: Expiry | undefined, claims: Claims | undefined): number {
  if (expiry?.state === 'expired') return 1;
  if (expiry?.state !== 'live' && expiry?.state !== 'expiring') return 0;
  const { exp, iat } = claims ?? {};
  const whole = isNumericDate(exp) && isNumericDate(iat) && exp > iat ? exp - iat : expiry.remaining;
  return Math.min(1, expiry.remaining / whole);
}
