import * as v from 'valibot';
import { answerSchema, snapshotSchema } from '@/lib/providers/answers.ts';
import type { PlainJson } from '@/lib/providers/page.ts';
import { MAX_DATE, MAX_DURATION, MAX_LISTED, MAX_STORED, MAX_TEXT, TIMES } from '../bounds.ts';
import type { RecordingEvent } from '../event.ts';
import { MAX_RETRY_AFTER } from '../retry-after.ts';

/** The file's own mark, and the version of its form: see docs/recording-format.md. */
export const FORMAT = 'claimcheck-recording';
export const VERSION = 1;

/** A file is untrusted: nothing but these shapes, at these sizes, gets in. */
const text = v.pipe(v.string(), v.maxLength(4 * MAX_TEXT));
const stored = v.pipe(v.string(), v.maxLength(8 * MAX_STORED));
const list = <T extends v.GenericSchema>(item: T, most = MAX_LISTED) => v.pipe(v.array(item), v.maxLength(most));
const date = v.pipe(v.number(), v.minValue(-MAX_DATE), v.maxValue(MAX_DATE));
const time = v.pipe(v.number(), v.minValue(TIMES.first), v.maxValue(TIMES.last));
const duration = v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_DURATION));
const count = v.pipe(v.number(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));

const cookie = v.strictObject({
  name: text,
  value: text,
  domain: text,
  hostOnly: v.boolean(),
  path: text,
  secure: v.boolean(),
  httpOnly: v.boolean(),
  sameSite: v.picklist(['strict', 'lax', 'none', 'unspecified']),
  expiresAt: v.nullable(date),
  partition: v.nullable(text),
});

const area = v.strictObject({
  origin: text,
  area: v.picklist(['localStorage', 'sessionStorage']),
  entries: list(v.strictTuple([stored, stored])),
  omitted: count,
});

const carried = v.strictObject({
  place: v.picklist(['authorization', 'cookie', 'set-cookie', 'header', 'body']),
  name: text,
  value: text,
});

const request = v.strictObject({
  method: text,
  url: text,
  startedAt: time,
  duration,
  status: count,
  error: v.nullable(text),
  serverDate: v.nullable(time),
  sent: list(carried),
  received: list(carried),
  headers: list(v.strictTuple([text, text])),
  verdict: v.record(v.string(), text),
  retryAfter: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_RETRY_AFTER))),
  bodyRead: v.exactOptional(v.picklist(['not-yet', 'late'])),
});

const access = v.variant('state', [
  v.strictObject({ state: v.literal('unknown') }),
  v.strictObject({ state: v.literal('granted') }),
  v.strictObject({ state: v.literal('missing'), origins: list(text) }),
  v.strictObject({ state: v.literal('restricted'), why: text }),
]);

const end = v.variant('status', [
  answerSchema,
  v.strictObject({ status: v.picklist(['no-access', 'page-gone', 'bad-answer', 'still-waiting']) }),
]);

const options = v.record(v.string(), v.union([text, v.pipe(v.number(), v.finite()), v.boolean()]));

const dropped = v.strictObject({
  before: time,
  requests: count,
  tokens: count,
  numbers: list(v.strictTuple([text, count]), 100_000),
  next: count,
});

export const eventSchema = v.variant('type', [
  v.strictObject({ type: v.literal('navigated'), at: time, url: text }),
  v.strictObject({ type: v.literal('access'), at: time, access }),
  v.strictObject({ type: v.literal('other-tabs'), at: time, count }),
  v.strictObject({ type: v.literal('cookies-listed'), at: time, cookies: list(cookie) }),
  v.strictObject({ type: v.picklist(['cookie-set', 'cookie-removed']), at: time, cookie }),
  v.strictObject({ type: v.literal('storage-listed'), at: time, areas: list(area) }),
  v.strictObject({ type: v.literal('request'), at: time, request }),
  v.strictObject({ type: v.literal('page-state'), at: time, snapshot: snapshotSchema }),
  v.strictObject({ type: v.picklist(['page-state-unchanged', 'page-state-unreadable']), at: time }),
  v.strictObject({ type: v.literal('action-started'), at: time, id: text, provider: text, action: text, options }),
  v.strictObject({ type: v.literal('action-ended'), at: time, id: text, end }),
  v.strictObject({ type: v.literal('dropped'), at: time, dropped }),
]);

const jsonObject = v.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);

/** A token of a redacted file: readable, and without its signature. */
const tokenSchema = v.strictObject({
  header: jsonObject,
  claims: jsonObject,
  /** Stands for the signature, so that one token is still told from another; empty where it was not signed. */
  signature: v.pipe(text, v.regex(/^[\w-]*$/)),
});
export type FileToken = v.InferOutput<typeof tokenSchema>;

/** Everything but the events, which are read one by one. */
export const headSchema = v.strictObject({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  /** Milliseconds since 1970, by the clock of the machine that recorded. */
  exportedAt: time,
  app: v.strictObject({ version: v.pipe(v.string(), v.maxLength(100)), browser: v.pipe(v.string(), v.maxLength(200)) }),
  redacted: v.boolean(),
  tokens: v.exactOptional(list(tokenSchema, 100_000)),
  texts: v.exactOptional(list(stored, 1_000_000)),
});
export type FileHead = v.InferOutput<typeof headSchema>;

/** With every member required and read-only all the way down; free JSON, which has no end of its own, stands for itself. */
type Whole<T> = [PlainJson] extends [T] ? 'json' : WholeMember<T>;
type WholeMember<T> = T extends object ? { readonly [K in keyof T]-?: Whole<T[K]> } : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

/** Fails to compile when the schema and the events say different things: write the new event, or member, down above. */
export const SCHEMA_IS_COMPLETE: Same<Whole<v.InferOutput<typeof eventSchema>>, Whole<RecordingEvent>> = true;
