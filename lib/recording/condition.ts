import type { Claims } from '@/lib/token/decode.ts';
import { formatPath, type ClaimPath } from '@/lib/token/diff.ts';
import { isRecord, ownMember, parseJson, sameJson } from '@/lib/token/json.ts';

/** A value as a person typed it: what it is as JSON, and as plain text where it was written without quotes. */
export interface TypedValue {
  readonly json: unknown;
  /** Undefined where JSON was meant: `"42"` is the text only, `42` is either. */
  readonly text: string | undefined;
}

/** What a token's claims are waited for to say. */
export type Condition = { readonly path: ClaimPath } & (
  { readonly operator: 'exists' | 'changes' } | { readonly operator: 'equals' | 'contains'; readonly value: TypedValue }
);

export type Operator = Condition['operator'];

/** A claim's value in a box of its own: no claim at all is not a claim that is undefined. */
export interface ClaimHit {
  readonly value: unknown;
}

/** One step: a name, `[2]`, or `["a.b"]` for a name with a dot that is to be taken as it stands. */
const STEP = /(?:^|\.)([^.[\]]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;

/** The path that a person typed, such as `o.rol` or `org.members[2]`; undefined where it is none. */
export function parsePath(typed: string): ClaimPath | undefined {
  const text = typed.trim();
  const path: string[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const [, name, index, quoted] = STEP.exec(text) ?? [];
    const step = name ?? index ?? parseJson(quoted ?? '');
    if (typeof step !== 'string') return undefined;
    path.push(step);
  }
  return path.length > 0 ? path : undefined;
}

/** What stands at a path. Names may hold dots themselves (`https://app.test/role`), so steps count joined as well. */
export function claimAt(claims: Claims, path: ClaimPath): ClaimHit | undefined {
  return stepInto(claims, path);
}

function stepInto(json: unknown, path: ClaimPath): ClaimHit | undefined {
  if (path.length === 0) return { value: json };
  if (Array.isArray(json)) {
    const [index = '', ...rest] = path;
    return /^\d+$/.test(index) && Number(index) < json.length ? stepInto(json[Number(index)], rest) : undefined;
  }
  if (!isRecord(json)) return undefined;
  for (let taken = 1; taken <= path.length; taken++) {
    const name = formatPath(path.slice(0, taken));
    const found = Object.hasOwn(json, name) ? stepInto(ownMember(json, name), path.slice(taken)) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** `admin`, `"admin"`, `true`, `42`, `["a"]`: JSON where it is JSON, text where it is not. */
export function parseValue(typed: string): TypedValue {
  const text = typed.trim();
  const json = parseJson(text);
  if (json === undefined) return { json: text, text };
  return { json, text: typeof json === 'string' || typeof json === 'object' ? undefined : text };
}

/**
 * Whether claims say what they were waited for to say.
 *
 * @param before the claims when the waiting began; undefined where no token was there.
 */
export function meets(condition: Condition, before: Claims | undefined, after: Claims): boolean {
  const now = claimAt(after, condition.path);
  switch (condition.operator) {
    case 'exists':
      return now !== undefined;
    case 'changes':
      return before !== undefined && !sameHit(claimAt(before, condition.path), now);
    case 'equals':
      return now !== undefined && isValue(now.value, condition.value);
    case 'contains':
      return now !== undefined && holds(now.value, condition.value);
  }
}

const sameHit = (a: ClaimHit | undefined, b: ClaimHit | undefined) =>
  a === undefined || b === undefined ? a === b : sameJson(a.value, b.value);

const isValue = (value: unknown, { json, text }: TypedValue) =>
  sameJson(value, json) || (text !== undefined && value === text);

/** A text holds a part of it, a list one of its items, an object one of its names. */
function holds(value: unknown, wanted: TypedValue): boolean {
  const part = wanted.text ?? wanted.json;
  if (typeof value === 'string') return typeof part === 'string' && part !== '' && value.includes(part);
  if (Array.isArray(value)) return value.some((item) => isValue(item, wanted));
  return isRecord(value) && typeof part === 'string' && Object.hasOwn(value, part);
}

/** Paths of claims that can be waited for, as they would be typed: members of objects have their own. */
export function suggestPaths(claims: Claims): string[] {
  const MAX = 200;
  const MAX_DEPTH = 6;
  const paths: string[] = [];
  function visit(json: Claims, parent: string, depth: number): void {
    for (const [name, value] of Object.entries(json)) {
      if (paths.length >= MAX) return;
      const isPlain = /^[^.[\]]+$/.test(name) && name.trim() === name;
      const step = isPlain ? (parent === '' ? name : `.${name}`) : `[${JSON.stringify(name)}]`;
      paths.push(parent + step);
      if (isRecord(value) && depth < MAX_DEPTH) visit(value, parent + step, depth + 1);
    }
  }
  visit(claims, '', 1);
  return paths;
}
