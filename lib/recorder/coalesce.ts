/**
 * Runs a task now; asked again while it runs, it runs once more afterwards, however often it was asked.
 * Resolves when a run that began after the call has ended.
 */
export function coalesce(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  return () => {
    // Between two runs nothing is running, and yet one is about to.
    if (next) return next;
    if (!running) {
      running = task().finally(() => (running = undefined));
      return running;
    }
    next = running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        running = task().finally(() => (running = undefined));
        return running;
      });
    return next;
  };
}
