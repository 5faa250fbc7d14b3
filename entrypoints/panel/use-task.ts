import { useState } from 'react';
import type { Notice } from '@/components/RecordingBar.tsx';

/** Sooner than that nothing is said of a task that is under way: what flashes by cannot be read. Milliseconds. */
const SOON = 300;

interface Words {
  /** Said of it while it goes on. */
  readonly busy: string;
  /** Said before the reason why it failed. */
  readonly failure: string;
}

/** Does what was asked for, and says what came of it; null where that shows by itself. */
export function useTask() {
  const [notice, setNotice] = useState<Notice | null>(null);

  async function attempt(task: () => Promise<Notice | null>, { busy, failure }: Words): Promise<void> {
    setNotice(null);
    const waiting = setTimeout(() => setNotice({ tone: 'busy', text: busy }), SOON);
    try {
      setNotice(await task());
    } catch (error) {
      setNotice({ tone: 'bad', text: `${failure} ${error instanceof Error ? error.message : String(error)}` });
    } finally {
      clearTimeout(waiting);
    }
  }

  return { notice, attempt, dismiss: () => setNotice(null) };
}
