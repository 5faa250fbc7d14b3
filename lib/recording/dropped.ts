import type { Millis } from './event.ts';

/** What a recording has lost of its beginning so far. */
export interface DroppedSoFar {
  /** Null where nothing is lost. */
  readonly before: Millis | null;
  readonly requests: number;
  readonly tokens: number;
  /** How the tokens were called that were still there. */
  readonly numbers: ReadonlyMap<string, number>;
}

export const NOTHING_DROPPED: DroppedSoFar = { before: null, requests: 0, tokens: 0, numbers: new Map() };
