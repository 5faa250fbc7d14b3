/** Carries messages both ways between two contexts of the extension. */
export interface Transport {
  readonly post: (message: unknown) => void;
  /** Returns the way to stop listening. */
  readonly subscribe: (listener: (message: unknown) => void) => () => void;
}

/** A line to nobody. */
export const SILENCE: Transport = { post: () => undefined, subscribe: () => () => undefined };
