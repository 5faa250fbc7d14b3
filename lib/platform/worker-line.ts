import type { Transport } from '@/lib/messaging/transport.ts';

/** The line between a page and its worker, at either end: a worker's own end is its global scope. */
export const workerTransport = (end: Worker | typeof globalThis): Transport => ({
  post: (message) => end.postMessage(message),
  subscribe(listener) {
    const forward = ({ data }: MessageEvent<unknown>) => listener(data);
    const messages = end as Worker;
    messages.addEventListener('message', forward);
    return () => messages.removeEventListener('message', forward);
  },
});
