/**
 * Whether a list is the one from before, and perhaps more. Every item counts: one in the middle may have been replaced.
 * A plain loop, since it is asked of 50,000 requests with each event: several times as fast as `every`.
 */
export function continues<T>(before: readonly T[], now: readonly T[]): boolean {
  if (before === now) return true;
  if (before.length > now.length) return false;
  for (let index = 0; index < before.length; index++) if (before[index] !== now[index]) return false;
  return true;
}
