import { joinChunks, type NamedValue } from '@/lib/token/chunks.ts';
import { findTokens } from '@/lib/token/nested.ts';

/** Values that were split over several cookies or entries. */
export interface Slices {
  /** Finds those in what was listed together. */
  readonly learn: (values: readonly NamedValue[]) => void;
  /** Of a part: its part of the redacted value. */
  readonly get: (part: string) => string | undefined;
  /** What has been learned since counts for each of them. */
  readonly again: () => void;
}

/** A token that was split is redacted as a whole, by `redact`, and split where it was. */
export function createSlices(redact: (whole: string) => string): Slices {
  const slices = new Map<string, string>();
  const wholes = new Map<string, readonly string[]>();

  function slice(whole: string, originals: readonly string[]): void {
    let rest = redact(whole);
    for (const [index, original] of originals.entries()) {
      const part = index === originals.length - 1 ? rest : rest.slice(0, original.length);
      rest = rest.slice(part.length);
      slices.set(original, part);
    }
  }

  return {
    learn(values) {
      // Most lists have one cookie, and nothing to be put together.
      if (values.length < 2) return;
      for (const { value: whole, parts } of joinChunks(values)) {
        if (parts.length === 0) continue;
        const originals = parts.map((part) => values.find(({ name }) => name === part)?.value ?? '');
        if (findTokens(whole).length === 0) continue;
        wholes.set(whole, originals);
        slice(whole, originals);
      }
    },
    get: (part) => slices.get(part),
    again() {
      for (const [whole, originals] of wholes) slice(whole, originals);
    },
  };
}
