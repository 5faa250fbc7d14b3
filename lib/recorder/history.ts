import type { RecordingEvent } from '@/lib/recording/event.ts';

export interface Limits {
  readonly requests: number;
  readonly others: number;
}

/** What one tab's recording may hold. */
export const LIMITS: Limits = { requests: 50_000, others: 20_000 };

export interface History {
  readonly events: () => RecordingEvent[];
  /** Adds events and gives back what was really added: with them, that something was dropped. */
  readonly add: (events: readonly RecordingEvent[]) => readonly RecordingEvent[];
  readonly clear: () => void;
}

/**
 * The events of a recording, bounded: when there are too many, the oldest tenth of their kind goes, and it is said so.
 * What says where the page is and whether it may be read stays, since it is not said again.
 */
export function createHistory(limits: Limits = LIMITS): History {
  let events: RecordingEvent[] = [];
  let requests = 0;

  function drop(isOfKind: (event: RecordingEvent) => boolean, count: number): void {
    let left = count;
    events = events.filter((event) => !(isOfKind(event) && left-- > 0));
  }

  const lastOf = (type: RecordingEvent['type']) => events.findLast((event) => event.type === type);

  function trim(at: number): RecordingEvent[] {
    if (events.length - requests > limits.others) {
      const standing = new Set([lastOf('navigated'), lastOf('access')]);
      drop(
        (event) => event.type !== 'request' && event.type !== 'dropped' && !standing.has(event),
        Math.ceil(limits.others / 10),
      );
    }
    if (requests <= limits.requests) return [];
    const count = Math.ceil(limits.requests / 10);
    drop(({ type }) => type === 'request', count);
    requests -= count;
    const dropped: RecordingEvent = { type: 'dropped', at, requests: count };
    events.push(dropped);
    return [dropped];
  }

  return {
    events: () => [...events],
    add(added) {
      events.push(...added);
      requests += added.filter(({ type }) => type === 'request').length;
      return [...added, ...trim(added.at(-1)?.at ?? 0)];
    },
    clear() {
      events = [];
      requests = 0;
    },
  };
}
