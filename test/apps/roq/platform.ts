import type { IncomingMessage, ServerResponse } from 'node:http';
import { SignJWT } from 'jose';
import { listenOnLocalhost, readBody, sendJson, type Listening } from '../http.ts';
import { logRequest, type LoggedRequest } from './log.ts';
import { ENVIRONMENT_ID, USER, type RoqState } from './state.ts';

export interface PlatformTokens {
  accessToken: string;
  idToken: string;
  refreshToken: string;
}

export interface Platform extends Listening {
  url: string;
  requests: LoggedRequest[];
  issue(): Promise<PlatformTokens>;
  /** Negative seconds give one that has run out. */
  mintAccess(ttl: number): Promise<string>;
}

const KEY = new TextEncoder().encode('the key of the stand-in for the ROQ platform');

/** A stand-in for ROQ's platform, on an origin of its own: sign-in page, code exchange, and the refresh of tokens. */
export async function startPlatform(state: RoqState): Promise<Platform> {
  const requests: LoggedRequest[] = [];

  const sign = (claims: Record<string, unknown>, ttl: number) => {
    const now = Math.floor(Date.now() / 1000);
    const issuedAt = ttl < 0 ? now + ttl - state.accessTtl : now;
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuedAt(issuedAt)
      .setExpirationTime(now + ttl)
      .sign(KEY);
  };

  const identity = { roqEnvironmentId: ENVIRONMENT_ID, roqUserId: USER.roqUserId };
  const mintAccess = (ttl: number) => sign({ ...identity, notificationToken: crypto.randomUUID() }, ttl);
  const issue = async () => ({
    accessToken: await mintAccess(state.accessTtl),
    idToken: await sign({ ...identity, ...USER, tenantId: state.tenantId, roles: state.roles }, state.accessTtl),
    refreshToken: `rt_${crypto.randomUUID()}`,
  });

  async function refresh(response: ServerResponse, refreshToken: string): Promise<void> {
    if (state.failure === 'platform-down') {
      response.destroy();
      return;
    }
    if (state.failure === 'platform-error' || !state.signedIn || state.spent.has(refreshToken)) {
      return sendJson(response, 401, { statusCode: 401, message: 'Invalid refresh token', error: 'Unauthorized' });
    }
    const tokens = await issue();
    if (state.rotating) state.spent.add(refreshToken);
    sendJson(response, 200, { ...tokens, refreshToken: state.rotating ? tokens.refreshToken : refreshToken });
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const url = logRequest(requests, request, response, body);
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /authorize': {
        const location = callbackFor(url);
        if (!location) return sendJson(response, 400, { statusCode: 400, message: 'redirect_uri is missing' });
        response.writeHead(302, { location }).end();
        return;
      }
      case 'POST /oauth/token':
        return sendJson(response, 200, await issue());
      case 'POST /v01/authorize/refreshToken':
        return refresh(response, (JSON.parse(body) as { refreshToken: string }).refreshToken);
      default:
        return sendJson(response, 404, { statusCode: 404, message: 'Not Found' });
    }
  }

  const listening = await listenOnLocalhost((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  return { ...listening, url: `http://localhost:${listening.port}`, requests, issue, mintAccess };
}

/** Nobody is asked for a password: the sign-in page sends everyone straight back, signed in. */
function callbackFor({ searchParams }: URL): string | undefined {
  const callback = URL.parse(searchParams.get('redirect_uri') ?? '');
  if (!callback) return undefined;
  callback.searchParams.set('authorization_code', crypto.randomUUID());
  callback.searchParams.set('state', searchParams.get('state') ?? '');
  callback.searchParams.set('action', 'login');
  return callback.href;
}
