import { MAX_TOKEN_LENGTH } from '@/lib/token/decode.ts';
import { encodeToken } from '@/lib/token/encode.ts';
import { isRecord } from '@/lib/token/json.ts';
import type { FileToken } from './schema.ts';

/** How a redacted file names a token of its table: `«token 3»`. */
const REFERENCE = /«token (\d{1,6})»/g;

export const referenceTo = (index: number) => `«token ${index + 1}»`;

export class Expansion extends Error {}

/**
 * Puts the tokens of the table back where they are named, in compact form. A token may name those before it.
 * Throws `Expansion` where one is named that is not there, or where it would all come to more than `limit` characters.
 */
export function createExpander(tokens: readonly FileToken[], limit: number): <T>(value: T) => T {
  const compact: string[] = [];
  let left = limit;

  function expandText(text: string): string {
    return text.replaceAll(REFERENCE, (reference, number: string) => {
      const token = compact[Number(number) - 1];
      if (token === undefined) throw new Expansion(`It names ${reference}, which is not in its table of tokens.`);
      left -= token.length;
      if (left < 0) throw new Expansion('Its tokens stand in each other so often that it is too large to be read.');
      return token;
    });
  }

  const expand = <T>(value: T): T => mapStrings(value, expandText) as T;
  for (const { header, claims, signature } of tokens) {
    const token = encodeToken(expand(header), expand(claims), signature);
    if (token.length > MAX_TOKEN_LENGTH) throw new Expansion(`Token ${compact.length + 1} is too large to be read.`);
    compact.push(token);
  }
  return expand;
}

/** The same JSON with every string put through `change`, names of members too. */
export function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [change(name), mapStrings(member, change)]));
}
