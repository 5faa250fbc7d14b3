import { providerById } from '@/lib/providers/index.ts';
import type { SdkState } from '@/lib/providers/page.ts';
import type { FoundToken } from '@/lib/token/nested.ts';
import { tokensReceived } from './carried-tokens.ts';
import {
  carriedKey,
  cookieKey,
  credentialId,
  currentSighting,
  outlives,
  READ_WITH_ACCESS,
  sight,
  tokensIn,
  STORAGE_AREAS,
  type Credential,
  type CredentialKey,
  type Sighting,
  type Where,
  wholeId,
} from './credential.ts';
import { isSplit, partNamed } from '@/lib/token/chunks.ts';
import { forget } from './forget.ts';
import { learnOrigins } from './origins.ts';
import type { FirstSight, RecordedAction, RecordedToken, Recording } from './recording.ts';
import type { ActionEnd, Carried, CookieFacts, Millis, RecordingEvent, RequestFacts, StorageFacts } from './event.ts';

/** Adds events to a recording. Pure: the recording given stays as it is; a batch copies each collection once. */
export function fold(recording: Recording, events: readonly RecordingEvent[]): Recording {
  const draft = new Draft(recording);
  for (const event of events) draft.apply(event);
  return draft.state;
}

/** Parts of one value that are not written together within this are two values. Milliseconds. */
const TEARING = 100;

/** The first ones tell where a token is from; those that repeat it are in the list of requests. */
const MAX_BROUGHT = 20;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A recording under construction: collections are copied when first written to, and only then. */
class Draft {
  state: Writable<Recording>;
  #base: Recording;
  /** Credentials whose sightings are a copy already. */
  readonly #copied = new Set<string>();
  /** What is in the credentials, where it was asked for and nothing has changed since. */
  #values: ReadonlyMap<string, string> | undefined;

  constructor(base: Recording) {
    this.#base = base;
    this.state = { ...base };
  }

