/**
 * How much of anything is recorded. A file takes more of each: redacted texts may be longer than the real ones, and what
 * was recorded must open again.
 */

/** No server takes longer addresses or headers. Characters. */
export const MAX_TEXT = 64 * 1024;

/** The name or the value of a storage entry: browsers keep a few MB for an origin. Characters. */
export const MAX_STORED = 1_100_000;

/** Of the things of one kind in one event. */
export const MAX_LISTED = 10_000;

/** Until the year 9999: something can be added to it, such as a duration or how far a clock is off. Milliseconds since 1970. */
export const TIMES = { first: -1e14, last: 253_402_300_799_999 } as const;

/** Thirty years. Milliseconds. */
export const MAX_DURATION = 1e12;

/** What a Date can hold (ECMA-262 section 21.4.1.1). Milliseconds since 1970. */
export const MAX_DATE = 8.64e15;
