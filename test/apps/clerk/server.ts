import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenOnLocalhost, readBody, sendJson } from '../http.ts';
import { installPackage } from '../install.ts';
import { createBackend } from './backend.ts';
import { createFrontendApi, PROXY_PATH, SIGNED_OUT_PROXY_PATH } from './fapi.ts';
import { createPages, type ClerkJs } from './pages.ts';
import {
  createState,
  endSession,
  listOver,
  serverTime,
  setMetadata,
  startSecondSession,
  startSession,
} from './state.ts';
import { createTokens, type MintOptions } from './tokens.ts';

export interface ClerkAppOptions {
  /** The first port to try; 0 takes any free one. */
  port?: number;
  /** Seconds a session token lives. */
  tokenTtl?: number;
  signedIn?: boolean;
  /** HTML that leads to the other demo pages. */
  nav?: string;
  /** The major version of clerk-js that the page gets. */
  clerkJs?: ClerkJs;
}

/** A request the app got, in order. */
export interface LoggedRequest {
  /** Milliseconds since the epoch, by this machine's clock. */
  at: number;
  method: string;
  path: string;
  query: Record<string, string>;
  body: string;
  authorization: string | undefined;
  /** Null while it is not answered. */
  status: number | null;
}

export interface ClerkApp {
  /** The page's address, without a slash at its end. */
  url: string;
  port: number;
  requests: LoggedRequest[];
  setBirthday(birthday: string): void;
  /** Replaces the user's public metadata. */
  setMetadata(metadata: Record<string, unknown>): void;
  /** Ends the session on the server; the page does not know yet. */
  revoke(): void;
  /** Signs a second user in beside the first; a page that loads now finds both sessions. */
  signInSecond(): void;
  /** Has the client list one more session, that of somebody who is not signed in any more. */
  listSession(status: string): void;
  /** The version of the claims format, for tokens minted from now on. */
  setTokenVersion(version: 1 | 2): void;
  /** Somebody who acts as the user, from now on; null for nobody. */
  impersonate(actor: string | null): void;
  /** A task that keeps the session pending; null when it is done. */
  setTask(key: string | null): void;
  /** While true, new tokens keep saying what is true now. */
  holdClaims(hold: boolean): void;
  /** Signs the first user in, in a browser whose client lists no other session. */
  signIn(): void;
  signOut(): void;
  /** The token endpoint answers with this HTTP status; null mends it. */
  failTokens(status: number | null): void;
  /** The token endpoint answers nothing until it is called with false. */
  hangTokens(hang: boolean): void;
  /** Seconds, for tokens minted from now on. */
  setTtl(seconds: number): void;
  /** Milliseconds the server's clock is ahead of this machine's; shifts `iat`, `exp` and the `Date` header. */
  setClockOffset(milliseconds: number): void;
  mint(options?: MintOptions): Promise<string>;
  close(): Promise<void>;
}

/** Makes sure that the real clerk-js is installed. Quick when it is. */
export const ensureApp = () => installPackage(import.meta.dirname);

/** Serves a page with the real clerk-js, the Frontend API it talks to, and the app's own small backend. */
export async function startClerkApp(options: ClerkAppOptions = {}): Promise<ClerkApp> {
  const { port, tokenTtl = 60, signedIn = true, clerkJs = 6, nav = '' } = options;
  await ensureApp();
  const tokens = await createTokens();
  const state = createState(tokenTtl);
  if (!signedIn) endSession(state);
  const requests: LoggedRequest[] = [];
  const frontendApi = createFrontendApi(state, tokens);
  const backend = createBackend(state, tokens);
  const pages = createPages(state, tokens, clerkJs, nav);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    response.setHeader('date', new Date(serverTime(state)).toUTCString());
    const body = await readBody(request);
    logRequest(requests, { request, response, url, body });

    const path = url.pathname;
    if (path.startsWith(`${PROXY_PATH}/v1/`) || path.startsWith(`${SIGNED_OUT_PROXY_PATH}/v1/`)) {
      return frontendApi(request, response, url, body);
    }
    if (path.endsWith('/.well-known/jwks.json')) return sendJson(response, 200, tokens.jwks);
    if (path.startsWith('/api/')) return backend.handle(request, response, url, body);
    if (!(await pages(response, path))) sendJson(response, 404, { error: 'no such page' });
  }

  const listening = await listenOnLocalhost((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) sendJson(response, 500, { error: String(error) });
      else response.destroy();
    });
  }, port);

  const releaseTokens = () => {
    state.tokenHold?.resolve();
    state.tokenHold = null;
  };

  return {
    url: `http://localhost:${listening.port}`,
    port: listening.port,
    requests,
    setBirthday(birthday) {
      setMetadata(state, { ...state.publicMetadata, birthday });
      backend.announce();
    },
    setMetadata(metadata) {
      setMetadata(state, metadata);
      backend.announce();
    },
    revoke: () => endSession(state),
    signInSecond: () => startSecondSession(state),
    listSession: (status) => listOver(state, status),
    setTokenVersion(version) {
      state.tokenVersion = version;
    },
    impersonate(actor) {
      state.actor = actor === null ? null : { sub: actor };
    },
    setTask(key) {
      state.task = key;
    },
    holdClaims(hold) {
      state.heldClaims = hold ? { readAt: serverTime(state), publicMetadata: state.publicMetadata } : null;
    },
    signIn() {
      state.second = null;
      state.over = [];
      startSession(state);
    },
    signOut: () => endSession(state),
    failTokens(status) {
      state.tokenFailure = status;
    },
    hangTokens(hang) {
      if (hang) state.tokenHold ??= Promise.withResolvers();
      else releaseTokens();
    },
    setTtl(seconds) {
      state.tokenTtl = seconds;
    },
    setClockOffset(milliseconds) {
      state.clockOffset = milliseconds;
    },
    mint: (wanted) => tokens.mint(state, { origin: `http://localhost:${listening.port}`, ...wanted }),
    async close() {
      releaseTokens();
      await listening.close();
    },
  };
}

function logRequest(
  requests: LoggedRequest[],
  { request, response, url, body }: { request: IncomingMessage; response: ServerResponse; url: URL; body: string },
): void {
  const entry: LoggedRequest = {
    at: Date.now(),
    method: request.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    body,
    authorization: request.headers.authorization,
    status: null,
  };
  requests.push(entry);
  response.once('finish', () => (entry.status = response.statusCode));
}
