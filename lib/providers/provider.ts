import type { ClaimDictionary } from '@/lib/token/claims.ts';
import type { Claims, DecodedToken, JoseHeader } from '@/lib/token/decode.ts';
import type { ClaimPath } from '@/lib/token/diff.ts';
import type { FoundToken } from '@/lib/token/nested.ts';
import type { ActionOptions, HttpAnswer, InspectionGroup, PlainJson, SdkState } from './page.ts';

export interface ProviderAction {
  /** The key of the action in the provider's page half. */
  readonly id: string;
  /** The button's name. */
  readonly label: string;
  /** The call or request that is made with these options on such a page, as a developer would write it. */
  readonly call: (options: ActionOptions, facts?: ActionFacts) => string;
  /** When to take this one rather than another. */
  readonly hint: string;
  /** A main action has a button of its own; the others are in a menu. */
  readonly main: boolean;
  /** What can be chosen, and is asked for before it runs; with none it runs at once. */
  readonly options: readonly ActionOption[];
  /** What will happen that cannot be undone: it is said, and agreed to, first. */
  readonly warning: ((options: ActionOptions, sdk: SdkState | undefined) => string) | undefined;
  /** What a success brings, where the session token had these claims before: one to compare with it, a token of another kind, or none at all. */
  readonly yields: (options: ActionOptions, claims?: Claims) => 'session-token' | 'other-token' | 'nothing';
  /** What a response says; for an action that makes a request of its own. */
  readonly interpret?: (http: HttpAnswer) => ResponseReading;
}

/** What an action's call may depend on. */
export interface ActionFacts {
  /** Undefined where the page has none. */
  readonly sdk: SdkState | undefined;
  /** Of the session's token; undefined where they cannot be read. */
  readonly claims: Claims | undefined;
}

export interface ActionOption {
  readonly name: string;
  readonly label: string;
  /** `lines` is text of more than one line. */
  readonly kind: 'text' | 'lines' | 'number' | 'boolean';
  readonly initial: string | number | boolean;
  readonly hint: string;
  /** The action cannot run without it: as long as it is empty, it is asked for. */
  readonly required?: true;
  /** What was chosen last is kept for the site, and is what the action's button takes. */
  readonly remembered: boolean;
  /** Why this SDK does not take it; undefined where it does. */
  readonly missing?: (sdk: SdkState | undefined) => string | undefined;
}

