import type { Provider } from '@/lib/providers/provider.ts';
import type { Millis } from '@/lib/recording/event.ts';
import type { RecordedAction } from '@/lib/recording/recording.ts';
import { leastInterval } from '@/lib/recording/until.ts';

/** When each provider was asked last, by whoever it was: a server counts every request. */
export interface Pace {
  /** How long a provider is not to be asked yet; 0 where it may be. */
  readonly wait: (provider: Provider) => Millis;
  /** Notes that a provider is asked now. */
  readonly send: (providerId: string) => Millis;
  /** Notes what was recorded: actions that the user ran, and those that began later than they were sent. */
  readonly heed: (actions: readonly RecordedAction[]) => void;
}

export function createPace(now: () => Millis): Pace {
  /** Outlives a recording that is cleared. */
  const askedAt = new Map<string, Millis>();
  let heeded: readonly RecordedAction[] = [];
  const note = (provider: string, at: Millis) => askedAt.set(provider, Math.max(askedAt.get(provider) ?? at, at));

  return {
    wait(provider) {
      const least = leastInterval(provider);
      const at = askedAt.get(provider.id);
      if (at === undefined) return 0;
      // The clock was set back: nobody can tell how long ago it was.
      if (at > now()) askedAt.set(provider.id, now());
      return Math.max(0, Math.min(at, now()) + least - now());
    },
    send(provider) {
      const at = now();
      askedAt.set(provider, at);
      return at;
    },
    heed(actions) {
      const isContinued = actions[heeded.length - 1]?.id === heeded.at(-1)?.id;
      for (const { provider, startedAt } of actions.slice(isContinued ? heeded.length : 0)) note(provider, startedAt);
      heeded = actions;
    },
  };
}
