/** Who asks for more is taken to ask for a day. Seconds. */
export const MAX_RETRY_AFTER = 86_400;

/**
 * Seconds that a response's `Retry-After` asks to wait: a number of them, or a date, which is the server's own as its
 * `Date` is (RFC 9110 section 10.2.3). Undefined where it says neither.
 */
export function readRetryAfter(value: string | undefined, date: string | undefined): number | undefined {
  const text = value?.trim() ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.parse(date ?? '')) / 1_000;
  return Number.isFinite(seconds) ? Math.min(MAX_RETRY_AFTER, Math.max(0, seconds)) : undefined;
}
