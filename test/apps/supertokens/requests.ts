import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request the app got, in order. */
export interface LoggedRequest {
  /** Milliseconds since the epoch, by this machine's clock. */
  at: number;
  method: string;
  path: string;
  body: string;
  headers: IncomingMessage['headers'];
  /** Null while it is not answered, and for ever when its connection was dropped. */
  status: number | null;
}

export function logRequest(
  requests: LoggedRequest[],
  { request, response, url, body }: { request: IncomingMessage; response: ServerResponse; url: URL; body: string },
): void {
  const { method = 'GET', headers } = request;
  const entry: LoggedRequest = { at: Date.now(), method, path: url.pathname, body, headers, status: null };
  requests.push(entry);
  response.once('finish', () => (entry.status = response.statusCode));
}
