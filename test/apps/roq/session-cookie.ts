import type { IncomingMessage } from 'node:http';
import { decodeJwt, type JWTPayload } from 'jose';
import { cookiesOf } from '../http.ts';
import type { Handlers } from './handlers.ts';
import type { Platform } from './platform.ts';
import type { RoqState } from './state.ts';

const NAME = 'roq-session-token';
const SECURE_NAME = `__Secure-${NAME}`;
const SIGN_IN_PATH = '/api/auth/callback';
const FORGED_SIGNATURE = Buffer.alloc(32, 'signed with another key').toString('base64url');

interface Surroundings {
  state: RoqState;
  platform: Platform;
  handlers: Handlers;
}

/** What a page load does to the session cookie, as `Set-Cookie` values: sign-in and sign-out by the app's controls. */
export async function cookiesForPage(
  request: IncomingMessage,
  { state, platform, handlers }: Surroundings,
): Promise<string[]> {
  const cookies = cookiesOf(request);
  const token = cookies.get(NAME) ?? cookies.get(SECURE_NAME);
  if (!token) return state.signedIn ? [await handlers.open(await platform.issue())] : [];
  if (!state.signedIn) return [await removal(handlers)];
  const setCookie = state.accessExpired && (await expired(token, platform, handlers));
  return setCookie ? [setCookie] : [];
}

async function removal(handlers: Handlers): Promise<string> {
  const request = { method: 'GET', url: 'http://localhost/api/auth/logout', headers: {}, body: '' };
  const { headers } = await handlers.handle(request);
  return setCookieIn(headers);
}

/** The request's `Cookie` header, with the session as the wanted failure leaves it. */
export async function cookieHeaderFor(
  request: IncomingMessage,
  refresh: boolean,
  { state, platform, handlers }: Surroundings,
): Promise<string> {
  const failure = refresh ? state.failure : null;
  const cookies = cookiesOf(request);
  const token = cookies.get(NAME);
  if (!token) return request.headers.cookie ?? '';
  if (failure === 'expired-access' || state.accessExpired) {
    const setCookie = await expired(token, platform, handlers);
    cookies.set(NAME, setCookie ? valueOf(setCookie) : token);
  }
  if (failure === 'malformed-cookie') cookies.set(NAME, token.replace(/[^.]*$/, FORGED_SIGNATURE));
  if (failure === 'no-cookie') cookies.delete(NAME);
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

/** The same session, as it is after its access token ran out; undefined for what is no session. */
async function expired(token: string, platform: Platform, handlers: Handlers): Promise<string | undefined> {
  const payload = payloadOf(token);
  return payload && handlers.seal({ ...payload, roqAccessToken: await platform.mintAccess(-5) });
}

function payloadOf(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}

/** Follows what a handler did to the session: only signing in starts one, but each may end it. */
export function noteSetCookie(state: RoqState, path: string, headers: [string, string][]): void {
  const setCookie = setCookieIn(headers);
  if (!setCookie || (valueOf(setCookie) && path !== SIGN_IN_PATH)) return;
  state.signedIn = valueOf(setCookie) !== '';
  state.accessExpired = false;
}

const valueOf = (setCookie: string) => /=([^;]*)/.exec(setCookie)?.[1] ?? '';

const setCookieIn = (headers: [string, string][]) =>
  headers.find(([name, value]) => name === 'set-cookie' && /^(__Secure-)?roq-session-token=/.test(value))?.[1] ?? '';
