import { providers } from '@/lib/providers/index.ts';
import { findTokens, type FoundToken } from '@/lib/token/nested.ts';
import type { Carried, CookieFacts, Millis } from './event.ts';
import { isCookieOfPage, siteOf } from './page-cookies.ts';

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
  /** When it was found to be gone with nothing in its place; null where it was not. */
  readonly lostAt: Millis | null;
}

/** One cookie, storage entry, header or response field that can carry a token, and what it carried one after another. */
export interface Credential extends CredentialKey {
  readonly id: string;
  /** Whether it is still there. */
  readonly present: boolean;
  readonly cookie: CookieFacts | null;
  /** Never empty; the last is the current one. */
  readonly sightings: readonly [Sighting, ...Sighting[]];
  /** The names of the cookies or entries that it was put together from, in order; absent where it stands as it is. */
  readonly parts?: readonly string[];
}

export function credentialId({ where, name, scope, path, partition }: CredentialKey): string {
  return JSON.stringify([where, name, scope, path, partition]);
}

/** Of what is put together from parts: a whole one of that name may have been there before it was split. */
export function wholeId(key: CredentialKey): string {
  return `${credentialId(key)} of parts`;
}

/** What was put together takes the place of its parts, as long as it is there as they are. */
export function withoutParts(credentials: ReadonlyMap<string, Credential>): readonly Credential[] {
  const all = [...credentials.values()];
  const hidden = new Set(
    all.flatMap((whole) =>
      (whole.parts ?? [])
        .map((name) => credentialId({ ...whole, name }))
        .filter((id) => credentials.get(id)?.present === whole.present),
    ),
  );
  return all.filter(({ id }) => !hidden.has(id));
}

export function currentSighting({ sightings }: Credential): Sighting {
  return sightings.at(-1) ?? sightings[0];
}

/**
 * A sighting of a value at a time: the last one gone on, or a new one. A value that comes back, after another or after
 * it was gone, counts as new.
 */
export function sight(last: Sighting | undefined, name: string, value: string, at: Millis): Sighting {
  if (last?.value !== value) return { value, tokens: tokensIn(name, value), firstAt: at, lastAt: at, lostAt: null };
  return last.lostAt === null ? { ...last, lastAt: at } : { ...last, firstAt: at, lastAt: at, lostAt: null };
}

/** The tokens inside a value, after the one that the value itself amounts to for a provider that knows its name. */
export function tokensIn(name: string, value: string): readonly FoundToken[] {
  const read = providers.map((provider) => provider.readValue?.(name, value)).filter((token) => token !== undefined);
  return [...read, ...findTokens(value)];
}

/** A carried value's place, as one end of the exchange has it; `scope` is the host that it went to or came from. */
export function carriedKey({ place, name }: Carried, side: 'request' | 'response', scope: string): CredentialKey {
  return { where: PLACES[place][side], name, scope, path: '', partition: null };
}

const PLACES: Readonly<Record<Carried['place'], Readonly<Record<'request' | 'response', Where>>>> = {
  authorization: { request: 'request-header', response: 'response-header' },
  header: { request: 'request-header', response: 'response-header' },
  cookie: { request: 'request-cookie', response: 'response-cookie' },
  'set-cookie': { request: 'request-cookie', response: 'response-cookie' },
  body: { request: 'response-body', response: 'response-body' },
};

export const cookieKey = (cookie: CookieFacts): CredentialKey => ({
  where: 'cookie',
  name: cookie.name,
  scope: cookie.domain,
  path: cookie.path,
  partition: cookie.partition,
});

export const STORAGE_AREAS: ReadonlySet<Where> = new Set(['localStorage', 'sessionStorage']);

/** Read from the page or the browser, not seen in a request: without access nobody can say whether it is still there. */
export const READ_WITH_ACCESS: ReadonlySet<Where> = new Set(['cookie', 'localStorage', 'sessionStorage', 'sdk']);

/** Whether a host, as requests have it, is of the page's site. */
function isOfSite(host: string, url: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(`http://${host}`)) return false;
  return siteOf(new URL(`http://${host}`).hostname) === siteOf(new URL(url).hostname);
}

/** Whether a credential is still there on the page that comes next: of another site's, nothing is. */
export function outlives({ where, scope, cookie }: Credential, url: string): boolean {
  if (cookie) return isCookieOfPage(cookie, [url]);
  if (where === 'localStorage' || where === 'sessionStorage') return URL.canParse(url) && new URL(url).origin === scope;
  return where !== 'sdk' && isOfSite(scope, url);
}
