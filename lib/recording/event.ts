import type { ActionAnswer, ActionOptions, PageSnapshot } from '@/lib/providers/page.ts';

/** Milliseconds since 1970 by this machine's clock, which may be wrong: see `clock.ts`. */
export type Millis = number;

/** A cookie as the browser keeps it (RFC 6265 section 5.3), with the partition of CHIPS. */
export interface CookieFacts {
  readonly name: string;
  readonly value: string;
  /** Without a leading dot. */
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: 'strict' | 'lax' | 'none' | 'unspecified';
  /** Null for a session cookie. */
  readonly expiresAt: Millis | null;
  /** The top-level site of a partitioned cookie. */
  readonly partition: string | null;
}

export interface StorageFacts {
  readonly origin: string;
  readonly area: 'localStorage' | 'sessionStorage';
  readonly entries: readonly (readonly [key: string, value: string])[];
  /** Entries that were left out because the page's storage holds too much. */
  readonly omitted: number;
}

/** One value that can carry a token, in a request or its response. */
export interface Carried {
  readonly place: 'authorization' | 'cookie' | 'set-cookie' | 'header' | 'body';
  /** The cookie's, header's or JSON member's name. */
  readonly name: string;
  readonly value: string;
}

export interface RequestFacts {
  readonly method: string;
  readonly url: string;
  readonly startedAt: Millis;
  /** Milliseconds from the start to the end of the response. */
  readonly duration: Millis;
  /** 0 where no response came. */
  readonly status: number;
  readonly error: string | null;
  /** The response's `Date` header, and only where no cache can have kept it. */
  readonly serverDate: Millis | null;
  readonly sent: readonly Carried[];
  readonly received: readonly Carried[];
  /** Other headers that were sent and matter to the server, in their order; none that browsers fill in themselves. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** What the backend said of the session: `x-clerk-auth-reason` and its like, and members of the body as `body.code`. */
  readonly verdict: Readonly<Record<string, string>>;
  /** Seconds after its end that the server asks not to be asked again (RFC 9110 section 10.2.3); absent where it does not. */
  readonly retryAfter?: number;
  /**
   * Absent where it was recorded as it ended. `not-yet`: the page had not read the body, so nobody was told of that.
   * `late`: it has since, and this takes the place of the one recorded before.
   */
  readonly bodyRead?: 'not-yet' | 'late';
}

export type HostAccess =
  | { readonly state: 'unknown' }
  | { readonly state: 'granted' }
  /** `origins` are the match patterns to ask for. */
  | { readonly state: 'missing'; readonly origins: readonly string[] }
  /** No extension may touch such a page. */
  | { readonly state: 'restricted'; readonly why: string };

/** How an action ended: the page's answer, or why there is none. */
export type ActionEnd =
  | ActionAnswer
  | { readonly status: 'no-access' }
  | { readonly status: 'page-gone' }
  | { readonly status: 'bad-answer' }
  | { readonly status: 'still-waiting' };

export type RecordingEvent = { readonly at: Millis } & (
  | { readonly type: 'navigated'; readonly url: string }
  | { readonly type: 'access'; readonly access: HostAccess }
  /** How many other tabs with the page's cookies are open. */
  | { readonly type: 'other-tabs'; readonly count: number }
  /** All cookies of the page; one that is not listed is gone. */
  | { readonly type: 'cookies-listed'; readonly cookies: readonly CookieFacts[] }
  | { readonly type: 'cookie-set'; readonly cookie: CookieFacts }
  | { readonly type: 'cookie-removed'; readonly cookie: CookieFacts }
  /** All storage of the page's frames; an entry that is not listed is gone. */
  | { readonly type: 'storage-listed'; readonly areas: readonly StorageFacts[] }
  | { readonly type: 'request'; readonly request: RequestFacts }
  | { readonly type: 'page-state'; readonly snapshot: PageSnapshot }
  /** As the page said last, also where it was unreadable since. */
  | { readonly type: 'page-state-unchanged' }
  /** The page answered, but not in the agent's words. */
  | { readonly type: 'page-state-unreadable' }
  | {
      readonly type: 'action-started';
      readonly id: string;
      readonly provider: string;
      readonly action: string;
      readonly options: ActionOptions;
    }
  | { readonly type: 'action-ended'; readonly id: string; readonly end: ActionEnd }
  | { readonly type: 'dropped'; readonly dropped: Dropped }
);

/** What a recording has lost of its beginning, to bound its memory. */
export interface Dropped {
  /** Nothing from before this moment is left, but for what was still there then. */
  readonly before: Millis;
  readonly requests: number;
  readonly tokens: number;
  /** How the tokens are called that were still there, so that `#14` stays the same token. */
  readonly numbers: readonly (readonly [token: string, number: number])[];
  /** The number of the token that comes next. */
  readonly next: number;
}
