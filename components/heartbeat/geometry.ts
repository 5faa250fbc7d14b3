/** Where in a lane's height things are drawn, in CSS pixels from its top. */
export interface Geometry {
  readonly height: number;
  /** The middle of a cause's mark, and its size; 0 draws none. */
  readonly mark: number;
  readonly markSize: number;
  readonly bar: { readonly top: number; readonly height: number };
  /** The middle of a request's dot. */
  readonly dot: number;
  readonly dotSize: number;
  /** How high a heap of requests may grow. */
  readonly heap: number;
  /** Whether bars have the tokens' numbers, and heaps of requests their counts. */
  readonly labels: boolean;
  readonly counts: boolean;
}

export const HERO: Geometry = {
  height: 40,
  mark: 5,
  markSize: 9,
  bar: { top: 12, height: 13 },
  dot: 33.5,
  dotSize: 5,
  heap: 9,
  labels: true,
  counts: false,
};

export const ROW: Geometry = {
  height: 24,
  mark: 4,
  markSize: 7,
  bar: { top: 8, height: 7 },
  dot: 20,
  dotSize: 4.5,
  heap: 6,
  labels: false,
  counts: false,
};

export const TALL: Geometry = {
  height: 68,
  mark: 8,
  markSize: 11,
  bar: { top: 17, height: 18 },
  dot: 55,
  dotSize: 7,
  heap: 20,
  labels: true,
  counts: true,
};

/** Of a credential that repeats another: no more than that it follows. */
export const MIRROR: Geometry = {
  height: 24,
  mark: 0,
  markSize: 0,
  bar: { top: 10, height: 3 },
  dot: 0,
  dotSize: 0,
  heap: 0,
  labels: false,
  counts: false,
};
