import type { Millis, RequestFacts } from './event.ts';

/** How the server's clock stands against this machine's. */
export type ClockSkew =
  | { readonly state: 'unknown' }
  | {
      readonly state: 'measured';
      /** To be added to this machine's time to get the server's; 0 where the two agree within what can be told. */
      readonly offset: Millis;
      /** The true offset is within this of `offset`, either way. */
      readonly uncertainty: Millis;
      /** How many responses it rests on. */
      readonly responses: number;
    };

const MAX_RESPONSES = 20;

/** What a server keeps its date for, and a browser rounds its times by: less is no skew. */
const IMPRECISION: Millis = 50;

/**
 * Measures the skew from `Date` headers. A response bounds it: the server wrote its date, in whole seconds, at some
 * moment between the request's start and the response's end. Each further response narrows the bounds; the newest
 * count, and a step of either clock discards those before it.
 */
export function measureClock(requests: readonly RequestFacts[], isServer: (url: string) => boolean): ClockSkew {
  const newest = newestBounds(requests, isServer);
  // One that both its neighbours contradict came out of a cache: what counts begins where two agree.
  const begin = newest.findIndex((bounds, index) => overlap(bounds, newest[index + 1]));
  let [low, high] = [-Infinity, Infinity];
  let responses = 0;
  for (const bounds of newest.slice(Math.max(0, begin))) {
    if (!overlap({ low, high }, bounds)) break;
    low = Math.max(low, bounds.low);
    high = Math.min(high, bounds.high);
    responses++;
  }
  if (responses === 0) return { state: 'unknown' };
  const offset = low <= IMPRECISION && high >= -IMPRECISION ? 0 : (low + high) / 2;
  const uncertainty = Math.max(offset - low, high - offset);
  return { state: 'measured', offset, uncertainty, responses };
}

/** Between which offsets the true one lies, by one response. */
interface Bounds {
  readonly low: Millis;
  readonly high: Millis;
}

const overlap = (a: Bounds, b: Bounds | undefined) => b !== undefined && a.low <= b.high && b.low <= a.high;

function newestBounds(requests: readonly RequestFacts[], isServer: (url: string) => boolean): Bounds[] {
  const newest: Bounds[] = [];
  for (let index = requests.length - 1; index >= 0 && newest.length < MAX_RESPONSES; index--) {
    const request = requests[index];
    if (!request || request.serverDate === null || !isServer(request.url)) continue;
    const { serverDate, startedAt, duration } = request;
    newest.push({ low: serverDate - (startedAt + duration), high: serverDate + 1_000 - startedAt });
  }
  return newest;
}

/** The moment by the server's clock; by this machine's where the skew is unknown. */
export function serverTime(now: Millis, skew: ClockSkew): Millis {
  return skew.state === 'measured' ? now + skew.offset : now;
}
