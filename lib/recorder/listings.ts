import type { FrameFacts } from '@/lib/messaging/protocol.ts';
import type { CookieFacts, Millis, RecordingEvent, StorageFacts } from '@/lib/recording/event.ts';
import { isOfInterest } from '@/lib/recording/interest.ts';

/** Records what was found by looking, where it is not what was found last. */
export interface Listings {
  readonly cookies: (cookies: readonly CookieFacts[]) => void;
  readonly storage: (frames: readonly FrameFacts[]) => void;
  readonly otherTabs: (count: number) => void;
  /** What is found next is recorded, whatever it is. */
  readonly forget: () => void;
}

export function createListings(record: (event: RecordingEvent) => void, now: () => Millis): Listings {
  const last = new Map<string, string>();

  function recordNew(event: RecordingEvent, facts: unknown): void {
    const text = JSON.stringify(facts);
    if (last.get(event.type) === text) return;
    last.set(event.type, text);
    record(event);
  }

  return {
    cookies: (cookies) => recordNew({ type: 'cookies-listed', at: now(), cookies }, cookies),
    storage(frames) {
      const areas = storageOfInterest(frames);
      recordNew({ type: 'storage-listed', at: now(), areas }, areas);
    },
    otherTabs: (count) => recordNew({ type: 'other-tabs', at: now(), count }, count),
    forget: () => last.clear(),
  };
}

/** Only what may have to do with a session: the rest of a page's storage is not recorded. */
function storageOfInterest(frames: readonly FrameFacts[]): StorageFacts[] {
  return frames
    .flatMap(({ areas }) => areas)
    .map((facts) => ({ ...facts, entries: facts.entries.filter(([key, value]) => isOfInterest(key, value)) }));
}
