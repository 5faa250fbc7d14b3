import { createCauseMemo, type CauseMemo } from './cause-memo.ts';
import type { ClockSkew } from './clock.ts';
import type { Credential, Sighting } from './credential.ts';
import type { CredentialView } from './credentials.ts';
import type { Millis } from './event.ts';
import type { Recording } from './recording.ts';
import { lifetimeOf, type Lifetime } from './lifetimes.ts';
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
 * to stays the same object. One that is not listed for a moment, as the echo of another, goes on where it was.
 */
export function createLanes(): DeriveLanes {
  const index = createRequestIndex();
  const causes = createCauseMemo();
  let builders = new Map<string, LaneBuilder>();
  return (recording, views, skew) => {
    const [isIndexed, isKnown] = [index.read(recording.requests), causes.read(recording, skew)];
    if (!isIndexed || !isKnown) builders = new Map();
    for (const id of builders.keys()) if (!recording.credentials.has(id)) builders.delete(id);
    return views.map((view) => {
      const { id } = view.credential;
      const before = builders.get(id);
      const builder = before?.goesOn(recording, view) ? before : new LaneBuilder(index, causes);
      builders.set(id, builder);
      return builder.update(recording, view);
    });
  };
}

type Sightings = CredentialView['credential']['sightings'];

class LaneBuilder {
  readonly #index: RequestIndex;
  readonly #causes: CauseMemo;
  #lane: Lane | undefined;
  #sightings: readonly Sighting[] = [];
  #tokens: Recording['tokens'] | undefined;
  /** Tokens stand in the credential whose coming was not recorded so far. */
  #lacksSome = false;
  /** Which bar each token has. */
  readonly #at = new Map<string, number>();
  /** How much of the index and of what was corrected is in the lane. */
  #indexed = 0;
  #corrected = 0;

  constructor(index: RequestIndex, causes: CauseMemo) {
    this.#index = index;
    this.#causes = causes;
  }

