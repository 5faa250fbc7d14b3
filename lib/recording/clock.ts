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

/**
 * Measures the skew from `Date` headers. A response bounds it: the server wrote its date, in whole seconds, at some
 * moment between the request's start and the response's end. Each further response narrows the bounds; the newest
 * count, and a step of either clock discards those before it.
 */
export function measureClock(requests: readonly RequestFacts[], isServer: (url: string) => boolean): ClockSkew {
  let low = -Infinity;
  let high = Infinity;
  let responses = 0;
  for (let index = requests.length - 1; index >= 0 && responses < MAX_RESPONSES; index--) {
    const request = requests[index];
    if (!request || request.serverDate === null || !isServer(request.url)) continue;
    const atLeast = request.serverDate - (request.startedAt + request.duration);
    const atMost = request.serverDate + 1_000 - request.startedAt;
    if (atLeast > high || atMost < low) break;
    low = Math.max(low, atLeast);
    high = Math.min(high, atMost);
    responses++;
  }
  if (responses === 0) return { state: 'unknown' };
  const offset = low <= 0 && high >= 0 ? 0 : (low + high) / 2;
  const uncertainty = Math.max(offset - low, high - offset);
  return { state: 'measured', offset, uncertainty, responses };
}

/** The moment by the server's clock; by this machine's where the skew is unknown. */
export function serverTime(now: Millis, skew: ClockSkew): Millis {
  return skew.state === 'measured' ? now + skew.offset : now;
}
