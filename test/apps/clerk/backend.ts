import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type JWTPayload } from 'jose';
import { cookiesOf, sendJson } from '../http.ts';
import { setMetadata, startSession, type ClerkState } from './state.ts';
import { PUBLISHABLE_KEY, type Tokens } from './tokens.ts';

type Auth = { status: 'signed-in'; claims: JWTPayload } | { status: 'signed-out'; reason: string };

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
          const auth = await authenticate(request, suffix, (token) => tokens.verify(state, token));
          if (auth.status === 'signed-in') return sendJson(response, 200, { claims: auth.claims });
          response.setHeader('x-clerk-auth-status', auth.status);
          response.setHeader('x-clerk-auth-reason', auth.reason);
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
  verify: (token: string) => Promise<JWTPayload>,
): Promise<Auth> {
  const cookies = cookiesOf(request);
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? cookies.get(`__session_${suffix}`) ?? cookies.get('__session');
  if (!token) return { status: 'signed-out', reason: 'session-token-and-uat-missing' };
  try {
    return { status: 'signed-in', claims: await verify(token) };
  } catch (error) {
    return { status: 'signed-out', reason: reasonFor(error) };
  }
}

function reasonFor(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'session-token-expired-refresh-non-eligible-no-refresh-cookie';
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf') return 'session-token-nbf';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'token-invalid-signature';
  return 'token-invalid';
}

function cookieSuffix(): string {
  const digest = createHash('sha1').update(PUBLISHABLE_KEY).digest('base64url');
  return digest.slice(0, 8);
}
