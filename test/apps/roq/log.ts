import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** A request that was received, in order. */
export interface LoggedRequest {
  /** Milliseconds since the epoch. */
  at: number;
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingHttpHeaders;
  body: string;
  /** Null while it is not answered, or never. */
  status: number | null;
}

export function logRequest(
  requests: LoggedRequest[],
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): URL {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
  const entry: LoggedRequest = {
    at: Date.now(),
    method: request.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    body,
    status: null,
  };
  requests.push(entry);
  response.once('finish', () => (entry.status = response.statusCode));
  return url;
}
