import { afterEach, expect, it, vi } from 'vitest';
import { serve } from '@/lib/messaging/serve.ts';
import type { FileRequests } from '@/lib/messaging/protocol.ts';
import { inFileWorker } from '@/lib/platform/file-worker.ts';
import { workerTransport } from '@/lib/platform/worker-line.ts';

afterEach(() => vi.unstubAllGlobals());

const FACTS = { exportedAt: 0, app: { version: '0.1.0', browser: 'Chrome 156' } };

/** A worker in this thread: `run` is its script. */
function stubWorker(run: (worker: typeof globalThis, page: EventTarget) => void) {
  const ended = vi.fn<() => void>();
  class FakeWorker extends EventTarget {
    readonly #inside = Object.assign(new EventTarget(), {
      postMessage: (data: unknown) => this.dispatchEvent(new MessageEvent('message', { data })),
    });
    constructor(path: string) {
      super();
      expect(path).toBe('/file-worker.js');
      queueMicrotask(() => run(this.#inside as unknown as typeof globalThis, this));
    }
    postMessage(data: unknown): void {
      queueMicrotask(() => this.#inside.dispatchEvent(new MessageEvent('message', { data })));
    }
    readonly terminate = ended;
  }
  vi.stubGlobal('Worker', FakeWorker);
  return ended;
}

const serving = (write: FileRequests['file/write']) => (worker: typeof globalThis) =>
  void serve<FileRequests, Record<never, never>>(workerTransport(worker), {
    'file/write': write,
    'file/read': () => ({ status: 'failed', message: '' }),
    'report/write': () => '',
  });

it('gives back what the worker made, and ends it', async () => {
  const ended = stubWorker(serving((events, { app }, redacted) => `${events.length} ${app.version} ${redacted}`));

  expect(await inFileWorker('file/write', [], FACTS, true)).toBe('0 0.1.0 true');
  expect(ended).toHaveBeenCalledOnce();
});

it('rejects with what went wrong in the worker, and ends it', async () => {
  const ended = stubWorker(
    serving(() => {
      throw new RangeError('Invalid string length');
    }),
  );

  await expect(inFileWorker('file/write', [], FACTS, true)).rejects.toThrow('Invalid string length');
  expect(ended).toHaveBeenCalledOnce();
});

it('rejects where the worker cannot be run', async () => {
  const ended = stubWorker((_, page) => page.dispatchEvent(new Event('error')));

  await expect(inFileWorker('file/write', [], FACTS, true)).rejects.toThrow('The worker that prepares it has failed.');
  expect(ended).toHaveBeenCalledOnce();
});
