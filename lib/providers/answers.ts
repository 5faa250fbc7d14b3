import * as v from 'valibot';
import { depthExceeds, parseJson } from '@/lib/token/json.ts';
import type { ActionAnswer, PageSnapshot, PlainJson } from './page.ts';

/** What the page says is untrusted: nothing but these shapes, at these sizes, gets in. */
const text = v.pipe(v.string(), v.maxLength(4_000));
const maybeText = v.nullable(text);
const maybeToken = v.nullable(v.pipe(v.string(), v.maxLength(256 * 1024)));
/** What a Date can hold (ECMA-262 section 21.4.1.1). */
const MAX_TIME = 8.64e15;
const maybeTime = v.nullable(v.pipe(v.number(), v.minValue(-MAX_TIME), v.maxValue(MAX_TIME)));
/** Five times what a page's half gives: one that was redacted is longer. Characters. */
const MAX_BODY = 500_000;
const status = v.pipe(v.number(), v.minValue(0), v.maxValue(9_999));

const fact = v.variant('kind', [
  v.object({
    name: text,
    kind: v.literal('value'),
    value: v.nullable(v.union([text, v.pipe(v.number(), v.finite()), v.boolean()])),
  }),
  v.object({ name: text, kind: v.literal('time'), value: maybeTime }),
]);

/** Deeper than any claim, and not so deep that walking it could exhaust the stack. */
const MAX_DEPTH = 20;
const plainJson = v.custom<PlainJson>((value) => value !== undefined && !depthExceeds(value, MAX_DEPTH));
const source = v.object({ name: text, value: plainJson, updatedAt: maybeTime });

const sdkState = v.object({
  provider: text,
  version: maybeText,
  loaded: v.boolean(),
  status: maybeText,
  session: v.nullable(v.object({ id: text, status: maybeText, expireAt: maybeTime })),
  user: v.nullable(v.object({ id: text, label: maybeText })),
  organization: v.nullable(v.object({ id: text, label: maybeText, role: maybeText })),
  instance: maybeText,
  token: maybeToken,
  inspection: v.pipe(
    v.array(v.object({ title: text, facts: v.pipe(v.array(fact), v.maxLength(100)) })),
    v.maxLength(50),
  ),
  sources: v.exactOptional(v.pipe(v.array(source), v.maxLength(50))),
  problems: v.pipe(v.array(text), v.maxLength(50)),
});

export const snapshotSchema = v.object({
  page: v.object({ focused: v.boolean(), visible: v.boolean(), online: v.boolean() }),
  sdks: v.pipe(v.array(sdkState), v.maxLength(20)),
});

export const answerSchema = v.variant('status', [
  v.object({ status: v.literal('done'), token: maybeToken }),
  v.object({
    status: v.literal('responded'),
    http: v.object({
      status,
      url: text,
      redirected: v.boolean(),
      contentType: maybeText,
      body: v.pipe(v.string(), v.maxLength(MAX_BODY)),
    }),
  }),
  v.object({ status: v.literal('unreachable'), message: text }),
  v.object({ status: v.literal('signed-out') }),
  v.object({ status: v.literal('sdk-missing') }),
  v.object({ status: v.literal('sdk-loading') }),
  v.object({ status: v.literal('offline'), message: text }),
  v.object({ status: v.literal('failed'), message: text, httpStatus: v.nullable(status), code: maybeText }),
]);

/** The page's state, or undefined where the page returned anything else. */
export function parseSnapshot(answer: unknown): PageSnapshot | undefined {
  return parse(snapshotSchema, answer);
}

/** How an action ended, or undefined where the page returned anything else. */
export function parseAnswer(answer: unknown): ActionAnswer | undefined {
  return parse(answerSchema, answer);
}

function parse<T>(schema: v.GenericSchema<unknown, T>, answer: unknown): T | undefined {
  if (typeof answer !== 'string' || answer.length > 1_000_000) return undefined;
  const result = v.safeParse(schema, parseJson(answer));
  return result.success ? result.output : undefined;
}
