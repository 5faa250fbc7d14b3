import type { Millis } from '@/lib/recording/event.ts';

/** The one source of time in the panel: it moves once a second, and not at all while nobody looks. */
export interface Clock {
  readonly now: () => Millis;
  /** The time at this moment, for what moves between two seconds. */
  readonly read: () => Millis;
  readonly subscribe: (listener: () => void) => () => void;
  /** Ticks on the whole seconds of a clock that is this far ahead, so that a corrected countdown steps on time. */
  readonly setPhase: (offset: Millis) => void;
  readonly setRunning: (running: boolean) => void;
  /** Ticks at once where a second has passed of which a busy machine has not told yet. */
  readonly catchUp: () => void;
  /** Stands still at a moment that is past, such as that of a saved recording; null goes on with the time. */
  readonly standAt: (moment: Millis | null) => void;
}

const SECOND = 1_000;

export function createClock(readTime: () => Millis = Date.now): Clock {
  const listeners = new Set<() => void>();
  let current = readTime();
  let phase = 0;
  let running = true;
  let standing: Millis | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const read = () => standing ?? readTime();

  function tick(): void {
    current = read();
    for (const listener of listeners) {
      try {
        listener();
      } catch (error) {
        // Whoever cannot draw the time must not stop it for the others.
        reportError(error);
      }
    }
    schedule();
  }

  const isTicking = () => running && standing === null && listeners.size > 0;
  const secondOf = (time: Millis) => Math.floor((time + phase) / SECOND);

  function schedule(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!isTicking()) return;
    const since = (((readTime() + phase) % SECOND) + SECOND) % SECOND;
    timer = setTimeout(tick, SECOND - since);
  }

  return {
    now: () => current,
    read,
    subscribe(listener) {
      listeners.add(listener);
      if (timer === undefined) {
        current = read();
        schedule();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) schedule();
      };
    },
    setPhase(offset) {
      if (offset === phase) return;
      phase = offset;
      schedule();
    },
    setRunning(next) {
      if (next === running) return;
      running = next;
      if (running) tick();
      else schedule();
    },
    catchUp() {
      if (isTicking() && secondOf(readTime()) !== secondOf(current)) tick();
    },
    standAt(moment) {
      if (moment === standing) return;
      standing = moment;
      tick();
    },
  };
}
