import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenOnLocalhost, readBody, sendJson } from '../http.ts';
import { createCoreSessions, type CoreSessions, type CreateInput, type RefreshInput } from './core-sessions.ts';
import { createAccessTokens, type AccessTokens } from './core-tokens.ts';

export interface Core {
  url: string;
  sessions: CoreSessions;
  tokens: AccessTokens;
  close(): Promise<void>;
}

/** The body of a call, whose sender is the SDK: each of its endpoints knows what it gets. */
interface Body extends CreateInput, RefreshInput {
  accessToken: string;
  sessionHandle: string;
  sessionHandles?: string[];
}

/** A stand-in for the SuperTokens core: the part of CDI 5.4 that `supertokens-node` needs for sessions. */
export async function startCore({ accessTtl, refreshTtl }: { accessTtl: number; refreshTtl: number }): Promise<Core> {
  const tokens = await createAccessTokens(accessTtl);
  const sessions = createCoreSessions(tokens, refreshTtl);

  async function answer(request: IncomingMessage): Promise<unknown> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://core');
    const body = JSON.parse((await readBody(request)) || '{}') as Body;

    // The tenant may lead the path; there is but one.
    switch (`${request.method} ${pathname.replace(/^\/public\//, '/')}`) {
      case 'GET /apiversion':
        return { versions: ['5.4'] };
      case 'GET /.well-known/jwks.json':
        return tokens.jwks;
      case 'GET /user/id':
        return { status: 'UNKNOWN_USER_ID_ERROR' };
      case 'POST /recipe/session':
        return sessions.create(body);
      case 'POST /recipe/session/refresh':
        return sessions.refresh(body);
      case 'POST /recipe/session/verify':
        return sessions.verify(body);
      case 'POST /recipe/session/regenerate':
        return sessions.regenerate(body);
      case 'PUT /recipe/jwt/data':
        return sessions.update(body.sessionHandle, { payload: body.userDataInJWT });
      case 'PUT /recipe/session/data':
        return sessions.update(body.sessionHandle, { data: body.userDataInDatabase });
      case 'GET /recipe/session':
        return sessions.get(searchParams.get('sessionHandle') ?? '');
      case 'GET /recipe/session/user':
        return { status: 'OK', sessionHandles: sessions.handlesOf(searchParams.get('userId') ?? '') };
      case 'POST /recipe/session/remove':
        return sessions.remove(body.sessionHandles ?? sessions.handlesOf(body.userId));
      default:
        return undefined;
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const found = await answer(request);
    if (found === undefined) sendJson(response, 404, `The stand-in has no ${request.method} ${request.url}`);
    else sendJson(response, 200, found);
  }

  const listening = await listenOnLocalhost((request, response) => {
    handle(request, response).catch((error: unknown) => sendJson(response, 500, String(error)));
  });
  return { url: `http://127.0.0.1:${listening.port}`, sessions, tokens, close: listening.close };
}
