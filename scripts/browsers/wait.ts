import { setTimeout as sleep } from 'node:timers/promises';
import type { Truthy, WaitOptions } from './session.ts';

const INTERVAL_MS = 40;
const DEFAULT_TIMEOUT_MS = 10_000;

/** Fails with the step's name, after a time or for the promise's own reason. */
export async function step<T>(name: string, promise: Promise<T>, timeout = 30_000): Promise<T> {
  try {
    return await within(timeout, promise);
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

/** Asks until the answer is truthy. An answer that throws counts as not yet; the last reason is told at the end. */
export async function poll<T>(ask: () => Promise<T>, { timeout, what }: WaitOptions = {}): Promise<Truthy<T>> {
  const limit = timeout ?? DEFAULT_TIMEOUT_MS;
  const end = performance.now() + limit;
  let last: unknown;
  for (let left = limit; left > 0; left = end - performance.now()) {
    try {
      const answer = await within(left, ask());
      if (answer) return answer as Truthy<T>;
      last = JSON.stringify(answer);
    } catch (error) {
      last = error instanceof Error ? error.message : error;
    }
    await sleep(INTERVAL_MS);
  }
  throw new Error(`${what ?? 'what was waited for'} did not happen within ${limit / 1000} s (last answer: ${last})`);
}

async function within<T>(timeout: number, promise: Promise<T>): Promise<T> {
  const settled = new AbortController();
  const expired = sleep(timeout, undefined, { signal: settled.signal }).then(() => {
    throw new Error(`it took more than ${Math.round(timeout / 100) / 10} s`);
  });
  try {
    return await Promise.race([promise, expired]);
  } finally {
    settled.abort();
  }
}
