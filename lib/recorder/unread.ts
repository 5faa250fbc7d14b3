import { SETTLING } from '@/lib/recording/cause.ts';
import type { Millis, RequestFacts } from '@/lib/recording/event.ts';
import { requestFromHar, type HarEntry } from '@/lib/recording/har.ts';
import { withPatience } from './patience.ts';

/** Of its time DevTools spends no more than one part in so many on giving its log. */
const SHARE = 20;

/** Milliseconds; 10,000 requests take about one second. */
const LOG_PATIENCE = 10_000;

/** How long after the last that is known of it a body counts as not read: some are slow to begin. Milliseconds. */
export const READING = 3_000;

/** A response that goes on for longer is a stream, and not waited for. Milliseconds. */
const STREAMING = 10_000;

export interface UnreadDependencies {
  /** Every request that DevTools keeps, also those that it has not told of as finished. */
  readonly log: () => Promise<readonly HarEntry[]>;
  readonly now: () => Millis;
  readonly record: (request: RequestFacts) => void;
}

export interface Unread {
  /** Takes note of a request that was told of, and gives it back as it is to be recorded, if it is. */
  readonly finished: (request: RequestFacts) => RequestFacts | undefined;
  /** Something happened: the log is looked at a moment later. */
  readonly lookSoon: () => void;
  /** What began before now is recorded no more. */
  readonly forget: () => void;
}

/**
 * Finds requests that DevTools never tells of as finished. Chromium waits until the page has read the body, which it
 * does by itself only where the response may be stored (`Cache-Control: no-store` forbids it). They are in its log,
 * with status and headers. Nobody tells when one gets there, so the log is looked at after what is told of, and never
 * on a page where nothing happens.
 */
export function createUnread({ log, now, record }: UnreadDependencies): Unread {
  /** What is in the log and was told of, or recorded without its body. */
  const known = new Map<string, 'finished' | 'unread'>();
  let since = now();
  let pause = SETTLING;
  let phase: 'idle' | 'waiting' | 'looking' = 'idle';
  let again = false;

  function lookSoon(): void {
    again ||= phase === 'looking';
    if (phase !== 'idle') return;
    phase = 'waiting';
    setTimeout(() => void run(), pause);
  }

  async function run(): Promise<void> {
    phase = 'looking';
    again = false;
    const begun = now();
    const isComplete = await look();
    pause = Math.max(SETTLING, (now() - begun) * SHARE);
    phase = 'idle';
    if (again || !isComplete) lookSoon();
  }

  /** Whether nothing in the log has to be looked at again. */
  async function look(): Promise<boolean> {
    const before = [...known.keys()];
    const entries = await withPatience(
      LOG_PATIENCE,
      log().catch(() => undefined),
    );
    if (!entries) return true;
    const listed = new Map(entries.map((entry) => [identityOf(startOf(entry), entry.request), entry]));
    for (const id of before) if (!listed.has(id)) known.delete(id);
    let isComplete = true;
    for (const [id, entry] of listed) {
      if (known.has(id) || !isAnswered(entry) || !(startOf(entry) >= since)) continue;
      // One that is being told of has its body fetched first.
      if (startOf(entry) + entry.time + READING <= now()) take(id, entry);
      else if (entry.time < STREAMING) isComplete = false;
    }
    return isComplete;
  }

  function take(id: string, entry: HarEntry): void {
    known.set(id, 'unread');
    const request = requestFromHar(entry, undefined);
    if (request) record({ ...request, bodyRead: 'not-yet' });
  }

  return {
    finished(request) {
      const id = identityOf(request.startedAt, request);
      const isLate = known.get(id) === 'unread';
      known.set(id, 'finished');
      if (!isLate) return request;
      // A page that is left ends what it has not read: that tells of the request no more than was known.
      return request.error === null ? { ...request, bodyRead: 'late' } : undefined;
    },
    lookSoon,
    forget() {
      since = now();
    },
  };
}

/** Whether there is an answer with an end: a socket and a stream of events have none. */
const isAnswered = ({ response: { status, content } }: HarEntry) =>
  status >= 200 && !/^text\/event-stream\b/i.test(content.mimeType ?? '');

const startOf = ({ startedDateTime }: HarEntry): Millis => Date.parse(startedDateTime);

/** Chromium gives entries no id. Of two calls of one address within a millisecond, one is taken for the other. */
const identityOf = (startedAt: Millis, { method, url }: { readonly method: string; readonly url: string }) =>
  `${startedAt} ${method} ${url}`;
