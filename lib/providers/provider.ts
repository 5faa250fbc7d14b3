import type { ClaimDictionary } from '@/lib/token/claims.ts';
import type { Claims, DecodedToken, JoseHeader } from '@/lib/token/decode.ts';
import type { ClaimPath } from '@/lib/token/diff.ts';

export interface ProviderAction {
  /** The key of the action in the provider's page half. */
  readonly id: string;
  /** The button's name. */
  readonly label: string;
  /** The call or request that is made, as a developer would write it. */
  readonly call: string;
  /** When to take this one rather than another. */
  readonly hint: string;
}

export interface Companion {
  readonly name: RegExp;
  readonly label: string;
}

/** What is known when a new token did not reach the cookie. */
export interface HeldBack {
  readonly focused: boolean | undefined;
  /** The value of one of the page's cookies; undefined where there is none. */
  readonly cookie: (name: string) => string | undefined;
  readonly sessionId: string | undefined;
  readonly organizationId: string | undefined;
  readonly before: JoseHeader | undefined;
  readonly after: JoseHeader | undefined;
}

/** An authentication system: what it leaves in a page, what its tokens say, what it can be asked to do. */
export interface Provider {
  readonly id: string;
  readonly name: string;
  /** Whether this token is of this provider, by what stands in it and never by the name it was found under. */
  readonly mints: (token: DecodedToken) => boolean;
  /** Names under which the session token itself is kept. The first to match ranks first. */
  readonly sessionNames: readonly RegExp[];
  /** How a developer would write where its SDK keeps the session token in memory. */
  readonly memoryName: string;
  /** What else it keeps. A companion counts only on a page where the provider is known to be. */
  readonly companions: readonly Companion[];
  readonly claims: ClaimDictionary;
  readonly header: ClaimDictionary;
  readonly isExpectedChange: (path: ClaimPath) => boolean;
  /** The ids of session and user in a token of its own. */
  readonly identify: (claims: Claims) => { readonly session: string | undefined; readonly user: string | undefined };
  readonly actions: readonly ProviderAction[];
  /** Whether a request is the SDK talking to its own API. */
  readonly isOwnRequest: (url: URL) => boolean;
  /** How the SDK goes on after a failed request; undefined where it does not. */
  readonly retries: string | undefined;
  /** Which rule of the SDK kept a new token out of the cookie; undefined where none is known to apply. */
  readonly explainHeldBack: (facts: HeldBack) => string | undefined;
}
