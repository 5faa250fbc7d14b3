import type { Claims, NumericDate } from './decode.ts';

/** From here on a live token is called `expiring`. Seconds. */
export const EXPIRING_SECONDS = 10;

/** All durations in seconds. */
export type Expiry =
  | { readonly state: 'no-expiry' }
  | { readonly state: 'invalid'; readonly claim: 'exp' | 'nbf'; readonly value: unknown }
  | { readonly state: 'not-started'; readonly startsIn: number }
  | { readonly state: 'live' | 'expiring'; readonly remaining: number }
  | { readonly state: 'expired'; readonly elapsed: number };

/**
 * How a token stands at a moment. RFC 7519 4.1.4: it is dead on its `exp` second, not one second after;
 * 4.1.5: it is not to be accepted before `nbf`.
 */
export function expiryOf({ exp, nbf }: Claims, now: NumericDate): Expiry {
  if (nbf !== undefined && !isNumericDate(nbf)) return { state: 'invalid', claim: 'nbf', value: nbf };
  if (exp !== undefined && !isNumericDate(exp)) return { state: 'invalid', claim: 'exp', value: exp };
  if (exp !== undefined && now >= exp) return { state: 'expired', elapsed: now - exp };
  if (nbf !== undefined && now < nbf) return { state: 'not-started', startsIn: nbf - now };
  if (exp === undefined) return { state: 'no-expiry' };
  const remaining = exp - now;
  return { state: remaining <= EXPIRING_SECONDS ? 'expiring' : 'live', remaining };
}

/** The largest number of seconds a JavaScript Date can hold (ECMA-262 section 21.4.1.1). */
const MAX_SECONDS = 8_640_000_000_000;

export function isNumericDate(value: unknown): value is NumericDate {
  return typeof value === 'number' && Math.abs(value) <= MAX_SECONDS;
}

/** `0:42`, `1:02:03` from an hour on, `5 d` from 100 hours and `3 y` from 1,000 days on; whole seconds, rounded up, so that `0:00` is never shown while it lives. */
export function formatRemaining(seconds: number): string {
  return clock(Math.ceil(seconds));
}

/** `−0:07` (with a minus sign, not a hyphen): whole seconds since, rounded down. */
export function formatElapsed(seconds: number): string {
  return `−${clock(Math.floor(seconds))}`;
}

const DAY = 86_400;

function clock(total: number): string {
  if (total >= 1_000 * DAY) return `${Math.floor(total / (365 * DAY))} y`;
  if (total >= 100 * 3_600) return `${Math.floor(total / DAY)} d`;
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = String(total % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}
