import { providerById } from '@/lib/providers/index.ts';
import type { ActionOptions, PageState, SdkState } from '@/lib/providers/page.ts';
import {
  carriedKey,
  cookieKey,
  credentialId,
  outlives,
  READ_WITH_ACCESS,
  sight,
  type Credential,
  type CredentialKey,
  type Where,
} from './credential.ts';
import { learnOrigins, type LearnedOrigins } from './origins.ts';
import type {
  ActionEnd,
  CookieFacts,
  HostAccess,
  Millis,
  RecordingEvent,
  RequestFacts,
  StorageFacts,
} from './event.ts';

export interface RecordedToken {
  /** `#14`: the number that names a token everywhere, in the order of first sight. */
  readonly number: number;
  readonly firstAt: Millis;
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
}

/** What a list of events comes to. */
export interface Recording {
  readonly url: string | null;
  readonly access: HostAccess;
  readonly navigations: readonly Millis[];
  readonly credentials: ReadonlyMap<string, Credential>;
  /** By the raw token. */
  readonly tokens: ReadonlyMap<string, RecordedToken>;
  readonly requests: readonly RequestFacts[];
  readonly page: PageState | null;
  readonly sdks: readonly SdkState[];
  /** Where claims seem to come from. */
  readonly origins: LearnedOrigins;
  /** The page answered the agent with something unreadable. */
  readonly pageUnreadable: boolean;
  readonly actions: readonly RecordedAction[];
  /** When cookies, storage and SDKs were last looked at; null where they were not. */
  readonly looked: { readonly cookies: Millis | null; readonly storage: Millis | null; readonly page: Millis | null };
  readonly storageOmitted: number;
  readonly droppedRequests: number;
}

export const EMPTY_RECORDING: Recording = {
  url: null,
  access: { state: 'unknown' },
  navigations: [],
  credentials: new Map(),
  tokens: new Map(),
  requests: [],
  page: null,
  sdks: [],
  origins: new Map(),
  pageUnreadable: false,
  actions: [],
  looked: { cookies: null, storage: null, page: null },
  storageOmitted: 0,
  droppedRequests: 0,
};

