import type { ActionOptions, PageState, SdkState } from '@/lib/providers/page.ts';
import type { Credential } from './credential.ts';
import { NOTHING_DROPPED, type DroppedSoFar } from './dropped.ts';
import type { ActionEnd, HostAccess, Millis, RequestFacts } from './event.ts';
import type { LearnedOrigins } from './origins.ts';

/** How a token was first seen. */
export interface FirstSight {
  /** `at-start`: by the first look at cookies, storage or SDK, so it may have been there for long. */
  readonly seen: 'at-start' | 'kept' | 'sent' | 'received';
  /** Scripts of no page can have written it. */
  readonly httpOnly: boolean;
  /** How many other tabs with the page's cookies were open; null where nobody knew. */
  readonly otherTabs: number | null;
}

export interface RecordedToken {
  /** `#14`: the number that names a token everywhere, in the order of first sight. One that mirrors another has none. */
  readonly number: number | undefined;
  readonly firstAt: Millis;
  readonly first: FirstSight;
  /** The first requests whose responses brought it, as they ended. */
  readonly broughtBy: readonly RequestFacts[];
}

export interface RecordedAction {
  readonly id: string;
  readonly provider: string;
  readonly action: string;
  readonly options: ActionOptions;
  readonly startedAt: Millis;
  readonly endedAt: Millis | null;
  readonly end: ActionEnd | null;
  /** What each credential held when it started, by credential id. */
  readonly before: ReadonlyMap<string, string>;
  /** What was on the page when it started. */
  readonly sdks: readonly SdkState[];
}

/** What a list of events comes to. */
export interface Recording {
  /** When the first event was; null before it. */
  readonly startedAt: Millis | null;
  /** When the last event was; null before the first. */
  readonly lastAt: Millis | null;
  readonly url: string | null;
  readonly access: HostAccess;
  readonly navigations: readonly Millis[];
  readonly credentials: ReadonlyMap<string, Credential>;
  /** By the raw token. */
  readonly tokens: ReadonlyMap<string, RecordedToken>;
  /** The number of the token that comes next. */
  readonly nextNumber: number;
  readonly requests: readonly RequestFacts[];
  readonly page: PageState | null;
  readonly sdks: readonly SdkState[];
  /** Where claims seem to come from. */
  readonly origins: LearnedOrigins;
  /** The page answered the agent with something unreadable. */
  readonly pageUnreadable: boolean;
  readonly actions: readonly RecordedAction[];
  /** By a raw token, the action that gave it back before it was seen anywhere else. */
  readonly answers: ReadonlyMap<string, RecordedAction>;
  /** When cookies, storage and SDKs were last looked at; null where they were not. */
  readonly looked: { readonly cookies: Millis | null; readonly storage: Millis | null; readonly page: Millis | null };
  readonly storageOmitted: number;
  /** How many other tabs with the page's cookies are open; null where nobody knows. */
  readonly otherTabs: number | null;
  readonly dropped: DroppedSoFar;
}

export const EMPTY_RECORDING: Recording = {
  startedAt: null,
  lastAt: null,
  url: null,
  access: { state: 'unknown' },
  navigations: [],
  credentials: new Map(),
  tokens: new Map(),
  nextNumber: 1,
  requests: [],
  page: null,
  sdks: [],
  origins: new Map(),
  pageUnreadable: false,
  actions: [],
  answers: new Map(),
  looked: { cookies: null, storage: null, page: null },
  storageOmitted: 0,
  otherTabs: null,
  dropped: NOTHING_DROPPED,
};
