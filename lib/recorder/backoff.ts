export interface Backoff {
  /** Runs the task later, each time later than the last, and after the last delay no more. */
  readonly again: () => void;
  /** What was waited for has come: the next wait begins with the first delay. */
  readonly done: () => void;
}

/** @param delays in milliseconds. */
export function createBackoff(task: () => void, delays: readonly number[]): Backoff {
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    again() {
      const delay = delays[tries];
      if (delay === undefined || timer !== undefined) return;
      tries++;
      timer = setTimeout(() => {
        timer = undefined;
        task();
      }, delay);
    },
    done() {
      clearTimeout(timer);
      timer = undefined;
      tries = 0;
    },
  };
}