  /** Whether the credential is the one from before: its last sighting may have gone on, and others may have come. */
  goesOn({ tokens }: Recording, { credential: { name, sightings } }: CredentialView): boolean {
    const before = this.#sightings;
    const end = before.length - 1;
    const last = before[end];
    return (
      name === this.#lane?.name &&
      last?.value === sightings[end]?.value &&
      last?.firstAt === sightings[end]?.firstAt &&
      (end === 0 || (isSame(before[0], sightings[0]) && isSame(before[end - 1], sightings[end - 1]))) &&
      (!this.#lacksSome || tokens === this.#tokens)
    );
  }

  update(recording: Recording, { credential, sameAs }: CredentialView): Lane {
    const last = this.#lane;
    const begun = this.#at.size;
    const bars = this.#bars(recording, credential);
    const requests = this.#marks(bars, begun, credential);
    if (last?.bars === bars && last.requests === requests && last.sameAs === sameAs) return last;
    const seenOnly = /^(?:request|response)-/.test(credential.where);
    this.#lane = { id: credential.id, name: credential.name, sameAs, seenOnly, bars, requests };
    return this.#lane;
  }

  #bars(recording: Recording, credential: Credential): readonly Bar[] {
    const before = this.#lane?.bars ?? [];
    const bars = new BarList(before, this.#at);
    const { sightings } = credential;
    const settled = this.#settled(sightings);
    for (let index = settled; index < sightings.length; index++) {
      const lifetime = lifetimeOf(recording, credential, index, this.#causes.of);
      if (!lifetime) continue;
      bars.stay(lifetime, index < this.#sightings.length);
      this.#lacksSome ||= !recording.tokens.has(lifetime.raw);
    }
    const { corrected } = this.#causes;
    for (; this.#corrected < corrected.length; this.#corrected++) {
      const raw = corrected[this.#corrected] ?? '';
      bars.correct(raw, this.#causes.of(raw));
    }
    this.#sightings = sightings;
    this.#tokens = recording.tokens;
    return bars.done();
  }

  /** How many of the sightings are as they were, and so is what can be said of them. */
  #settled(sightings: Sightings): number {
    const { length } = this.#sightings;
    // The last one has gone on, or has ended with a new one.
    const isAsBefore = sightings.length === length && isSame(sightings[length - 1], this.#sightings[length - 1]);
    return isAsBefore ? length : Math.max(0, length - 1);
  }

  /** `begun`: how many of the bars were there before. */
  #marks(bars: readonly Bar[], begun: number, credential: Credential): readonly RequestMark[] {
    const index = this.#index;
    const before = this.#lane?.requests ?? [];
    const isHere = index.isCarriedBy(credential);
    const barOf = (raw: string) => this.#at.get(raw) ?? Infinity;
    const fresh = [
      ...index.all.slice(this.#indexed).filter(({ raw }) => barOf(raw) < begun),
      ...bars.slice(begun).flatMap(({ raw }) => index.of(raw)),
    ];
    this.#indexed = index.all.length;
    const own = fresh.filter(isHere).map((mark) => ({ ...mark, exp: bars[barOf(mark.raw)]?.exp ?? null }));
    return own.length === 0 ? before : merge(before, own);
  }
}

/** A sighting of a value that was put together from parts is another object each time. */
const isSame = (a: Sighting | undefined, b: Sighting | undefined) =>
  a === b || (a?.value === b?.value && a?.firstAt === b?.firstAt && a?.lastAt === b?.lastAt && a?.lostAt === b?.lostAt);

/** Bars under construction: they are copied when first written to, and only then. */
class BarList {
  readonly #at: Map<string, number>;
  #bars: readonly Bar[];
  #copy: Bar[] | undefined;
  /** Those whose stays are a copy already. */
  readonly #copied = new Set<string>();

  constructor(bars: readonly Bar[], at: Map<string, number>) {
    this.#bars = bars;
    this.#at = at;
  }

  /** Adds a stay to its token's bar; one that `goesOn` takes the place of the last. */
  stay({ raw, number, iat, exp, firstAt, lastAt, endedAt, causes }: Lifetime, goesOn: boolean): void {
    const bars = this.#written();
    const stay = { firstAt, lastAt, endedAt };
    const at = this.#at.get(raw);
    const bar = at === undefined ? undefined : bars[at];
    if (at === undefined || !bar) {
      this.#at.set(raw, bars.length);
      bars.push({ raw, number, iat, exp, stays: [stay], causes });
      this.#copied.add(raw);
      return;
    }
    const stays = (this.#copied.has(raw) ? bar.stays : [...bar.stays]) as [Stay, ...Stay[]];
    stays.splice(goesOn ? -1 : stays.length, goesOn ? 1 : 0, stay);
    if (this.#copied.has(raw)) return;
    this.#copied.add(raw);
    bars[at] = { ...bar, stays };
  }

  correct(raw: string, causes: Bar['causes'] | undefined): void {
    const at = this.#at.get(raw);
    const bar = at === undefined ? undefined : this.#bars[at];
    if (at !== undefined && bar && causes && bar.causes !== causes) this.#written()[at] = { ...bar, causes };
  }

  done(): readonly Bar[] {
    return this.#bars;
  }

  #written(): Bar[] {
    this.#copy ??= [...this.#bars];
    this.#bars = this.#copy;
    return this.#copy;
  }
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

const byStart = (a: RequestMark, b: RequestMark) => a.request.startedAt - b.request.startedAt || a.order - b.order;

function isAmongThoseBefore(marks: readonly RequestMark[], end: number, { request, raw }: RequestMark): boolean {
  for (let at = end - 1; marks[at]?.request.startedAt === request.startedAt; at--) {
    if (marks[at]?.request === request && marks[at]?.raw === raw) return true;
  }
  return false;
}
