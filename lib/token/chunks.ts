import { findTokens } from './nested.ts';

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

export interface Joined extends NamedValue {
  /** The names of the parts in order; empty where the value was never split. */
  readonly parts: readonly string[];
}

/** `name.0` as Auth.js, Supabase and Better Auth split, `name__0` as nextjs-auth0 4 does. */
const PART = /^(.+?)(\.|__)(\d{1,2})$/;

/** What is said by the name of a part: the whole's name, and how its parts are called; undefined for any other name. */
export function partNamed(
  name: string,
): { readonly whole: string; readonly part: (index: number) => string } | undefined {
  const [, whole, separator] = PART.exec(name) ?? [];
  return whole === undefined ? undefined : { whole, part: (index) => `${whole}${separator}${index}` };
}

/** Nobody cuts sooner: `@supabase/ssr` does at 3,180 characters, nextjs-auth0 at 3,500, Auth.js at 3,936. */
const MIN_CUT = 3_000;

/**
 * Whether values whose names run from 0 are parts of one, and not tokens that stand side by side by chance.
 * A token that was cut within its signature reads as one up to there.
 */
export function isSplit([first = '', ...rest]: readonly string[]): boolean {
  if (rest.length === 0 || rest.some(holdsToken)) return false;
  return !holdsToken(first) || (first.length >= MIN_CUT && rest.every((part) => /^[\w-]*$/.test(part)));
}

const holdsToken = (value: string) => findTokens(value).length > 0;

/**
 * Puts values that were split over several cookies together again.
 * A group counts only when its parts run from 0 without a gap; anything else stays as it is.
 */
export function joinChunks(values: readonly NamedValue[]): Joined[] {
  const groups = new Map<string, NamedValue[]>();
  for (const part of values) {
    const [, base, , index] = PART.exec(part.name) ?? [];
    if (base === undefined || index === undefined) continue;
    const group = groups.get(base) ?? [];
    group[Number(index)] = part;
    groups.set(base, group);
  }
  const joined = new Map<string, Joined>();
  const used = new Set<string>();
  for (const [name, parts] of groups) {
    if (parts.length !== parts.filter(Boolean).length || !isSplit(parts.map(({ value }) => value))) continue;
    const names = parts.map((part) => part.name);
    for (const part of names) used.add(part);
    joined.set(name, { name, value: parts.map((part) => part.value).join(''), parts: names });
  }
  return [
    ...values.filter(({ name }) => !used.has(name)).map((whole) => ({ ...whole, parts: [] })),
    ...joined.values(),
  ];
}
