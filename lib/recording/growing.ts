import { continues } from './continues.ts';

/**
 * Derives one list from another that only grows, without going over what was there before: it is asked for again with
 * every event. Whatever is not a continuation of the last list is gone over anew, and the same list gives the same result.
 */
export function createGrowing<A, B>(
  derive: (item: A, index: number) => readonly B[],
): (source: readonly A[]) => readonly B[] {
  let known: readonly A[] = [];
  let derived: readonly B[] = [];
  return (source) => {
    if (source === known) return derived;
    const from = continues(known, source) ? known.length : 0;
    const added = source.slice(from).flatMap((item, index) => derive(item, from + index));
    if (from === 0) derived = added;
    else if (added.length > 0) derived = [...derived, ...added];
    known = source;
    return derived;
  };
}
