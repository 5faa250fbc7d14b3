/**
 * As much of `window.Clerk` as is used here; nothing of it is sure to be there, or to be what it says.
 * What an action calls is called all the same: where it is missing, the action fails and says so.
 */
export interface ClerkGlobal {
  readonly version?: unknown;
  readonly loaded?: unknown;
  readonly status?: unknown;
  readonly frontendApi?: unknown;
  readonly publishableKey?: unknown;
  readonly instanceType?: unknown;
  readonly isSatellite?: unknown;
  readonly domain?: unknown;
  readonly proxyUrl?: unknown;
  readonly session?: ClerkSession | null;
  readonly user?: ClerkUser | null;
  readonly organization?: ClerkOrganization | null;
  readonly client?: { readonly sessions?: unknown } | null;
  readonly setActive: (params: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

export interface ClerkSession {
  readonly id?: unknown;
  readonly status?: unknown;
  readonly expireAt?: unknown;
  readonly user?: { readonly id?: unknown } | null;
  readonly publicUserData?: Readonly<Record<string, unknown>> | null;
  readonly lastActiveToken?: ClerkToken | null;
  readonly actor?: { readonly sub?: unknown; readonly type?: unknown } | null;
  readonly factorVerificationAge?: unknown;
  readonly currentTask?: { readonly key?: unknown } | null;
  readonly tasks?: unknown;
  readonly getToken: (options?: Readonly<Record<string, unknown>>) => Promise<unknown>;
  readonly reload: () => Promise<unknown>;
  readonly touch: () => Promise<unknown>;
  readonly end: () => Promise<unknown>;
  readonly remove: () => Promise<unknown>;
}

interface ClerkToken {
  readonly getRawString?: () => unknown;
  readonly jwt?: { readonly claims?: Readonly<Record<string, unknown>> };
}

export interface ClerkUser {
  readonly id?: unknown;
  readonly username?: unknown;
  readonly primaryEmailAddress?: { readonly emailAddress?: unknown } | null;
  readonly organizationMemberships?: readonly ClerkMembership[];
  readonly updatedAt?: unknown;
  readonly reload: () => Promise<unknown>;
}

export interface ClerkMembership {
  readonly role?: unknown;
  readonly permissions?: unknown;
  readonly updatedAt?: unknown;
  readonly organization?: { readonly id?: unknown };
}

export interface ClerkOrganization {
  readonly id?: unknown;
  readonly slug?: unknown;
  readonly name?: unknown;
}

export const clerkOf = (page: object) => (page as { Clerk?: ClerkGlobal | null }).Clerk;

/** Reads a part of `window.Clerk`, by its name; undefined where that throws. */
export type Read = <T>(what: string, get: () => T) => T | undefined;

/** A token longer than the extension decodes is of no use to it; clerk-js gives an empty one where it has none. */
const MAX_TOKEN = 256 * 1024;
export const textOfToken = (value: unknown) =>
  typeof value === 'string' && value !== '' && value.length <= MAX_TOKEN ? value : null;

const MAX_SESSIONS = 10;

/** The sessions of the client, without trusting that the list is one. */
export function sessionsOf(clerk: ClerkGlobal): readonly ClerkSession[] {
  const sessions = clerk.client?.sessions;
  if (!Array.isArray(sessions)) return [];
  const list: ClerkSession[] = [];
  for (let index = 0; index < sessions.length && list.length < MAX_SESSIONS; index += 1) {
    const session: unknown = sessions[index];
    if (typeof session === 'object' && session !== null) list.push(session as ClerkSession);
    else break;
  }
  return list;
}
