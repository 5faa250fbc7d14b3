/** Who asks for more is taken to ask for a day. Seconds. */
export const MAX_RETRY_AFTER = 86_400;

/** RFC 9110 section 5.6.7, as it must be sent. `Date.parse` takes far more: `-5` is a date to it. */
const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Seconds that a response's `Retry-After` asks to wait: a number of them, or a date, which is the server's own as its
 * `Date` is (RFC 9110 section 10.2.3). Undefined where it says neither, and where that is no time at all.
 */
export function readRetryAfter(value: string | undefined, date: string | undefined): number | undefined {
  const seconds = secondsOf(value?.trim() ?? '', date);
  return seconds > 0 ? Math.min(MAX_RETRY_AFTER, seconds) : undefined;
}

function secondsOf(text: string, date: string | undefined): number {
  if (/^\d+$/.test(text)) return Number(text);
  return IMF_FIXDATE.test(text) ? (Date.parse(text) - Date.parse(date ?? '')) / 1_000 : NaN;
}
