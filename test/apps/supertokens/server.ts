import type { IncomingMessage, ServerResponse } from 'node:http';
import { cookiesOf, listenOnLocalhost, readBody, sendJson } from '../http.ts';
import { installPackage } from '../install.ts';
import { createApi, isApiPath } from './api.ts';
import { createBackend } from './backend.ts';
import { startCore } from './core.ts';
import { expressLike } from './express.ts';
import { writeFrontCookies } from './front-cookies.ts';
import { createPages } from './pages.ts';
import { logRequest, type LoggedRequest } from './requests.ts';
import { startSdk } from './sdk.ts';
import { createState, USER, type AntiCsrf, type TransferMode } from './state.ts';

export type { LoggedRequest } from './requests.ts';
export type { AntiCsrf, TransferMode } from './state.ts';

export interface SuperTokensAppOptions {
  /** The first port to try; 0 takes any free one. */
  port?: number;
  mode?: TransferMode;
  /** What supertokens-node is told; nothing leaves it to its own default. */
  antiCsrf?: AntiCsrf;
  /** Seconds. */
  accessTtl?: number;
  /** Seconds. */
  refreshTtl?: number;
  /** Puts the API on a port of its own, so that the page needs CORS. */
  crossOriginApi?: boolean;
  /** False leaves the page at `/` signed out until its button is pressed. */
  signedIn?: boolean;
  /** HTML that leads to the other demo pages. */
  nav?: string;
}

export interface SuperTokensApp {
  /** The page's address, without a slash at its end. */
  url: string;
  port: number;
  /** The API's address: the page's own, unless `crossOriginApi` was asked for. */
  apiUrl: string;
  requests: LoggedRequest[];
  /** Changes the role in every session's payload; a token says so after its next refresh. */
  setRoleOffline(role: string): Promise<void>;
  /** Lets the next verified request change the role in its own session, whose token is replaced in its answer. */
  setRoleInNextRequest(role: string): void;
  /** Ends every session on the server. The page does not know, and its access token works until it is refreshed. */
  revoke(): void;
  /** Makes the core see the next refresh as one with a stolen token. */
  tokenTheft(): void;
  /** The refresh endpoint answers with this HTTP status and touches no token; null mends it. */
  failRefresh(status: number | null): void;
  /** The refresh endpoint answers nothing until it is called with false. */
  hangRefresh(hang: boolean): void;
  /** Requests to the API lose their connection. The pages are still served. */
  dropConnections(drop: boolean): void;
  /** Answers keep `front-token` from the page: not exposed by CORS, or not there at all on the page's own origin. */
  hideFrontToken(hide: boolean): void;
  /** Access tokens so far get "try refresh token", whatever their `exp`. */
  expireAccess(): void;
  /** Seconds, for access tokens minted from now on. */
  setAccessTtl(seconds: number): void;
  close(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse, url: URL, body: string) => Promise<void>;

/** Makes sure that the real SuperTokens packages are installed. Quick when they are. */
export const ensureApp = () => installPackage(import.meta.dirname);

/** Serves a page with the real supertokens-web-js, and the real supertokens-node against a stand-in for the core. */
export async function startSuperTokensApp(options: SuperTokensAppOptions = {}): Promise<SuperTokensApp> {
  const { port, mode = 'cookie', antiCsrf, accessTtl = 3600, refreshTtl = 100 * 24 * 3600 } = options;
  await ensureApp();
  const state = createState(mode, options.signedIn ?? true);
  const core = await startCore({ accessTtl, refreshTtl });
  const requests: LoggedRequest[] = [];

  // The SDK wants to know the ports, so they are taken before there is anybody to answer.
  const handlers = Promise.withResolvers<{ page: Handler; api: Handler }>();

  const listen = (isApi: (path: string) => boolean, wanted?: number) => {
    async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
      const body = await readBody(request);
      logRequest(requests, { request, response, url, body });
      const { page, api } = await handlers.promise;
      await (isApi(url.pathname) ? api : page)(request, response, url, body);
    }
    return listenOnLocalhost((request, response) => {
      handle(request, response).catch((error: unknown) => {
        if (!response.headersSent) sendJson(response, 500, { error: String(error) });
        else response.destroy();
      });
    }, wanted);
  };

  const { crossOriginApi = false } = options;
  const pageServer = await listen((path) => !crossOriginApi && isApiPath(path), port);
  const apiServer = crossOriginApi ? await listen(() => true) : pageServer;
  const url = `http://localhost:${pageServer.port}`;
  const apiUrl = `http://localhost:${apiServer.port}`;

  const sdk = startSdk({
    coreUrl: core.url,
    apiDomain: apiUrl,
    websiteDomain: url,
    antiCsrf,
    isExpired: core.tokens.isExpired,
  });
  const backend = createBackend(sdk, state);
  const pages = createPages(state, apiUrl, options.nav ?? '');

  async function handlePage(request: IncomingMessage, response: ServerResponse, { pathname }: URL, body: string) {
    if (pathname === '/no-sdk' && !cookiesOf(request).has('sFrontToken')) {
      // A browser's own request for a page names no mode, as the SDK would.
      request.headers['st-auth-mode'] = mode;
      await backend.signIn(...expressLike(request, response, { url: new URL(url), body, finish() {} }));
      writeFrontCookies(response);
    }
    if (!(await pages(response, pathname))) sendJson(response, 404, { error: 'no such page' });
  }
  handlers.resolve({ page: handlePage, api: createApi(backend, state, crossOriginApi ? url : null) });

  const releaseRefresh = () => {
    state.refreshHold?.resolve();
    state.refreshHold = null;
  };

  return {
    url,
    port: pageServer.port,
    apiUrl,
    requests,
    setRoleOffline: backend.setRoleOffline,
    setRoleInNextRequest(role) {
      state.roleForNextRequest = role;
    },
    revoke() {
      state.signInByItself = false;
      core.sessions.remove(core.sessions.handlesOf(USER.id));
    },
    tokenTheft() {
      state.signInByItself = false;
      core.sessions.steal();
    },
    failRefresh(status) {
      state.refreshFailure = status;
    },
    hangRefresh(hang) {
      if (hang) state.refreshHold ??= Promise.withResolvers();
      else releaseRefresh();
    },
    dropConnections(drop) {
      state.dropping = drop;
    },
    hideFrontToken(hide) {
      state.frontTokenHidden = hide;
    },
    expireAccess: core.tokens.expireAll,
    setAccessTtl: core.tokens.setTtl,
    async close() {
      releaseRefresh();
      await Promise.all([...new Set([pageServer, apiServer])].map((server) => server.close()));
      await core.close();
    },
  };
}
