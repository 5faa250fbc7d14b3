import { createClient } from '@/lib/messaging/client.ts';
import { AppError } from '@/lib/messaging/errors.ts';
import type { FileRequests } from '@/lib/messaging/protocol.ts';
import { workerTransport } from './worker-line.ts';

type Method = keyof FileRequests & string;

/**
 * Has a worker do one thing, and ends it: what it held of a recording is gone with it. Rejects with an `AppError`.
 * The worker is a script of its own, and no module of the panel's: in development those come from a server, and a
 * worker has to come from the extension.
 */
export async function inFileWorker<M extends Method>(
  method: M,
  ...params: Parameters<FileRequests[M]>
): Promise<ReturnType<FileRequests[M]>> {
  const worker = new Worker('/file-worker.js');
  const failed = Promise.withResolvers<never>();
  const fail = () => failed.reject(new AppError('unexpected', 'The worker that prepares it has failed.'));
  worker.addEventListener('error', fail);
  worker.addEventListener('messageerror', fail);
  try {
    const client = createClient<FileRequests, Record<never, never>>(workerTransport(worker));
    return await Promise.race([client.request(method, ...params), failed.promise]);
  } finally {
    worker.terminate();
  }
}
