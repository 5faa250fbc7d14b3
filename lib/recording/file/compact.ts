import { MAX_TOKEN_LENGTH } from '@/lib/token/decode.ts';
import { encodeToken } from '@/lib/token/encode.ts';
import { isRecord } from '@/lib/token/json.ts';
import type { FileToken } from './schema.ts';

/** How a redacted file names a token of its table: `«token 3»`. */
const TOKEN = /«token (\d{1,6})»/g;
/** How a file names a text of its table, in the place of the whole text. */
const TEXT = /^«text (\d{1,7})»$/;

export const referenceTo = (index: number) => `«token ${index + 1}»`;

export class Expansion extends Error {}

export interface Tables {
  readonly tokens?: readonly FileToken[] | undefined;
  readonly texts?: readonly string[] | undefined;
}

/** What all that is read may come to in characters: of texts that differ, and with each as often as it is named. */
export interface ExpansionLimits {
  readonly distinct: number;
  readonly whole: number;
}

/**
 * Puts tokens and texts of the tables back where they are named. A token may name those before it, a text any token.
 * Throws `Expansion` where something is named that is not there, or where it would all come to too much.
 */
export function createExpander({ tokens, texts }: Tables, limits: ExpansionLimits): <T>(value: T) => T {
  const compact: string[] = [];
  /** A text that is named a thousand times is kept once. */
  const known = new Map<string, string>();
  let { distinct, whole } = limits;

  function expandText(text: string): string {
    if (!text.includes('«')) return text;
    const expanded = known.get(text) ?? made(text);
    whole -= expanded.length;
    if (whole < 0) throw tooMuch();
    return expanded;
  }

  function made(text: string): string {
    const expanded = withTokens(withTexts(text));
    distinct -= expanded.length;
    if (distinct < 0) throw tooMuch();
    known.set(text, expanded);
    return expanded;
  }

  function withTexts(text: string): string {
    if (!texts) return text;
    const number = TEXT.exec(text)?.[1];
    if (number === undefined) return text.startsWith('««') ? text.slice(1) : text;
    return texts[Number(number) - 1] ?? missing(text, 'texts');
  }

  const withTokens = (text: string): string =>
    tokens
      ? text.replaceAll(
          TOKEN,
          (reference, number: string) => compact[Number(number) - 1] ?? missing(reference, 'tokens'),
        )
      : text;

  const expand = <T>(value: T): T => mapStrings(value, expandText) as T;
  for (const { header, claims, signature } of tokens ?? []) {
    const token = encodeToken(expand(header), expand(claims), signature);
    if (token.length > MAX_TOKEN_LENGTH) throw new Expansion(`Token ${compact.length + 1} is too large to be read.`);
    compact.push(token);
  }
  return expand;
}

const tooMuch = () => new Expansion('Its tokens stand in each other so often that it is too large to be read.');

function missing(reference: string, table: string): never {
  throw new Expansion(`It names ${reference}, which is not in its table of ${table}.`);
}

/** Shorter ones are read where they stand. */
const LEAST_SHARED = 100;

export interface Shared<T> {
  readonly value: T;
  /** Undefined where nothing has to be put back. */
  readonly texts: readonly string[] | undefined;
}

/**
 * Takes out long texts that stand in a value more than once, so that a session's cookie does not make a file of each
 * request. What could be taken for one of our references in a value that is `raw` is marked as none.
 */
export function shareTexts<T>(value: T, raw: boolean): Shared<T> {
  const counts = new Map<string, number>();
  let marked = false;
  eachString(value, (text) => {
    marked ||= raw && text.startsWith('«');
    if (text.length >= LEAST_SHARED) counts.set(text, (counts.get(text) ?? 0) + 1);
  });
  const texts = [...counts].flatMap(([text, count]) => (count > 1 ? [text] : []));
  if (texts.length === 0 && !marked) return { value, texts: undefined };
  const places = new Map(texts.map((text, index) => [text, `«text ${index + 1}»`]));
  const shared = mapStrings(value, (text) => places.get(text) ?? (raw && text.startsWith('«') ? `«${text}` : text));
  return { value: shared as T, texts };
}

/** Every string of some JSON in the order in which it is written, names of members too. */
function eachString(value: unknown, visit: (text: string) => void): void {
  if (typeof value === 'string') visit(value);
  else if (Array.isArray(value)) for (const item of value) eachString(item, visit);
  else if (isRecord(value)) {
    for (const [name, member] of Object.entries(value)) {
      visit(name);
      eachString(member, visit);
    }
  }
}

/** The same JSON with every string put through `change`, names of members too. */
export function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [change(name), mapStrings(member, change)]));
}
