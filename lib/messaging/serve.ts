import { AppError, serializeError } from './errors.ts';
import { isEnvelope } from './protocol.ts';
import type { Transport } from './transport.ts';

/** The answering side: each method of the protocol, allowed to take its time. */
export type Handlers<Requests> = {
  readonly [M in keyof Requests]: Requests[M] extends (...params: infer P) => infer R
    ? (...params: P) => R | Promise<R>
    : never;
};

export interface Server<Events> {
  readonly emit: <E extends keyof Events & string>(name: E, data: Events[E]) => void;
  readonly stop: () => void;
}

/** Answers every request on a channel, failures included. */
export function serve<Requests, Events>(transport: Transport, handlers: Handlers<Requests>): Server<Events> {
  const stop = transport.subscribe(async (message) => {
    if (!isEnvelope(message) || message.kind !== 'request') return;
    const { id, method, params } = message;
    try {
      if (!Object.hasOwn(handlers, method)) throw new AppError('unknown-request', `Nobody answers to ${method}`);
      const handler = handlers[method as keyof Requests] as (...params: readonly unknown[]) => unknown;
      transport.post({ kind: 'result', id, value: await handler(...params) });
    } catch (error) {
      answerFailure(transport, id, error);
    }
  });
  return {
    emit(name, data) {
      try {
        transport.post({ kind: 'event', name, data });
      } catch {
        // As above: nobody is there to hear it.
      }
    },
    stop,
  };
}

function answerFailure(transport: Transport, id: string, error: unknown): void {
  try {
    transport.post({ kind: 'error', id, error: serializeError(error) });
  } catch {
    // A port whose other side has gone throws on use: nobody waits for the answer.
  }
}
