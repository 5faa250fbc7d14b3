import { useRef, useState } from 'react';
import type { Notice } from '@/components/RecordingBar.tsx';

/** Sooner than that nothing is said of a task that is under way: what flashes by cannot be read. Milliseconds. */
const SOON = 300;

interface Words {
  /** Said of it while it goes on. */
  readonly busy: string;
  /** Said before the reason why it failed. */
  readonly failure: string;
}

/** Is told when another task has been asked for since, which takes its place. */
type Task = (signal: AbortSignal) => Promise<Notice | null>;

/** Does what was asked for last, and says what came of it; null where that shows by itself. */
export function useTask() {
  const [notice, setNotice] = useState<Notice | null>(null);
  const latest = useRef<AbortController>(undefined);

  async function attempt(task: Task, { busy, failure }: Words): Promise<void> {
    latest.current?.abort();
    const { signal } = (latest.current = new AbortController());
    const say = (said: Notice | null) => signal.aborted || setNotice(said);
    say(null);
    const waiting = setTimeout(() => say({ tone: 'busy', text: busy }), SOON);
    try {
      say(await task(signal));
    } catch (error) {
      say({ tone: 'bad', text: `${failure} ${error instanceof Error ? error.message : String(error)}` });
    } finally {
      clearTimeout(waiting);
    }
  }

  return { notice, attempt, dismiss: () => setNotice(null) };
}
