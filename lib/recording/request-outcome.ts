import type { RequestFacts } from './event.ts';

/** What became of a request, as far as a session goes. */
export type RequestOutcome = '2xx' | 'rejected' | 'redirect' | 'handshake' | 'failed';

/** `rejected`: 401 and 403. `failed`: no answer, and every other that is not one. 304 answers from what is kept. */
export function outcomeOf(request: RequestFacts): RequestOutcome {
  const { status } = request;
  if (status === 401 || status === 403) return 'rejected';
  if (status >= 300 && status < 400 && status !== 304) return isHandshake(request) ? 'handshake' : 'redirect';
  return (status >= 200 && status < 300) || status === 304 ? '2xx' : 'failed';
}

/** Clerk's backend sends a browser away for a new token, and back with it, by redirects that carry or announce one. */
function isHandshake({ url, received, verdict }: RequestFacts): boolean {
  return (
    verdict['x-clerk-auth-status'] === 'handshake' ||
    url.includes('__clerk_handshake') ||
    (URL.canParse(url) && new URL(url).pathname.endsWith('/client/handshake')) ||
    received.some(({ name }) => name.startsWith('__clerk_handshake'))
  );
}
