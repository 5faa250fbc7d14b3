import { findTokens, type FoundToken } from '@/lib/token/nested.ts';
import type { CookieFacts, Millis } from './event.ts';

export type Where =
  | 'cookie'
  | 'localStorage'
  | 'sessionStorage'
  | 'sdk'
  | 'request-header'
  | 'request-cookie'
  | 'response-cookie'
  | 'response-header'
  | 'response-body';

/** What tells one credential from another: where it stands, its name, and its domain, path and partition. */
export interface CredentialKey {
  readonly where: Where;
  readonly name: string;
  /** Domain of a cookie, origin of a storage area, host of a request. */
  readonly scope: string;
  readonly path: string;
  readonly partition: string | null;
}

/** A value seen in a credential, from the first to the last time it was. */
export interface Sighting {
  readonly value: string;
  readonly tokens: readonly FoundToken[];
  readonly firstAt: Millis;
  readonly lastAt: Millis;
}

/** One cookie, storage entry, header or response field that can carry a token, and what it carried one after another. */
export interface Credential extends CredentialKey {
  readonly id: string;
  /** Whether it is still there. */
  readonly present: boolean;
  readonly cookie: CookieFacts | null;
  /** Never empty; the last is the current one. */
  readonly sightings: readonly [Sighting, ...Sighting[]];
}

export function credentialId({ where, name, scope, path, partition }: CredentialKey): string {
  return JSON.stringify([where, name, scope, path, partition]);
}

export function currentSighting({ sightings }: Credential): Sighting {
  return sightings.at(-1) ?? sightings[0];
}

/** The credential after a value was seen in it; a value that comes back after another counts as a new sighting. */
export function sight(
  known: Credential | undefined,
  key: CredentialKey,
  value: string,
  at: Millis,
  cookie: CookieFacts | null,
): Credential {
  const id = known?.id ?? credentialId(key);
  if (!known) return { ...key, id, present: true, cookie, sightings: [firstSighting(value, at)] };
  const last = currentSighting(known);
  if (last.value !== value) {
    return { ...known, present: true, cookie, sightings: [...known.sightings, firstSighting(value, at)] };
  }
  const [first, ...rest] = known.sightings;
  const seen = { ...last, lastAt: at };
  return {
    ...known,
    present: true,
    cookie,
    sightings: rest.length === 0 ? [seen] : [first, ...rest.slice(0, -1), seen],
  };
}

function firstSighting(value: string, at: Millis): Sighting {
  return { value, tokens: findTokens(value), firstAt: at, lastAt: at };
}

export const cookieKey = (cookie: CookieFacts): CredentialKey => ({
  where: 'cookie',
  name: cookie.name,
  scope: cookie.domain,
  path: cookie.path,
  partition: cookie.partition,
});
