import type { ClockSkew } from './clock.ts';
import type { CredentialView } from './credentials.ts';
import type { Millis, RequestFacts } from './event.ts';
import type { RecordedAction, Recording } from './recording.ts';
import { listLifetimes, type Lifetime } from './lifetimes.ts';
import { createRequestIndex, type CarriedRequest, type RequestIndex } from './request-index.ts';

/** One token in a credential's lane, however often it came back. Times by this machine's clock unless said. */
export interface Bar {
  readonly raw: string;
  /** `#14` */
  readonly number: number | undefined;
  /** By the server's clock; null where the token does not say. */
  readonly iat: Millis | null;
  readonly exp: Millis | null;
  /** When it was there, the oldest first. */
  readonly stays: readonly [Stay, ...Stay[]];
  readonly causes: Lifetime['causes'];
}

export interface Stay {
  readonly firstAt: Millis;
  readonly lastAt: Millis;
  /** Null while it is there. */
  readonly endedAt: Millis | null;
}

/** A request that carried one of the lane's tokens. */
export interface RequestMark extends CarriedRequest {
  /** When that token expires, by the server's clock; null where it does not say. */
  readonly exp: Millis | null;
}

/** What a credential's lane of the heartbeat is drawn from. Nothing in it changes with the time or the clock's skew. */
export interface Lane {
  readonly id: string;
  readonly name: string;
  /** The name of the credential that it only repeats. */
  readonly sameAs: string | undefined;
  /** Only requests show it, so between two of them nobody knows whether it is there. */
  readonly seenOnly: boolean;
  /** In the order of their first sight. */
  readonly bars: readonly Bar[];
  /** By the request's start. */
  readonly requests: readonly RequestMark[];
}

/** Derives lanes again and again, of one recording as it grows. */
export type DeriveLanes = (recording: Recording, views: readonly CredentialView[], skew: ClockSkew) => readonly Lane[];

/**
 * Keeps what it derived, so that one more event costs what it changed: the lane of a credential that nothing happened
 * to stays the same object.
 */
export function createLanes(): DeriveLanes {
  const index = createRequestIndex();
  let builders: ReadonlyMap<string, LaneBuilder> = new Map();
  return (recording, views, skew) => {
    const { added, isContinued } = index.read(recording.requests);
    const before = isContinued ? builders : new Map<string, LaneBuilder>();
    const pairs = views.map((view) => [view, builderOf(before, view)] as const);
    builders = new Map(pairs.map(([view, builder]) => [view.credential.id, builder]));
    return pairs.map(([view, builder]) => builder.update({ recording, view, skew, index, added }));
  };
}

export const listLanes: DeriveLanes = (recording, views, skew) => createLanes()(recording, views, skew);

/** What a token's dates are depends on whose it is, so a credential that turns out to be a provider's begins anew. */
function builderOf(builders: ReadonlyMap<string, LaneBuilder>, { credential, provider, isSession }: CredentialView) {
  const known = builders.get(credential.id);
  return known?.provider === provider && known?.isSession === isSession ? known : new LaneBuilder(provider, isSession);
}

interface Update {
  readonly recording: Recording;
  readonly view: CredentialView;
  readonly skew: ClockSkew;
  readonly index: RequestIndex;
  readonly added: readonly CarriedRequest[];
}

type Sightings = CredentialView['credential']['sightings'];

class LaneBuilder {
  readonly provider: CredentialView['provider'];
  readonly isSession: boolean;
  #lane: Lane | undefined;
  #lifetimes: readonly Lifetime[] = [];
  #sightings: Sightings | undefined;
  #actions: readonly RecordedAction[] = [];
  #skew: ClockSkew | undefined;
  #requests: readonly RequestFacts[] = [];
  /** Of each token that the lane has. */
  readonly #exp = new Map<string, Millis | null>();

  constructor(provider: CredentialView['provider'], isSession: boolean) {
    this.provider = provider;
    this.isSession = isSession;
  }

  update(update: Update): Lane {
    const { credential, sameAs } = update.view;
    const last = this.#lane;
    const bars = this.#bars(update);
    const requests = this.#marks(bars, update);
    if (last?.bars === bars && last.requests === requests && last.sameAs === sameAs) return last;
    const seenOnly = /^(?:request|response)-/.test(credential.where);
    this.#lane = { id: credential.id, name: credential.name, sameAs, seenOnly, bars, requests };
    return this.#lane;
  }