/** Adds events to a recording. Pure: the recording given stays as it is; a batch copies each collection once. */
export function fold(recording: Recording, events: readonly RecordingEvent[]): Recording {
  const draft = new Draft(recording);
  for (const event of events) draft.apply(event);
  return draft.state;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A recording under construction: collections are copied when first written to, and only then. */
class Draft {
  readonly state: Writable<Recording>;
  readonly #base: Recording;

  constructor(base: Recording) {
    this.#base = base;
    this.state = { ...base };
  }

  apply(event: RecordingEvent): void {
    const { state } = this;
    switch (event.type) {
      case 'navigated':
        state.url = event.url;
        state.navigations = [...state.navigations, event.at];
        state.page = null;
        state.sdks = [];
        state.pageUnreadable = false;
        state.looked = { ...state.looked, page: null, storage: null };
        return this.#loseWhere((credential) => !outlives(credential, event.url));
      case 'access':
        state.access = event.access;
        if (event.access.state === 'granted' || event.access.state === 'unknown') return;
        state.page = null;
        state.sdks = [];
        return this.#loseWhere(({ where }) => READ_WITH_ACCESS.has(where));
      case 'cookies-listed':
        state.looked = { ...state.looked, cookies: event.at };
        return this.#listCookies(event.cookies, event.at);
      case 'cookie-set':
        return this.#see(cookieKey(event.cookie), event.cookie.value, event.at, event.cookie);
      case 'cookie-removed':
        return this.#lose(credentialId(cookieKey(event.cookie)));
      case 'storage-listed':
        state.looked = { ...state.looked, storage: event.at };
        state.storageOmitted = event.areas.reduce((sum, { omitted }) => sum + omitted, 0);
        return this.#listStorage(event.areas, event.at);
      case 'request':
        return this.#addRequest(event.request);
      case 'page-state':
        state.looked = { ...state.looked, page: event.at };
        state.page = event.snapshot.page;
        state.sdks = event.snapshot.sdks;
        state.pageUnreadable = false;
        return this.#seeSdks(event.snapshot.sdks, event.at);
      case 'page-state-unreadable':
        state.looked = { ...state.looked, page: event.at };
        state.pageUnreadable = true;
        return;
      case 'action-started':
        state.actions = [
          ...state.actions,
          {
            id: event.id,
            provider: event.provider,
            action: event.action,
            options: event.options,
            startedAt: event.at,
            endedAt: null,
            end: null,
            before: this.#currentValues(),
          },
        ];
        return;
      case 'action-ended':
        state.actions = state.actions.map((action) =>
          action.id === event.id ? { ...action, end: event.end, endedAt: event.at } : action,
        );
        return;
      case 'dropped':
        state.droppedRequests += event.requests;
        return;
    }
  }

  #credentials(): Map<string, Credential> {
    if (this.state.credentials === this.#base.credentials) this.state.credentials = new Map(this.#base.credentials);
    return this.state.credentials as Map<string, Credential>;
  }

  #see(key: CredentialKey, value: string, at: Millis, cookie: CookieFacts | null = null): void {
    const credentials = this.#credentials();
    const id = credentialId(key);
    const credential = sight(credentials.get(id), key, value, at, cookie);
    credentials.set(id, credential);
    for (const { raw } of credential.sightings.at(-1)?.tokens ?? []) this.#number(raw, at);
  }

  #number(raw: string, at: Millis): void {
    if (this.state.tokens.has(raw)) return;
    if (this.state.tokens === this.#base.tokens) this.state.tokens = new Map(this.#base.tokens);
    (this.state.tokens as Map<string, RecordedToken>).set(raw, { number: this.state.tokens.size + 1, firstAt: at });
  }

  #lose(id: string): void {
    const known = this.state.credentials.get(id);
    if (known?.present) this.#credentials().set(id, { ...known, present: false });
  }

  #loseWhere(isLost: (credential: Credential) => boolean): void {
    for (const credential of this.state.credentials.values()) {
      if (credential.present && isLost(credential)) this.#lose(credential.id);
    }
  }

  #loseUnlisted(where: (where: Where) => boolean, listed: ReadonlySet<string>): void {
    this.#loseWhere((credential) => where(credential.where) && !listed.has(credential.id));
  }

  #listCookies(cookies: readonly CookieFacts[], at: Millis): void {
    for (const cookie of cookies) this.#see(cookieKey(cookie), cookie.value, at, cookie);
    this.#loseUnlisted(
      (where) => where === 'cookie',
      new Set(cookies.map((cookie) => credentialId(cookieKey(cookie)))),
    );
  }

  #listStorage(areas: readonly StorageFacts[], at: Millis): void {
    const listed = new Set<string>();
    for (const { area, origin, entries } of areas) {
      for (const [name, value] of entries) {
        const key = { where: area, name, scope: origin, path: '', partition: null };
        listed.add(credentialId(key));
        this.#see(key, value, at);
      }
    }
    this.#loseUnlisted((where) => where === 'localStorage' || where === 'sessionStorage', listed);
  }

  #seeSdks(sdks: readonly SdkState[], at: Millis): void {
    const listed = new Set<string>();
    for (const sdk of sdks) {
      const known = providerById(sdk.provider);
      if (known) this.state.origins = learnOrigins(this.state.origins, known, sdk);
      if (sdk.token === null) continue;
      const name = known?.memoryName ?? sdk.provider;
      const key = { where: 'sdk' as const, name, scope: '', path: '', partition: null };
      listed.add(credentialId(key));
      this.#see(key, sdk.token, at);
    }
    this.#loseUnlisted((where) => where === 'sdk', listed);
  }

  #addRequest(request: RequestFacts): void {
    if (this.state.requests === this.#base.requests) this.state.requests = [...this.#base.requests];
    (this.state.requests as RequestFacts[]).push(request);
    const scope = hostOf(request.url);
    const { startedAt } = request;
    for (const carried of request.sent) this.#see(carriedKey(carried, 'request', scope), carried.value, startedAt);
    const endedAt = startedAt + request.duration;
    for (const carried of request.received) this.#see(carriedKey(carried, 'response', scope), carried.value, endedAt);
  }

  #currentValues(): ReadonlyMap<string, string> {
    const values = [...this.state.credentials.values()].filter(({ present }) => present);
    return new Map(values.map(({ id, sightings }) => [id, (sightings.at(-1) ?? sightings[0]).value]));
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
