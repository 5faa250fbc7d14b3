import { isRecord } from '@/lib/token/json.ts';

const ELLIPSIS = '…';
const SECRET_NAME = /token|secret|password/i;
/** A token, whole or cut off: its header is an object, whose first member may follow a blank. */
const TOKENS = /ey[ABIJ][\w-]{6,}(?:\.[\w-]*)*/g;

/** JSON as it may be shown: a token, or what is named like one, is an ellipsis. The caller sees to its depth. */
export function withoutTokens(json: unknown): unknown {
  if (typeof json === 'string') return textWithoutTokens(json);
  if (Array.isArray(json)) return json.map(withoutTokens);
  if (!isRecord(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [
      textWithoutTokens(name),
      SECRET_NAME.test(name) && isWritten(value) ? ELLIPSIS : withoutTokens(value),
    ]),
  );
}

/** A flag or a date beside a token says nothing of it. */
const isWritten = (value: unknown) => typeof value === 'string' || (typeof value === 'object' && value !== null);

export const textWithoutTokens = (text: string): string => text.replaceAll(TOKENS, ELLIPSIS);
