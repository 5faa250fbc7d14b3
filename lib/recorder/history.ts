import { tokensIn } from '@/lib/recording/credential.ts';
import type { Dropped, RecordingEvent } from '@/lib/recording/event.ts';
import { isUnread } from '@/lib/recording/draft-requests.ts';
import { fold } from '@/lib/recording/fold.ts';
import { EMPTY_RECORDING } from '@/lib/recording/recording.ts';
import { checkpoint } from '@/lib/recording/checkpoint.ts';
import { forget } from '@/lib/recording/forget.ts';
import { carriedIn, LIMITS, type Limits } from '@/lib/recording/limits.ts';

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
  let characters = 0;
  let tokens = new Set<string>();
  /** Each text once: events repeat them, and a string that came in a message is a copy of its own. */
  let texts = new Map<string, string>();
  /** By a carried value, the tokens in it. */
  let read = new Map<string, readonly string[]>();

  function keep(event: RecordingEvent, known = read): RecordingEvent {
    const shared = withShared(event);
    for (const [name, value] of carriedIn(shared)) {
      if (read.has(value)) continue;
      const found = known.get(value) ?? tokensIn(name, value).map(({ raw }) => raw);
      read.set(value, found);
      for (const raw of found) tokens.add(raw);
    }
    if (event.type === 'request') requests++;
    if (event.type === 'page-state') characters += JSON.stringify(event.snapshot).length;
    return shared;
  }

  function share(text: string): string {
    const kept = texts.get(text);
    if (kept !== undefined) return kept;
    texts.set(text, text);
    characters += text.length;
    return text;
  }

  const sharing = <T extends { readonly value: string }>(holder: T): T => ({ ...holder, value: share(holder.value) });

  function withShared(event: RecordingEvent): RecordingEvent {
    switch (event.type) {
      case 'navigated':
        return { ...event, url: share(event.url) };
      case 'request': {
        const { url, sent, received, headers } = event.request;
        return {
          ...event,
          request: {
            ...event.request,
            url: share(url),
            sent: sent.map(sharing),
            received: received.map(sharing),
            headers: headers.map(([name, value]) => [name, share(value)] as const),
          },
        };
      }
      case 'cookie-set':
      case 'cookie-removed':
        return { ...event, cookie: sharing(event.cookie) };
      case 'cookies-listed':
        return { ...event, cookies: event.cookies.map(sharing) };
      case 'storage-listed':
        return {
          ...event,
          areas: event.areas.map((area) => ({
            ...area,
            entries: area.entries.map(([key, value]) => [key, share(value)] as const),
          })),
        };
      default:
        return event;
    }
  }

  const isFull = () =>
    requests > limits.requests ||
    tokens.size > limits.tokens ||
    events.length - requests > limits.others ||
    characters > limits.characters;

  function start(beginning: readonly RecordingEvent[]): void {
    const known = read;
    requests = 0;
    characters = 0;
    tokens = new Set();
    texts = new Map();
    read = new Map();
    events = beginning.map((event) => keep(event, known));
  }

  function dropOldest(): RecordingEvent {
    const count = Math.max(Math.ceil(events.length / 10), LEAST);
    const [gone, rest] = [withoutReplaced(events.slice(0, count)), events.slice(count)];
    const before = (rest[0] ?? events.at(-1))?.at ?? 0;
    const whole = fold(EMPTY_RECORDING, gone);
    const { nextNumber: next, dropped: past } = whole;
    const left = forget(whole, { before, requests: 0, tokens: 0, numbers: [], next });
    start(rest);
    // One that is gone by then, and is seen again in what is left, goes on under its number, too.
    const isLeft = (raw: string) => left.tokens.has(raw) || tokens.has(raw);
    const known = [...past.numbers, ...[...whole.tokens].map(([raw, { number }]) => [raw, number] as const)];
    const numbers = new Map(known.flatMap(([raw, number]) => (number && isLeft(raw) ? [[raw, number] as const] : [])));
    const standing = checkpoint(left, gone);
    const dropped: Dropped = {
      before,
      requests: whole.requests.length - standing.filter(({ type }) => type === 'request').length,
      tokens: [...whole.tokens.keys()].filter((raw) => !isLeft(raw)).length,
      numbers: [...numbers],
      next,
    };
    const total = { ...dropped, requests: past.requests + dropped.requests, tokens: past.tokens + dropped.tokens };
    start([{ type: 'dropped', at: before, dropped: total }, ...standing, ...rest]);
    return { type: 'dropped', at: before, dropped };
  }

  return {
    events: () => [...events],
    add(added) {
      const kept = added.map((event) => keep(event));
      events.push(...kept);
      const dropped: RecordingEvent[] = [];
      while (isFull() && events.length > LEAST) dropped.push(dropOldest());
      return [...kept, ...dropped];
    },
    clear: () => start([]),
  };
}

/** Without the requests that others, whose body was read late, have taken the place of. */
function withoutReplaced(events: readonly RecordingEvent[]): readonly RecordingEvent[] {
  const late = events.flatMap((event) =>
    event.type === 'request' && event.request.bodyRead === 'late' ? [event.request] : [],
  );
  if (late.length === 0) return events;
  return events.filter((event) => event.type !== 'request' || !late.some((each) => isUnread(event.request, each)));
}
