import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PlatformTokens } from './platform.ts';

export interface HandlerRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface HandlerResponse {
  status: number;
  /** One entry for each `Set-Cookie`. */
  headers: [string, string][];
  body: string;
}

/** What the thread can be asked, with what it answers. */
export interface Calls {
  handle: (request: HandlerRequest) => HandlerResponse;
  /** The `Set-Cookie` value of a new session. */
  open: (tokens: PlatformTokens) => string;
  /** The `Set-Cookie` value of a session with another payload. */
  seal: (payload: Record<string, unknown>) => string;
}

type Argument<Name extends keyof Calls> = Parameters<Calls[Name]>[0];

export type AsyncCalls = { [Name in keyof Calls]: (argument: Argument<Name>) => Promise<ReturnType<Calls[Name]>> };

export interface Question {
  id: number;
  name: keyof Calls;
  argument: unknown;
}

export interface Answer {
  id: number;
  value?: unknown;
  error?: string;
}

export interface Handlers extends AsyncCalls {
  close(): Promise<void>;
}

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
}

/**
 * Runs the real handlers. They take their settings from the environment, once and for the whole process, so each app
 * has a thread with an environment of its own.
 */
export async function startHandlers(env: Record<string, string>): Promise<Handlers> {
  const worker = new Worker(join(import.meta.dirname, 'next-thread.ts'), { env, execArgv: [] });
  const waiting = new Map<number, Waiting>();
  const started = Promise.withResolvers<void>();
  let asked = 0;

  const fail = (error: Error) => {
    started.reject(error);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.once('message', () => {
    started.resolve();
    worker.on('message', ({ id, value, error }: Answer) => {
      const promise = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) promise?.resolve(value as never);
      else promise?.reject(new Error(error));
    });
  });
  worker.on('error', fail);
  worker.once('exit', () => fail(new Error('the thread with the ROQ handlers has ended')));
  await started.promise;

  const ask =
    <Name extends keyof Calls>(name: Name) =>
    (argument: Argument<Name>) => {
      const answer = Promise.withResolvers<ReturnType<Calls[Name]>>();
      asked += 1;
      waiting.set(asked, answer);
      worker.postMessage({ id: asked, name, argument } satisfies Question);
      return answer.promise;
    };

  return {
    handle: ask('handle'),
    open: ask('open'),
    seal: ask('seal'),
    async close() {
      await worker.terminate();
    },
  };
}

export function sendHandlerResponse(response: ServerResponse, { status, headers, body }: HandlerResponse): void {
  response.statusCode = status;
  for (const [name, value] of headers) response.appendHeader(name, value);
  response.end(body);
}
