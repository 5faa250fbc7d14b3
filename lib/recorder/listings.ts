import type { FrameFacts } from '@/lib/messaging/protocol.ts';
import { MAX_LISTED } from '@/lib/recording/bounds.ts';
import type { CookieFacts, Millis, RecordingEvent, StorageFacts } from '@/lib/recording/event.ts';
import type { PageSnapshot } from '@/lib/providers/page.ts';
import { isOfInterest } from '@/lib/recording/interest.ts';

/** Records what was found by looking, where it is not what was found last. */
export interface Listings {
  readonly cookies: (cookies: readonly CookieFacts[]) => void;
  readonly storage: (frames: readonly FrameFacts[]) => void;
  /** When it was read is recorded even where it says what it said last. */
  readonly page: (snapshot: PageSnapshot) => void;
  readonly otherTabs: (count: number) => void;
  /** What is found next is recorded, whatever it is. */
  readonly forget: () => void;
}

export function createListings(record: (event: RecordingEvent) => void, now: () => Millis): Listings {
  const last = new Map<string, string>();

  /** Whether it differs from what was found last. */
  function isNew({ type }: RecordingEvent, facts: unknown): boolean {
    const text = JSON.stringify(facts);
    if (last.get(type) === text) return false;
    last.set(type, text);
    return true;
  }

  function recordNew(event: RecordingEvent, facts: unknown): void {
    if (isNew(event, facts)) record(event);
  }

  return {
    cookies: (cookies) => recordNew({ type: 'cookies-listed', at: now(), cookies }, cookies),
    storage(frames) {
      const areas = storageOfInterest(frames);
      recordNew({ type: 'storage-listed', at: now(), areas }, areas);
    },
    page(snapshot) {
      const event: RecordingEvent = { type: 'page-state', at: now(), snapshot };
      record(isNew(event, snapshot) ? event : { type: 'page-state-unchanged', at: event.at });
    },
    otherTabs: (count) => recordNew({ type: 'other-tabs', at: now(), count }, count),
    forget: () => last.clear(),
  };
}

/** Only what may have to do with a session: the rest of a page's storage is not recorded. */
function storageOfInterest(frames: readonly FrameFacts[]): StorageFacts[] {
  return frames
    .flatMap(({ areas }) => areas)
    .map((facts) => {
      const entries = facts.entries.filter(([key, value]) => isOfInterest(key, value));
      const omitted = facts.omitted + Math.max(0, entries.length - MAX_LISTED);
      return { ...facts, entries: entries.slice(0, MAX_LISTED), omitted };
    });
}
