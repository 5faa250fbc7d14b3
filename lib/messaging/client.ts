import { AppError, deserializeError, type SerializedError } from './errors.ts';
import { isEnvelope } from './protocol.ts';
import type { Transport } from './transport.ts';

type Methods = Record<string, (...params: never[]) => unknown>;

export interface Client<Requests extends Methods, Events> {
  /** Rejects with an `AppError`. */
  readonly request: <M extends keyof Requests & string>(
    method: M,
    ...params: Parameters<Requests[M]>
  ) => Promise<ReturnType<Requests[M]>>;
  readonly on: <E extends keyof Events & string>(name: E, listener: (data: Events[E]) => void) => () => void;
  /** Ends all that is under way: the other side is gone. */
  readonly abandon: () => void;
}

/** The asking side of a channel. */
export function createClient<Requests extends Methods, Events>(transport: Transport): Client<Requests, Events> {
  // Several clients may share a channel, as two panels would: ids must differ between them.
  const prefix = crypto.randomUUID();
  const pending = new Map<string, PromiseWithResolvers<unknown>>();
  const listeners = new Map<string, Set<(data: never) => void>>();
  let count = 0;

  transport.subscribe((message) => {
    if (!isEnvelope(message)) return;
    switch (message.kind) {
      case 'request':
        return;
      case 'event':
        for (const listener of listeners.get(message.name) ?? []) listener(message.data as never);
        return;
      case 'result':
        pending.get(message.id)?.resolve(message.value);
        break;
      case 'error':
        pending.get(message.id)?.reject(deserializeError(message.error as SerializedError));
        break;
    }
    pending.delete(message.id);
  });

  return {
    request(method, ...params) {
      const id = `${prefix}:${++count}`;
      const answer = Promise.withResolvers<unknown>();
      pending.set(id, answer);
      try {
        transport.post({ kind: 'request', id, method, params });
      } catch {
        // A port whose other side has gone throws on use.
        pending.delete(id);
        answer.reject(new AppError('disconnected', 'The other side went away'));
      }
      return answer.promise as Promise<ReturnType<Requests[typeof method]>>;
    },
    on(name, listener) {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener));
      return () => known.delete(listener);
    },
    abandon() {
      for (const { reject } of pending.values()) reject(new AppError('disconnected', 'The other side went away'));
      pending.clear();
    },
  };
}
