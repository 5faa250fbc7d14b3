import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenOnLocalhost, readBody, sendJson } from '../http.ts';
import { installPackage } from '../install.ts';
import { createBackend } from './backend.ts';
import { answerInstead, isRefresh, REFRESH_PATH } from './failures.ts';
import { sendHandlerResponse, startHandlers, type Handlers } from './handlers.ts';
import { logRequest, type LoggedRequest } from './log.ts';
import { isPage, readPage, sendFile } from './pages.ts';
import { startPlatform, type Platform } from './platform.ts';
import { cookieHeaderFor, cookiesForPage, noteSetCookie } from './session-cookie.ts';
import { createState, ENVIRONMENT_ID, setFailure, type RefreshFailure, type RoqState } from './state.ts';

export type { LoggedRequest, RefreshFailure };

export interface RoqAppOptions {
  /** The first port to try; 0 takes any free one. */
  port?: number;
  /** Seconds an access token lives. */
  accessTtl?: number;
  signedIn?: boolean;
  /** HTML that leads to the other demo pages. */
  nav?: string;
  /** Names the cookie `__Secure-roq-session-token`, which the package's own readers then do not find. */
  secureCookies?: boolean;
  /** What version 1 of the package does by default. */
  httpOnlyCookies?: boolean;
}

export interface RoqApp {
  /** The page's address, without a slash at its end. */
  url: string;
  port: number;
  /** What the app was asked. */
  requests: LoggedRequest[];
  /** What the handlers asked of ROQ's platform. */
  platformRequests: LoggedRequest[];
  /** On the server; no browser knows before it refetches. */
  setRoles(roles: string[]): void;
  setTenant(tenantId: string): void;
  /** How each refetch ends from now on; null mends it, and answers the requests that hang. */
  failRefresh(failure: RefreshFailure | null): void;
  /** The access token of every session runs out at once. A browser's cookie shows it from its next page load on. */
  expireAccess(): void;
  /** Seconds, for tokens issued from now on. */
  setAccessTtl(seconds: number): void;
  /** Whether a refresh token can be used only once, of which the package knows nothing. */
  rotateRefreshToken(rotate: boolean): void;
  /** The next page load without a session gets one. */
  signIn(): void;
  /** The platform refuses refreshes at once; the next page load removes the cookie. */
  signOut(): void;
  close(): Promise<void>;
}

/** Makes sure that the real package and Next are installed. Quick when they are. */
export const ensureApp = () => installPackage(import.meta.dirname);

/** Serves a page with the real handlers of `@roq/nextjs` on Next's own runtime, and the platform they talk to. */
export async function startRoqApp(options: RoqAppOptions = {}): Promise<RoqApp> {
  await ensureApp();
  const state = createState(options.accessTtl ?? 300, options.signedIn ?? true);
  const platform = await startPlatform(state);
  const started = Promise.withResolvers<Handlers>();
  const requests: LoggedRequest[] = [];
  const backend = createBackend(state);
  const handle = createHandler({
    nav: options.nav ?? '',
    state,
    platform,
    backend,
    requests,
    handlers: started.promise,
  });

  const listening = await listenOnLocalhost((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) sendJson(response, 500, { error: String(error) });
      else response.destroy();
    });
  }, options.port);
  const url = `http://localhost:${listening.port}`;
  const closeServers = async () => {
    setFailure(state, null);
    await Promise.all([listening.close(), platform.close()]);
  };

  const handlers = await startHandlers(environment(url, platform, options)).catch(async (error: unknown) => {
    await closeServers();
    throw error;
  });
  started.resolve(handlers);

  return {
    url,
    port: listening.port,
    requests,
    platformRequests: platform.requests,
    setRoles: (roles) => backend.change({ roles }),
    setTenant: (tenantId) => backend.change({ tenantId }),
    failRefresh: (failure) => setFailure(state, failure),
    expireAccess() {
      state.accessExpired = true;
    },
    setAccessTtl(seconds) {
      state.accessTtl = seconds;
    },
    rotateRefreshToken(rotate) {
      state.rotating = rotate;
    },
    signIn() {
      state.signedIn = true;
      state.accessExpired = false;
    },
    signOut() {
      state.signedIn = false;
    },
    async close() {
      await closeServers();
      await handlers.close();
    },
  };
}

interface Parts {
  state: RoqState;
  platform: Platform;
  backend: ReturnType<typeof createBackend>;
  requests: LoggedRequest[];
  handlers: Promise<Handlers>;
  nav: string;
}

function createHandler({ nav, state, platform, backend, requests, handlers: starting }: Parts) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const url = logRequest(requests, request, response, body);
    const path = url.pathname;
    const surroundings = { state, platform, handlers: await starting };

    if (isRefresh(path)) {
      const elsewhere = { html: await readPage(), signInUrl: `${platform.url}/authorize` };
      if (await answerInstead(state, response, path, elsewhere)) return;
    }
    if (path.startsWith('/api/auth/') || path === REFRESH_PATH || path === '/api/me') {
      const cookie = await cookieHeaderFor(request, isRefresh(path), surroundings);
      const headers = { ...plainHeaders(request), cookie };
      const answer = await surroundings.handlers.handle({
        method: request.method ?? 'GET',
        url: url.href,
        headers,
        body,
      });
      noteSetCookie(state, path, answer.headers);
      return sendHandlerResponse(response, answer);
    }
    if (backend.handle(request, response, path, body)) return;
    if (isPage(path)) response.setHeader('set-cookie', await cookiesForPage(request, surroundings));
    if (!(await sendFile(response, path, nav))) sendJson(response, 404, { error: 'no such page' });
  };
}

const plainHeaders = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

function environment(url: string, platform: Platform, options: RoqAppOptions): Record<string, string> {
  return {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    ROQ_BASE_URL: url,
    ROQ_AUTH_CALLBACK_URL: `${url}/api/auth/callback`,
    ROQ_AUTH_URL: platform.url,
    ROQ_PLATFORM_URL: platform.url,
    ROQ_CLIENT_ID: ENVIRONMENT_ID,
    ROQ_CLIENT_SECRET: 'the client secret of the demo',
    ROQ_API_KEY: 'the key that signs the demo session',
    ROQ_SESSION_COOKIE_SECURE: String(options.secureCookies ?? false),
    ROQ_SESSION_COOKIE_HTTP_ONLY: String(options.httpOnlyCookies ?? false),
  };
}