/** A response in words. */
export interface ResponseReading {
  readonly tone: 'good' | 'neutral' | 'bad';
  readonly headline: string;
  readonly reasons: readonly string[];
  /** What it tells, to be shown as it stands. */
  readonly facts: readonly { readonly name: string; readonly value: unknown }[];
  /** The page does not know of it yet: it is offered to reload it. */
  readonly offersReload?: true;
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

export interface TokenIdentity {
  readonly session: string | undefined;
  readonly user: string | undefined;
  /** What a person would call the user. */
  readonly label?: string | undefined;
  readonly organization?: { readonly id: string; readonly label: string; readonly role: string } | undefined;
}

/** What is known of the page when a provider is asked what its user should know. */
export interface ProviderFacts {
  readonly hasCookie: (name: string) => boolean;
  readonly sdk?: SdkState | undefined;
}

/** Where a claim of a token comes from. */
export interface ClaimOrigin {
  /** As it is shown: `o.rol`. */
  readonly claim: string;
  /** The name of one of the SDK's `sources`. */
  readonly source: string;
  /** Whether the claim says what the source says. */
  readonly agrees: (value: PlainJson) => boolean;
}

export interface Pace {
  /** Milliseconds from one call to the next. */
  readonly least: number;
  readonly because: string;
}

/** How an action failed: the ending's name, and the provider's own code for it. */
export interface FailedEnd {
  readonly status: string;
  readonly code?: string | null;
}

export type SignedToken = Extract<DecodedToken, { format: 'jws' }>;

export interface FailureReading {
  readonly headline: string;
  readonly reasons: readonly string[];
}

/** What was kept of a response: see `RequestFacts`. */
export interface SaidResponse {
  readonly status: number;
  /** Undefined where the address cannot be read. */
  readonly url: URL | undefined;
  /** Headers by their lower-case name, members of the body as `body.code`. */
  readonly said: Readonly<Record<string, string>>;
  /** The request carried a token of this provider's. */
  readonly carriedOwn: boolean;
  /** The page has not read the body, and nobody else was told of it. */
  readonly unread: boolean;
  /** What went well shortly after. */
  readonly followedBy: readonly URL[];
}

/** What a provider's backend said of the session that came with a request, in words. */
export interface Verdict {
  readonly tone: 'neutral' | 'bad';
  /** As it stands in the response, to be searched for: `session-token-expired`. */
  readonly reason: string;
  readonly headline: string;
  /** Why, and what to do. */
  readonly reasons: readonly string[];
}

/** How a provider's backend says what it thinks of a session. */
export interface VerdictReader {
  /** Response headers that say it, in lower case. */
  readonly headers: readonly string[];
  /** What it knows to be said, word for word: that is about no one in particular. */
  readonly words: readonly string[];
  /** Endpoints whose body says it even with a status that is no refusal. */
  readonly speaksAt: (url: URL) => boolean;
  /** Undefined where the response says nothing of the session. */
  readonly read: (response: SaidResponse) => Verdict | undefined;
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
  /** The ids of session and user in a token of its own, and whatever else it says of its owner. */
  readonly identify: (claims: Claims) => TokenIdentity;
  /** What is to be known of the date of the session's cookie, where that date is no measure of the session. */
  readonly cookieDateNote?: string;
  /** What keeps the session from working as it should, whatever is done: one line each, above everything. */
  readonly notices?: (facts: ProviderFacts) => readonly string[];
  /** Where in the session's value the token stands whose `exp` counts: the value itself, or a claim of it. */
  readonly countdown: readonly string[];
  readonly actions: readonly ProviderAction[];
  /** What a fact of the SDK's inspection means; undefined where it speaks for itself. */
  readonly explainFact: (name: string, value: string | number | boolean | null) => string | undefined;
  /** What follows from what the SDK says and from the page's cookies, to be shown with the inspection. */
  readonly inspect?: (facts: ProviderFacts) => readonly InspectionGroup[];
  /** Where claims come from, for those that do not simply have their source's name. */
  readonly claimOrigins?: (claims: Claims, source: (name: string) => PlainJson | undefined) => readonly ClaimOrigin[];
  /** The actions that bring a newer token, or a newer user object, where claims and sources can differ. */
  readonly remedies?: Readonly<Record<'token' | 'user', string>>;
  /** How close together its actions may be repeated, and who says so; undefined where no limit is documented. */
  readonly pace?: Pace;
  /** Whether a request is the SDK talking to its own API. */
  readonly isOwnRequest: (url: URL) => boolean;
  /** How its backend says what became of a request's session; undefined where nothing is known of it. */
  readonly verdicts?: VerdictReader;
  /** How the SDK goes on after a failed request; undefined where it does not. */
  readonly retries: string | undefined;
  /** Which rule of the SDK kept a new token out of the cookie; undefined where none is known to apply. */
  readonly explainHeldBack: (facts: HeldBack) => string | undefined;
  /** The token that a value amounts to, where it is none by its form; undefined where it is none at all. */
  readonly readValue?: (name: string, value: string) => FoundToken | undefined;
  /** The cookie whose date ends what can be refreshed, and the fact that it is shown as. */
  readonly renewal?: { readonly cookie: RegExp; readonly fact: string };
  /** Facts, times all, at which the session ends however often its token is refreshed; with what is said before the time left. */
  readonly limits?: readonly { readonly fact: string; readonly label: string }[];
  /** An ending that is the provider's own, in words; undefined for one that is told alike for all. */
  readonly explainFailure?: (end: FailedEnd) => FailureReading | undefined;
  /** Why a new token says the same as the one before it, where the server having the same data is not the reason. */
  readonly explainSameClaims?: (before: SignedToken, after: SignedToken) => string | undefined;
  /** What has to be known of a token that has just been minted by an action. */
  readonly explainNewToken?: (claims: Claims) => readonly string[];
}
