import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../http.ts';
import type { Backend } from './backend.ts';
import { expressLike } from './express.ts';
import { AUTH_PATH } from './sdk.ts';
import type { SuperTokensState } from './state.ts';

export const REFRESH_PATH = `${AUTH_PATH}/session/refresh`;

export const isApiPath = (path: string) => path.startsWith('/api/') || path.startsWith(`${AUTH_PATH}/`);

/** What lies between a page and the backend: CORS for a page of another origin, and all that a test makes go wrong. */
export function createApi(backend: Backend, state: SuperTokensState, foreignOrigin: string | null) {
  const finish = (response: ServerResponse) => {
    if (state.frontTokenHidden) hideFrontToken(response, foreignOrigin !== null);
  };

  return async (request: IncomingMessage, response: ServerResponse, url: URL, body: string): Promise<void> => {
    if (state.dropping) return void request.socket.destroy();
    if (foreignOrigin !== null) {
      allowOrigin(response, foreignOrigin);
      if (request.method === 'OPTIONS') return answerPreflight(response, backend.corsHeaders());
    }
    if (url.pathname === REFRESH_PATH) {
      await state.refreshHold?.promise;
      if (state.dropping) return void request.socket.destroy();
      if (state.refreshFailure !== null) {
        return sendJson(response, state.refreshFailure, { message: 'told to fail' });
      }
    }
    await backend.handle(...expressLike(request, response, { url, body, finish }), url.pathname);
  };
}

function allowOrigin(response: ServerResponse, origin: string): void {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-credentials', 'true');
  response.setHeader('vary', 'Origin');
}

function answerPreflight(response: ServerResponse, headers: string[]): void {
  response.setHeader('access-control-allow-methods', 'GET, POST');
  response.setHeader('access-control-allow-headers', ['content-type', ...headers].join(', '));
  response.writeHead(204).end();
}

/** Across origins it is there and the page may not read it; else a proxy has taken it away. */
function hideFrontToken(response: ServerResponse, crossOrigin: boolean): void {
  const name = 'front-token';
  if (!crossOrigin) return response.removeHeader(name);
  const exposed = String(response.getHeader('access-control-expose-headers') ?? '').split(', ');
  response.setHeader('access-control-expose-headers', exposed.filter((each) => each !== name).join(', '));
}
