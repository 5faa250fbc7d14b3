import type { IncomingMessage, ServerResponse } from 'node:http';

/** As much of Express as supertokens-node's integration with it touches. */
export interface ExpressRequest extends IncomingMessage {
  body: unknown;
  query: Record<string, string>;
}

export interface ExpressResponse extends ServerResponse {
  status(code: number): ExpressResponse;
  json(body: unknown): void;
}

/** `finish` may still change the headers that the SDK has set. */
export function expressLike(
  request: IncomingMessage,
  response: ServerResponse,
  { url, body, finish }: { url: URL; body: string; finish(response: ServerResponse): void },
): [ExpressRequest, ExpressResponse] {
  const expressRequest = Object.assign(request, { body, query: Object.fromEntries(url.searchParams) });
  const expressResponse: ExpressResponse = Object.assign(response, {
    status(code: number) {
      expressResponse.statusCode = code;
      return expressResponse;
    },
    json(value: unknown) {
      finish(expressResponse);
      expressResponse.setHeader('content-type', 'application/json');
      expressResponse.setHeader('cache-control', 'no-store');
      expressResponse.end(JSON.stringify(value));
    },
  });
  return [expressRequest, expressResponse];
}
