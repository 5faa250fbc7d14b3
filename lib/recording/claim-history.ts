import type { Claims } from '@/lib/token/decode.ts';
import { diffClaims, formatPath, type ClaimChange, type ClaimPath } from '@/lib/token/diff.ts';
import type { TokenSide } from './comparison.ts';

/** A value that a claim had, from one token on. */
export interface ClaimPeriod {
  /** Undefined where the token has no such claim. */
  readonly value: unknown;
  /** The first token that said so. */
  readonly since: TokenSide;
  /** How many tokens in a row did. */
  readonly tokens: number;
}

export interface ClaimHistory {
  readonly path: ClaimPath;
  /** The newest first; two at least. */
  readonly periods: readonly ClaimPeriod[];
}

const listedBefore = new WeakMap<
  readonly TokenSide[],
  { isExpected: IsExpected; histories: readonly ClaimHistory[] }
>();

/**
 * Every claim that was not the same in all of these tokens, oldest first, with every value it had; but those that change
 * with every token, which have as many values as there are tokens.
 */
export function listTellingHistories(sides: readonly TokenSide[], isExpected?: IsExpected): readonly ClaimHistory[] {
  const last = listedBefore.get(sides);
  if (last && last.isExpected === isExpected) return last.histories;
  const listed = historiesOf(sides, isExpected);
  listedBefore.set(sides, { isExpected, histories: listed });
  return listed;
}

function historiesOf(sides: readonly TokenSide[], isExpected: IsExpected): readonly ClaimHistory[] {
  const histories = new Map<string, { path: ClaimPath; starts: Start[] }>();
  sides.forEach((after, index) => {
    const before = sides[index - 1];
    if (!before) return;
    for (const change of changesBetween(before.claims, after.claims, isExpected)) {
      if (change.expected) continue;
      const { path } = change;
      const key = JSON.stringify(path);
      const first: Start = { index: 0, value: 'before' in change ? change.before : undefined };
      const history = histories.get(key) ?? { path, starts: [first] };
      history.starts.push({ index, value: 'after' in change ? change.after : undefined });
      histories.set(key, history);
    }
  });
  return [...histories.values()]
    .map(({ path, starts }) => ({ path, periods: periodsOf(sides, starts) }))
    .toSorted((a, b) => formatPath(a.path).localeCompare(formatPath(b.path)));
}

/** Claims never change, and most tokens follow the same one each time that this is asked. */
const known = new WeakMap<Claims, { before: Claims; isExpected: IsExpected; changes: readonly ClaimChange[] }>();

type IsExpected = ((path: ClaimPath) => boolean) | undefined;

/** What `diffClaims` says, for claims that are compared again and again. */
export function changesBetween(before: Claims, after: Claims, isExpected: IsExpected): readonly ClaimChange[] {
  const last = known.get(after);
  if (last?.before === before && last.isExpected === isExpected) return last.changes;
  const changes = diffClaims(before, after, isExpected);
  known.set(after, { before, isExpected, changes });
  return changes;
}

interface Start {
  readonly index: number;
  readonly value: unknown;
}

function periodsOf(sides: readonly TokenSide[], starts: readonly Start[]): ClaimPeriod[] {
  return starts
    .flatMap(({ index, value }, at) => {
      const since = sides[index];
      return since ? [{ value, since, tokens: (starts[at + 1]?.index ?? sides.length) - index }] : [];
    })
    .toReversed();
}