  #bars({ recording, view, skew }: Update): readonly Bar[] {
    const { sightings } = view.credential;
    const settled = this.#settled(recording, sightings, skew);
    this.#actions = recording.actions;
    this.#skew = skew;
    this.#requests = recording.requests;
    this.#sightings = sightings;
    if (this.#lane && settled === sightings.length && settled === this.#lifetimes.length) return this.#lane.bars;
    const [first, ...rest] = sightings.slice(settled);
    const changed = first
      ? listLifetimes(recording, { ...view, credential: { ...view.credential, sightings: [first, ...rest] } }, skew)
      : [];
    const lifetimes = [...this.#lifetimes.slice(0, settled), ...changed];
    this.#lifetimes = lifetimes;
    return barsOf(lifetimes);
  }

  /** How many of the sightings are as they were, and so is what can be said of them. */
  #settled(recording: Recording, sightings: Sightings, skew: ClockSkew): number {
    const before = this.#sightings;
    // Where a sighting has no token the two lists do not go together.
    if (!before || this.#lifetimes.length !== before.length) return 0;
    if (recording.actions !== this.#actions || skew !== this.#skew) return 0;
    const since = startOf(recording.requests, this.#requests.length);
    let settled = Math.min(before.length, sightings.length);
    // From the end, since almost all of it is as it was: a list only grows, until its beginning is dropped.
    if (sightings[0] !== before[0] && settled > 1) return 0;
    const isSame = (index: number) => sightings[index] === before[index] && (sightings[index]?.firstAt ?? 0) < since;
    while (settled > 0 && !isSame(settled - 1)) settled--;
    // The one before a new one has ended.
    return sightings.length > before.length || settled < before.length ? Math.max(0, settled - 1) : settled;
  }

  #marks(bars: readonly Bar[], { view, index, added }: Update): readonly RequestMark[] {
    const before = this.#lane?.requests ?? [];
    const isHere = index.isCarriedBy(view.credential);
    const fresh = added.filter((mark) => this.#exp.has(mark.raw));
    if (this.#lane?.bars !== bars) {
      for (const { raw, exp } of bars) {
        if (this.#exp.has(raw)) continue;
        this.#exp.set(raw, exp);
        fresh.push(...index.of(raw));
      }
    }
    const own = fresh.filter(isHere).map((mark) => ({ ...mark, exp: this.#exp.get(mark.raw) ?? null }));
    return own.length === 0 ? before : merge(before, own);
  }
}

/** When the first of the requests that came since began; each was recorded when it ended. */
function startOf(requests: readonly RequestFacts[], since: number): Millis {
  let start = Infinity;
  for (let index = since; index < requests.length; index++)
    start = Math.min(start, requests[index]?.startedAt ?? start);
  return start;
}

function barsOf(lifetimes: readonly Lifetime[]): readonly Bar[] {
  const bars = new Map<string, Bar>();
  for (const { raw, number, iat, exp, firstAt, lastAt, endedAt, causes } of lifetimes) {
    const stay = { firstAt, lastAt, endedAt };
    const known = bars.get(raw);
    bars.set(
      raw,
      known ? { ...known, stays: [...known.stays, stay] } : { raw, number, iat, exp, stays: [stay], causes },
    );
  }
  return [...bars.values()];
}

/** Both by the request's start. A request that carried a token twice, in a cookie and in a header, counts once. */
function merge(before: readonly RequestMark[], fresh: readonly RequestMark[]): readonly RequestMark[] {
  const merged = [...before];
  for (const mark of fresh.toSorted(byStart)) {
    // What is new began near the end.
    let at = merged.length;
    while (at > 0 && byStart(merged[at - 1] ?? mark, mark) > 0) at--;
    if (!isAmongThoseBefore(merged, at, mark)) merged.splice(at, 0, mark);
  }
  return merged;
}

const byStart = (a: RequestMark, b: RequestMark) => a.request.startedAt - b.request.startedAt;

function isAmongThoseBefore(marks: readonly RequestMark[], end: number, { request, raw }: RequestMark): boolean {
  for (let at = end - 1; marks[at]?.request.startedAt === request.startedAt; at--) {
    if (marks[at]?.request === request && marks[at]?.raw === raw) return true;
  }
  return false;
}
