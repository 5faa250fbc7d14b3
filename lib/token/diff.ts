import type { Claims } from './decode.ts';
import { isRecord, sameJson } from './json.ts';

export type ClaimPath = readonly string[];

export type ClaimChange = {
  readonly path: ClaimPath;
  /** It changes with every token, so it proves nothing. */
  readonly expected: boolean;
} & (
  | { readonly kind: 'added'; readonly after: unknown }
  | { readonly kind: 'removed'; readonly before: unknown }
  | { readonly kind: 'changed'; readonly before: unknown; readonly after: unknown }
);

/** RFC 7519 claims that a new token gets by being new. */
const ALWAYS_NEW = new Set(['iat', 'exp', 'nbf', 'jti']);

/**
 * What a token says otherwise than the one before it. Objects are compared member by member, arrays as one value.
 * Sorted by path; the order of members in the token does not matter.
 *
 * @param isExpected names further claims that change with every token of this provider.
 */
export function diffClaims(
  before: Claims,
  after: Claims,
  isExpected: (path: ClaimPath) => boolean = () => false,
): ClaimChange[] {
  const changes: ClaimChange[] = [];
  const expected = (path: ClaimPath) => (path.length === 1 && ALWAYS_NEW.has(path[0] ?? '')) || isExpected(path);

  function compare(path: ClaimPath, old: unknown, now: unknown): void {
    if (isRecord(old) && isRecord(now)) return compareMembers(path, old, now);
    if (!sameJson(old, now)) changes.push({ path, expected: expected(path), kind: 'changed', before: old, after: now });
  }

  function compareMembers(parent: ClaimPath, old: Claims, now: Claims): void {
    for (const key of [...new Set([...Object.keys(old), ...Object.keys(now)])].toSorted()) {
      const path = [...parent, key];
      if (!Object.hasOwn(old, key)) changes.push({ path, expected: expected(path), kind: 'added', after: now[key] });
      else if (!Object.hasOwn(now, key))
        changes.push({ path, expected: expected(path), kind: 'removed', before: old[key] });
      else compare(path, old[key], now[key]);
    }
  }

  compareMembers([], before, after);
  return changes;
}

/** `o.rol`: how a claim is named to people. A dot inside a name is kept, so this is not for parsing back. */
export function formatPath(path: ClaimPath): string {
  return path.join('.');
}
