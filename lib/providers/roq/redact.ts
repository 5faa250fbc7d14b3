import { isRecord } from '@/lib/token/json.ts';
import { textWithoutTokens } from '@/lib/token/redact.ts';

const ELLIPSIS = '…';
const SECRET_NAME = /token|secret|password/i;

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
