import type { ClaimPath } from '@/lib/token/diff.ts';
import { isRecord } from '@/lib/token/json.ts';
import type { ClaimHit } from './condition.ts';
import type { CredentialView } from './credentials.ts';

/** A claim that is to stay in sight: its name, and never its value. */
export interface Pin {
  readonly provider: string;
  /** From the value that the token was found in, so that claims of tokens inside it can be pinned too. */
  readonly path: ClaimPath;
}

/** More cannot be kept in sight. */
const MAX_PINS = 12;

export const samePin = (a: Pin, b: Pin) =>
  a.provider === b.provider && JSON.stringify(a.path) === JSON.stringify(b.path);

/** The pins with this one taken away, or added at the end; the oldest gives way. */
export function togglePin(pins: readonly Pin[], pin: Pin): readonly Pin[] {
  const others = pins.filter((each) => !samePin(each, pin));
  return others.length < pins.length ? others : [...pins, pin].slice(-MAX_PINS);
}

/** What a pinned claim says now; undefined where the session's token has no such claim. */
export function pinnedClaim(view: CredentialView | undefined, { path }: Pin): ClaimHit | undefined {
  const within = (view?.tokens ?? [])
    .filter(({ path: place }) => place.length < path.length && place.every((step, index) => step === path[index]))
    .toSorted((a, b) => b.path.length - a.path.length);
  for (const { token, path: place } of within) {
    const hit = token.format === 'jws' ? memberAt(token.claims, path.slice(place.length)) : undefined;
    if (hit) return hit;
  }
  return undefined;
}

function memberAt(json: unknown, [name, ...rest]: ClaimPath): ClaimHit | undefined {
  if (name === undefined) return { value: json };
  return isRecord(json) && Object.hasOwn(json, name) ? memberAt(json[name], rest) : undefined;
}
