/** Keeps what became of each value, by what it was taken for: requests carry the same values again and again. */
export interface Once {
  readonly of: (kind: string, name: string, value: string, redacted: () => string) => string;
  readonly forget: () => void;
}

export function createOnce(): Once {
  const seen = new Map<string, Map<string, Map<string, string>>>();

  return {
    of(kind, name, value, redacted) {
      let names = seen.get(kind);
      if (!names) seen.set(kind, (names = new Map()));
      let known = names.get(name);
      if (!known) names.set(name, (known = new Map()));
      const before = known.get(value);
      if (before !== undefined) return before;
      const made = redacted();
      known.set(value, made);
      return made;
    },
    forget: () => seen.clear(),
  };
}
