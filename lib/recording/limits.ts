import { tokensIn } from './credential.ts';
import type { RecordingEvent } from './event.ts';

export interface Limits {
  readonly requests: number;
  readonly tokens: number;
  /** All events but requests, most of which bring no token. */
  readonly others: number;
  /**
   * Of all values that were carried, kept or removed, of addresses and headers, each of them once, and of what the
   * page's SDKs said. Not of a file, whose size bounds them: one that was redacted has longer ones at times.
   */
  readonly characters: number;
}

/** What one recording may hold, whether it was recorded here or read from a file. */
export const LIMITS: Limits = { requests: 50_000, tokens: 10_000, others: 20_000, characters: 64 * 1024 ** 2 };

/** Which limit a recording is beyond; undefined where it is within all of them. */
export function exceededBy(
  events: readonly RecordingEvent[],
  limits: Limits = LIMITS,
): 'requests' | 'others' | 'tokens' | undefined {
  const requests = events.filter(({ type }) => type === 'request').length;
  if (requests > limits.requests) return 'requests';
  if (events.length - requests > limits.others) return 'others';
  const seen = new Set<string>();
  const tokens = new Set<string>();
  for (const event of events) {
    for (const [name, value] of carriedIn(event)) {
      if (seen.has(value)) continue;
      seen.add(value);
      for (const { raw } of tokensIn(name, value)) tokens.add(raw);
      if (tokens.size > limits.tokens) return 'tokens';
    }
  }
  return undefined;
}

/** What of an event can carry tokens. */
export function carriedIn(event: RecordingEvent): readonly (readonly [name: string, value: string])[] {
  switch (event.type) {
    case 'cookie-set':
      return [[event.cookie.name, event.cookie.value]];
    case 'cookies-listed':
      return event.cookies.map(({ name, value }) => [name, value]);
    case 'storage-listed':
      return event.areas.flatMap(({ entries }) => entries);
    case 'page-state':
      return event.snapshot.sdks.flatMap(({ token, provider }) => (token === null ? [] : [[provider, token]]));
    case 'request':
      return [...event.request.sent, ...event.request.received].map(({ name, value }) => [name, value]);
    default:
      return [];
  }
}
