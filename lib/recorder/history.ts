import { tokensIn } from '@/lib/recording/credential.ts';
import type { Carried, Dropped, RecordingEvent } from '@/lib/recording/event.ts';
import { fold } from '@/lib/recording/fold.ts';
import { EMPTY_RECORDING } from '@/lib/recording/recording.ts';
import { checkpoint, forget } from '@/lib/recording/forget.ts';

export interface Limits {
  readonly requests: number;
  readonly tokens: number;
  /** All events but requests, most of which bring no token. */
  readonly others: number;
}

/** What one tab's recording may hold. */
export const LIMITS: Limits = { requests: 50_000, tokens: 10_000, others: 20_000 };

export interface History {
  readonly events: () => RecordingEvent[];
  /** Adds events and gives back what was really added: with them, that something was dropped. */
  readonly add: (events: readonly RecordingEvent[]) => readonly RecordingEvent[];
  readonly clear: () => void;
}

/** More than what stands in the place of what was dropped: dropping this many makes a list shorter. */
const LEAST = 16;

/**
 * The events of a recording, bounded: when there are too many, the oldest tenth goes, and it is said so. In its place
 * stands how things were then, since what has not changed is not said again.
 */
export function createHistory(limits: Limits = LIMITS): History {
  let events: RecordingEvent[] = [];
  let requests = 0;
  let tokens = new Set<string>();
  /** Each carried value once: requests repeat them, and a string that came in a message is a copy of its own. */
  let values = new Map<string, string>();

  function keep(event: RecordingEvent): RecordingEvent {
    for (const [name, value] of valuesOf(event)) {
      if (values.has(value)) continue;
      values.set(value, value);
      for (const { raw } of tokensIn(name, value)) tokens.add(raw);
    }
    if (event.type !== 'request') return event;
    requests++;
    const { sent, received } = event.request;
    return { ...event, request: { ...event.request, sent: sent.map(shared), received: received.map(shared) } };
  }

  const shared = (carried: Carried): Carried => ({ ...carried, value: values.get(carried.value) ?? carried.value });

  const isFull = () =>
    requests > limits.requests || tokens.size > limits.tokens || events.length - requests > limits.others;

  function start(beginning: readonly RecordingEvent[]): void {
    requests = 0;
    tokens = new Set();
    values = new Map();
    events = beginning.map(keep);
  }

  function dropOldest(): RecordingEvent {
    const count = Math.max(Math.ceil(events.length / 10), LEAST);
    const rest = events.slice(count);
    const gone = fold(EMPTY_RECORDING, events.slice(0, count));
    const before = (rest[0] ?? events.at(-1))?.at ?? 0;
    const lost = { before, requests: gone.requests.length, next: gone.nextNumber };
    const left = forget(gone, { ...lost, tokens: 0, numbers: [] });
    const now: Dropped = { ...lost, tokens: gone.tokens.size - left.tokens.size, numbers: [] };
    const numbers = [...left.tokens].flatMap(([raw, { number }]) =>
      number === undefined ? [] : [[raw, number] as const],
    );
    const past = gone.dropped;
    start([
      ...checkpoint(left, {
        ...now,
        requests: past.requests + now.requests,
        tokens: past.tokens + now.tokens,
        numbers,
      }),
      ...rest,
    ]);
    return { type: 'dropped', at: before, dropped: now };
  }

  return {
    events: () => [...events],
    add(added) {
      const kept = added.map(keep);
      events.push(...kept);
      const dropped: RecordingEvent[] = [];
      while (isFull() && events.length > LEAST) dropped.push(dropOldest());
      return [...kept, ...dropped];
    },
    clear: () => start([]),
  };
}

function valuesOf(event: RecordingEvent): readonly (readonly [name: string, value: string])[] {
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
