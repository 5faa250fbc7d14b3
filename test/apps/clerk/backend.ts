import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type JWTPayload } from 'jose';
import { cookiesOf, sendJson } from '../http.ts';
import { serverTime, setMetadata, startSession, type ClerkState } from './state.ts';
import { PUBLISHABLE_KEY, type Tokens } from './tokens.ts';

type Auth = { status: 'signed-in'; claims: JWTPayload } | { status: 'signed-out'; reason: string; message: string };

/** The app's own server: it knows the user's metadata at once, and the session only by the token it is sent. */
export function createBackend(state: ClerkState, tokens: Tokens) {
  const suffix = cookieSuffix();
  const watchers = new Set<ServerResponse>();

  const announce = () => {
    for (const watcher of watchers) watcher.write(profileEvent(state));
  };

  return {
    announce,

    async handle(request: IncomingMessage, response: ServerResponse, url: URL, body: string): Promise<void> {
      switch (`${request.method} ${url.pathname}`) {
        case 'POST /api/birthday': {
          const birthday = birthdayIn(body);
          if (birthday === undefined) return sendJson(response, 400, { error: 'expected {"birthday": "YYYY-MM-DD"}' });
          setMetadata(state, { ...state.publicMetadata, birthday });
          announce();
          return sendJson(response, 200, { birthday });
        }
        case 'POST /api/sign-in':
          startSession(state);
          return sendJson(response, 200, { session: state.session?.id });
        case 'GET /api/me': {
          const auth = await authenticate(request, suffix, {
            now: serverTime(state),
            verify: (token) => tokens.verify(state, token),
          });
          if (auth.status === 'signed-in') return sendJson(response, 200, { claims: auth.claims });
          response.setHeader('x-clerk-auth-status', auth.status);
          response.setHeader('x-clerk-auth-reason', auth.reason);
          if (auth.message) response.setHeader('x-clerk-auth-message', auth.message);
          return sendJson(response, 401, { error: auth.reason });
        }
        // What Clerk's backend SDK does after a handshake: the session's new token comes as a cookie.
        case 'POST /api/renew': {
          const token = await tokens.mint(state, { origin: url.origin });
          response.setHeader(
            'set-cookie',
            ['__session', `__session_${suffix}`].map((name) => `${name}=${token}; Path=/; SameSite=Lax`),
          );
          return sendJson(response, 200, { renewed: true });
        }
        case 'GET /api/profile/events':
          response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
          response.write(profileEvent(state));
          watchers.add(response);
          response.once('close', () => watchers.delete(response));
          return;
        default:
          return sendJson(response, 404, { error: 'no such endpoint' });
      }
    },
  };
}

const profileEvent = (state: ClerkState) => `data: ${JSON.stringify({ publicMetadata: state.publicMetadata })}\n\n`;

function birthdayIn(body: string): string | undefined {
  try {
    const { birthday } = JSON.parse(body) as { birthday?: unknown };
    return typeof birthday === 'string' ? birthday : undefined;
  } catch {
    return undefined;
  }
}

/** A header wins over a cookie, and the instance's own cookie over the shared name, as in Clerk's backend SDK. */
async function authenticate(
  request: IncomingMessage,
  suffix: string,
  { now, verify }: { now: number; verify: (token: string) => Promise<JWTPayload> },
): Promise<Auth> {
  const cookies = cookiesOf(request);
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? cookies.get(`__session_${suffix}`) ?? cookies.get('__session');
  if (!token) return { status: 'signed-out', reason: 'session-token-and-uat-missing', message: '' };
  try {
    return { status: 'signed-in', claims: await verify(token) };
  } catch (error) {
    const carrier = bearer === undefined ? 'cookie' : 'header';
    return { status: 'signed-out', ...refusal(error, { carrier, now, isGet: request.method === 'GET' }) };
  }
}

interface Circumstances {
  carrier: 'cookie' | 'header';
  now: number;
  isGet: boolean;
}

/** In the words of `@clerk/backend` 3.25.0: `tokens/request.ts`, `jwt/assertions.ts` and `errors.ts`. */
function refusal(error: unknown, { carrier, now, isGet }: Circumstances): { reason: string; message: string } {
  const told = (message: string, reason: string) => `${message} (reason=${reason}, token-carrier=${carrier})`;
  if (error instanceof errors.JWTExpired) {
    const [expiry, current] = [new Date((error.payload.exp ?? 0) * 1000), new Date(now)].map((date) =>
      date.toUTCString(),
    );
    return {
      reason: `session-token-expired-refresh-${isGet ? 'non-eligible-no-refresh-cookie' : 'non-eligible-non-get'}`,
      message: told(`JWT is expired. Expiry date: ${expiry}, Current date: ${current}.`, 'token-expired'),
    };
  }
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf') {
    return { reason: 'session-token-nbf', message: told('JWT is not active yet.', 'token-not-active-yet') };
  }
  const reason = error instanceof errors.JWSSignatureVerificationFailed ? 'token-invalid-signature' : 'token-invalid';
  return { reason, message: told('JWT is invalid.', reason) };
}

function cookieSuffix(): string {
  const digest = createHash('sha1').update(PUBLISHABLE_KEY).digest('base64url');
  return digest.slice(0, 8);
}
