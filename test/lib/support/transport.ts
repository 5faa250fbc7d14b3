import type { Transport } from '@/lib/messaging/transport.ts';

export interface Line {
  readonly transport: Transport;
  /** What was posted from here. */
  readonly posted: unknown[];
  /** Brings a message to those who listen here. */
  readonly deliver: (message: unknown) => void;
  readonly listeners: () => number;
}

/** One end of a line whose other end is the test. */
export function openLine(onPost: (message: unknown) => void = () => undefined): Line {
  const listeners = new Set<(message: unknown) => void>();
  const posted: unknown[] = [];
  return {
    posted,
    deliver: (message) => {
      for (const listener of listeners) listener(message);
    },
    listeners: () => listeners.size,
    transport: {
      post(message) {
        posted.push(message);
        onPost(message);
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}

/** Both ends of a line that copies what it carries, as the browser's do. */
export function connectLines(): [Line, Line] {
  const left: Line = openLine((message) => right.deliver(structuredClone(message)));
  const right: Line = openLine((message) => left.deliver(structuredClone(message)));
  return [left, right];
}

/** A line whose other side has gone, as a port has it: it throws on use. */
export function brokenLine(): Line {
  return openLine(() => {
    throw new Error('Attempting to use a disconnected port object');
  });
}