  apply(event: RecordingEvent): void {
    const { state } = this;
    state.startedAt ??= event.at;
    state.lastAt = event.at;
    switch (event.type) {
      case 'navigated':
        state.url = event.url;
        this.#navigations().push(event.at);
        state.page = null;
        state.sdks = [];
        state.pageUnreadable = false;
        state.looked = { ...state.looked, page: null, storage: null };
        return this.#loseWhere((credential) => !outlives(credential, event.url), event.at);
      case 'access':
        state.access = event.access;
        if (event.access.state === 'granted' || event.access.state === 'unknown') return;
        state.page = null;
        state.sdks = [];
        return this.#loseWhere(({ where }) => READ_WITH_ACCESS.has(where), event.at);
      case 'other-tabs':
        state.otherTabs = event.count;
        return;
      case 'cookies-listed':
        this.#listCookies(event.cookies, event.at);
        state.looked = { ...state.looked, cookies: event.at };
        return;
      case 'cookie-set':
        this.#see(cookieKey(event.cookie), event.cookie.value, event.at, 'kept', event.cookie);
        return;
      case 'cookie-removed':
        this.#lose(credentialId(cookieKey(event.cookie)), event.at);
        return this.#seeWhole(cookieKey(event.cookie), event.at, 'kept');
      case 'storage-listed':
        this.#listStorage(event.areas, event.at);
        state.looked = { ...state.looked, storage: event.at };
        state.storageOmitted = event.areas.reduce((sum, { omitted }) => sum + omitted, 0);
        return;
      case 'request':
        return this.#addRequest(event.request);
      case 'page-state':
        state.page = event.snapshot.page;
        state.sdks = event.snapshot.sdks;
        return this.#readPage(event.at);
      case 'page-state-unchanged':
        return this.#readPage(event.at);
      case 'page-state-unreadable':
        state.looked = { ...state.looked, page: event.at };
        state.pageUnreadable = true;
        return;
      case 'action-started':
        this.#actions().push({
          id: event.id,
          provider: event.provider,
          action: event.action,
          options: event.options,
          startedAt: event.at,
          endedAt: null,
          end: null,
          before: this.#currentValues(),
          sdks: state.sdks,
        });
        return;
      case 'action-ended':
        return this.#endAction(event.id, event.end, event.at);
      case 'dropped':
        // What was copied so far is the base of what follows.
        this.#base = forget(state, event.dropped);
        this.state = { ...this.#base };
        this.#copied.clear();
        this.#values = undefined;
        return;
    }
  }

  #navigations(): Millis[] {
    if (this.state.navigations === this.#base.navigations) this.state.navigations = [...this.#base.navigations];
    return this.state.navigations as Millis[];
  }

  #actions(): RecordedAction[] {
    if (this.state.actions === this.#base.actions) this.state.actions = [...this.#base.actions];
    return this.state.actions as RecordedAction[];
  }

  #endAction(id: string, end: ActionEnd, at: Millis): void {
    const index = this.state.actions.findLastIndex((action) => action.id === id);
    const started = this.state.actions[index];
    if (!started) return;
    // The page is read again before an end is recorded: its SDK may not have been seen when the action started.
    const isSeen = started.sdks.some(({ provider }) => provider === started.provider);
    const ended = { ...started, end, endedAt: at, sdks: isSeen ? started.sdks : this.state.sdks };
    this.#actions()[index] = ended;
    const token = end.status === 'done' ? end.token : null;
    // A cached call gives back what was there before: it has not made it.
    if (token === null || (this.state.tokens.get(token)?.firstAt ?? at) < started.startedAt) return;
    if (this.state.answers === this.#base.answers) this.state.answers = new Map(this.#base.answers);
    const answers = this.state.answers as Map<string, RecordedAction>;
    if (!answers.has(token)) answers.set(token, ended);
  }

  #credentials(): Map<string, Credential> {
    this.#values = undefined;
    if (this.state.credentials === this.#base.credentials) this.state.credentials = new Map(this.#base.credentials);
    return this.state.credentials as Map<string, Credential>;
  }

  /** Gives the value back as it is kept, so that many of the same take the memory of one. */
  #see(key: CredentialKey, value: string, at: Millis, seen: FirstSight['seen'], cookie: CookieFacts | null = null) {
    const kept = this.#keep({ ...key, id: credentialId(key), cookie }, value, at, seen);
    this.#seeWhole(key, at, seen);
    return kept;
  }

  #keep(credential: Omit<Credential, 'present' | 'sightings'>, value: string, at: Millis, seen: FirstSight['seen']) {
    const credentials = this.#credentials();
    const { id, name, cookie } = credential;
    const known = credentials.get(id);
    const last = known && currentSighting(known);
    const sighting = sight(last, name, value, at);
    const isLast = last?.firstAt === sighting.firstAt && last.value === sighting.value;
    const sightings = known ? this.#sightingsOf(known) : [];
    sightings.splice(isLast ? -1 : sightings.length, isLast ? 1 : 0, sighting);
    credentials.set(id, { ...credential, present: true, sightings: sightings as [Sighting, ...Sighting[]] });
    for (const token of sighting.tokens) this.#number(token, at, seen, cookie?.httpOnly ?? false);
    return sighting.value;
  }

  /** What a value amounts to that was split, of which one part was seen or lost. */
  #seeWhole(key: CredentialKey, at: Millis, seen: FirstSight['seen']): void {
    const named = partNamed(key.name);
    if (!named) return;
    const { where, scope, path, partition } = key;
    const whole = { where, name: named.whole, scope, path, partition };
    const parts = this.#presentParts(whole, named.part);
    const id = wholeId(whole);
    const values = parts.map((part) => currentSighting(part).value);
    const value = isSplit(values) ? values.join('') : null;
    this.#forgetTorn(id, value, at);
    if (value === null) return this.#lose(id, at);
    const cookie = parts[0]?.cookie ?? null;
    const names = parts.map(({ name }) => name);
    this.#keep(
      { ...whole, id, cookie: cookie && { ...cookie, name: whole.name, value }, parts: names },
      value,
      at,
      seen,
    );
  }

  #presentParts(whole: CredentialKey, nameOf: (index: number) => string): readonly Credential[] {
    const parts: Credential[] = [];
    for (;;) {
      const part = this.state.credentials.get(credentialId({ ...whole, name: nameOf(parts.length) }));
      if (!part?.present) return parts;
      parts.push(part);
    }
  }

  /** Parts are written one after another: what they amounted to in between was never there. */
  #forgetTorn(id: string, value: string | null, at: Millis): void {
    const known = this.state.credentials.get(id);
    const last = known && currentSighting(known);
    if (!last || !known.present || last.value === value || Math.abs(at - last.firstAt) > TEARING) return;
    const { tokens, answers } = this.state;
    const unproved = last.tokens.map(({ raw }) => ({ raw, ...tokens.get(raw) }));
    const isProved = unproved.some(({ raw, broughtBy = [] }) => broughtBy.length > 0 || answers.has(raw));
    if (isProved || (known.sightings.length === 1 && value === null)) return;
    for (const { raw, firstAt, number } of unproved.toReversed()) {
      if (firstAt !== last.firstAt) continue;
      this.#tokens().delete(raw);
      if (number === this.state.nextNumber - 1) this.state.nextNumber--;
    }
    const sightings = this.#sightingsOf(known).slice(0, -1);
    this.#copied.delete(id);
    const [first, ...more] = sightings;
    if (first) this.#credentials().set(id, { ...known, sightings: [first, ...more] });
    else this.#credentials().delete(id);
  }

  /** To be written to: a fold of many events copies them once. */
  #sightingsOf({ id, sightings }: Credential): Sighting[] {
    if (this.#copied.has(id)) return sightings as unknown as Sighting[];
    this.#copied.add(id);
    return [...sightings];
  }

  #tokens(): Map<string, RecordedToken> {
    if (this.state.tokens === this.#base.tokens) this.state.tokens = new Map(this.#base.tokens);
    return this.state.tokens as Map<string, RecordedToken>;
  }

  #number({ raw, mirror }: FoundToken, at: Millis, seen: FirstSight['seen'], httpOnly: boolean): void {
    if (this.state.tokens.has(raw)) return;
    const { otherTabs, dropped } = this.state;
    const number = mirror ? undefined : (dropped.numbers.get(raw) ?? this.state.nextNumber++);
    this.#tokens().set(raw, { number, firstAt: at, first: { seen, httpOnly, otherTabs }, broughtBy: [] });
  }

  #lose(id: string, at: Millis): void {
    const known = this.state.credentials.get(id);
    if (!known?.present) return;
    const sightings = this.#sightingsOf(known);
    sightings.push({ ...(sightings.pop() ?? currentSighting(known)), lostAt: at });
    this.#credentials().set(id, { ...known, present: false, sightings: sightings as [Sighting, ...Sighting[]] });
  }

  /** What is put together from parts goes with them. */
  #loseWhere(isLost: (credential: Credential) => boolean, at: Millis): void {
    const lost = [...this.state.credentials.values()].filter(
      (credential) => credential.present && credential.parts === undefined && isLost(credential),
    );
    for (const { id } of lost) this.#lose(id, at);
    for (const credential of lost) this.#seeWhole(credential, at, 'kept');
  }

  #loseUnlisted(where: (where: Where) => boolean, listed: ReadonlySet<string>, at: Millis): void {
    this.#loseWhere((credential) => where(credential.where) && !listed.has(credential.id), at);
  }

  #listCookies(cookies: readonly CookieFacts[], at: Millis): void {
    const seen = this.state.looked.cookies === null ? 'at-start' : 'kept';
    for (const cookie of cookies) this.#see(cookieKey(cookie), cookie.value, at, seen, cookie);
    this.#loseUnlisted(
      (where) => where === 'cookie',
      new Set(cookies.map((cookie) => credentialId(cookieKey(cookie)))),
      at,
    );
  }

  #listStorage(areas: readonly StorageFacts[], at: Millis): void {
    const listed = new Set<string>();
    const seen = this.state.looked.storage === null ? 'at-start' : 'kept';
    for (const { area, origin, entries } of areas) {
      for (const [name, value] of entries) {
        const key = { where: area, name, scope: origin, path: '', partition: null };
        listed.add(credentialId(key));
        this.#see(key, value, at, seen);
      }
    }
    this.#loseUnlisted((where) => STORAGE_AREAS.has(where), listed, at);
  }

  #readPage(at: Millis): void {
    this.state.pageUnreadable = false;
    this.#seeSdks(this.state.sdks, at);
    this.state.looked = { ...this.state.looked, page: at };
  }

  #seeSdks(sdks: readonly SdkState[], at: Millis): void {
    const listed = new Set<string>();
    const seen = this.state.looked.page === null ? 'at-start' : 'kept';
    for (const sdk of sdks) {
      const known = providerById(sdk.provider);
      if (known) this.state.origins = learnOrigins(this.state.origins, known, sdk);
      if (sdk.token === null) continue;
      const name = known?.memoryName ?? sdk.provider;
      const key = { where: 'sdk' as const, name, scope: '', path: '', partition: null };
      listed.add(credentialId(key));
      this.#see(key, sdk.token, at, seen);
    }
    this.#loseUnlisted((where) => where === 'sdk', listed, at);
  }

  #addRequest(request: RequestFacts): void {
    if (this.state.requests === this.#base.requests) this.state.requests = [...this.#base.requests];
    const requests = this.state.requests as RequestFacts[];
    const place = request.bodyRead === 'late' ? requests.findLastIndex((each) => isUnread(each, request)) : -1;
    const unread = requests[place];
    const kept: RequestFacts = {
      ...request,
      sent: unread?.sent ?? request.sent.map((carried) => this.#seeCarried(carried, 'request', request)),
      received: request.received.map(
        (carried) =>
          unread?.received.find((each) => isSameCarried(each, carried)) ??
          this.#seeCarried(carried, 'response', request),
      ),
    };
    requests[unread ? place : requests.length] = kept;
    for (const raw of tokensReceived(kept)) {
      const token = this.state.tokens.get(raw);
      const others = token?.broughtBy.filter((each) => each !== unread) ?? [];
      if (!token || others.length >= MAX_BROUGHT) continue;
      this.#tokens().set(raw, { ...token, broughtBy: [...others, kept] });
    }
  }

  #seeCarried(carried: Carried, side: 'request' | 'response', request: RequestFacts): Carried {
    const { name, value } = carried;
    const at = request.startedAt + (side === 'request' ? 0 : request.duration);
    const seen = side === 'request' ? 'sent' : 'received';
    const key = carriedKey(carried, side, hostOf(request.url));
    const known = this.state.credentials.get(credentialId(key));
    const last = known && currentSighting(known);
    // What is recorded late does not take the place of what has come since.
    if (request.bodyRead && last && last.value !== value && at < last.firstAt) {
      for (const token of tokensIn(name, value)) this.#number(token, at, seen, false);
      return carried;
    }
    return { ...carried, value: this.#see(key, value, at, seen) };
  }

  /** One map for all actions between two changes. */
  #currentValues(): ReadonlyMap<string, string> {
    const present = () => [...this.state.credentials.values()].filter((credential) => credential.present);
    this.#values ??= new Map(present().map((credential) => [credential.id, currentSighting(credential).value]));
    return this.#values;
  }
}

/** Whether it is the request that was recorded before the page had read its body. */
const isUnread = (unread: RequestFacts, { startedAt, method, url }: RequestFacts) =>
  unread.bodyRead === 'not-yet' && unread.startedAt === startedAt && unread.method === method && unread.url === url;

const isSameCarried = (one: Carried, other: Carried) =>
  one.place === other.place && one.name === other.name && one.value === other.value;

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
