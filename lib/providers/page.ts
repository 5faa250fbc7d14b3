/**
 * What passes between the page agent and the extension: types and helpers of the page's side.
 * Everything here runs in the inspected page, beside code that may be hostile, so it trusts nothing it reads.
 */

/** Times in milliseconds since 1970. Null where the SDK does not say. */
export interface SdkState {
  readonly provider: string;
  readonly version: string | null;
  readonly loaded: boolean;
  /** The SDK's own word for its state, such as Clerk's `ready` or `degraded`. */
  readonly status: string | null;
  readonly session: { readonly id: string; readonly status: string | null; readonly expireAt: number | null } | null;
  readonly user: { readonly id: string; readonly label: string | null } | null;
  readonly organization: { readonly id: string; readonly label: string | null; readonly role: string | null } | null;
  /** What names the issuing instance, such as Clerk's Frontend API host. */
  readonly instance: string | null;
  /** The session token that the SDK holds in memory. */
  readonly token: string | null;
  /** Everything else that the SDK tells of the session, in groups, by the SDK's own names. */
  readonly inspection: readonly InspectionGroup[];
  /** What the page's user object says now, for claims that may have been made of it; absent where the SDK has none. */
  readonly sources?: readonly SourceValue[];
  /** What could not be read, and why. */
  readonly problems: readonly string[];
}

export interface InspectionGroup {
  readonly title: string;
  readonly facts: readonly InspectionFact[];
}

export type InspectionFact =
  | { readonly name: string; readonly kind: 'value'; readonly value: string | number | boolean | null }
  /** Milliseconds since 1970. */
  | { readonly name: string; readonly kind: 'time'; readonly value: number | null };

export type PlainJson = string | number | boolean | null | readonly PlainJson[] | { readonly [key: string]: PlainJson };

/** A value that a claim of a token may have been made of, by the SDK's own name for it. */
export interface SourceValue {
  /** Such as `user.publicMetadata`. */
  readonly name: string;
  readonly value: PlainJson;
  /** When the server last changed it, as far as the page knows. */
  readonly updatedAt: number | null;
}

/** What the user chose for an action, by the names of its options. */
export type ActionOptions = Readonly<Record<string, string | number | boolean>>;

/** A response to a request that the page was asked to make. */
export interface HttpAnswer {
  /** 0 for a redirect that was not followed. */
  readonly status: number;
  readonly url: string;
  readonly redirected: boolean;
  readonly contentType: string | null;
  /** Its first 100,000 characters. */
  readonly body: string;
}

export interface PageState {
  readonly focused: boolean;
  readonly visible: boolean;
  readonly online: boolean;
}

export interface PageSnapshot {
  readonly page: PageState;
  /** One for each provider whose SDK is on the page. */
  readonly sdks: readonly SdkState[];
}

/** How an action ended, as the page's SDK tells it. */
export type ActionAnswer =
  | { readonly status: 'done'; readonly token: string | null }
  /** The page made a request, and this is the answer: what it means is for the provider to say. */
  | { readonly status: 'responded'; readonly http: HttpAnswer }
  /** The page made a request, and no answer came: no network, or CORS forbids to see it. */
  | { readonly status: 'unreachable'; readonly message: string }
  | { readonly status: 'signed-out' }
  | { readonly status: 'sdk-missing' }
  | { readonly status: 'sdk-loading' }
  | { readonly status: 'offline'; readonly message: string }
  | {
      readonly status: 'failed';
      readonly message: string;
      readonly httpStatus: number | null;
      readonly code: string | null;
    };

/** The half of a provider that runs in the page. `snapshot` gives null where its SDK is not on the page. */
export interface PageProvider {
  readonly id: string;
  readonly snapshot: () => SdkState | null;
  readonly actions: Readonly<Record<string, (options: ActionOptions) => Promise<ActionAnswer>>>;
}

const MAX_TEXT = 2_000;

/** Runs a read that the page may have booby-trapped; a throw becomes a line in `problems`. */
export function attempt<T>(what: string, read: () => T, problems: string[]): T | undefined {
  try {
    return read();
  } catch (error) {
    problems.push(`${what} threw ${describeError(error)}`);
    return undefined;
  }
}

export function describeError(error: unknown): string {
  try {
    return String(error instanceof Error ? `${error.name}: ${error.message}` : error).slice(0, MAX_TEXT);
  } catch {
    return 'something that cannot be shown';
  }
}

export const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, MAX_TEXT) : null;

/** Throws where the page made a Date that does. */
export function timeOrNull(value: unknown): number | null {
  const time: unknown = value instanceof Date ? value.getTime() : undefined;
  return typeof time === 'number' && Number.isFinite(time) ? time : null;
}
