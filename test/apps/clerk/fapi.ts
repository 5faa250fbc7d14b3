import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../http.ts';
import { clientResource, environmentResource, sessionResource, userResource } from './resources.ts';
import { endOne, endSession, sessionsOf, type ClerkSession, type ClerkState } from './state.ts';
import type { Tokens } from './tokens.ts';

/** Where the page's clerk-js finds its Frontend API, and where a page that must stay signed out finds it. */
export const PROXY_PATH = '/__clerk';
export const SIGNED_OUT_PROXY_PATH = '/__clerk-signed-out';

const ERROR_CODES: Record<number, string> = {
  401: 'authentication_invalid',
  403: 'authorization_invalid',
  404: 'resource_not_found',
  422: 'form_param_format_invalid',
  429: 'too_many_requests',
  500: 'internal_clerk_error',
  503: 'service_unavailable',
};

interface Call {
  /** After `/v1`. */
  path: string;
  /** clerk-js tunnels all but GET and POST through `_method`. */
  method: string;
  form: URLSearchParams;
  origin: string;
  signedOut: boolean;
  sessionId: string | null;
}

type Answer = [status: number, body: unknown];

/** The part of Clerk's Frontend API that clerk-js uses for a session that exists. */
export function createFrontendApi(state: ClerkState, tokens: Tokens) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL, body: string): Promise<void> => {
    const [, proxy = '', path = ''] = /^(\/[^/]+)\/v1(\/.*)$/.exec(url.pathname) ?? [];
    const [status, answer] = await route(state, tokens, {
      path,
      method: url.searchParams.get('_method') ?? request.method ?? 'GET',
      form: new URLSearchParams(body),
      origin: request.headers.origin ?? url.origin,
      sessionId: url.searchParams.get('_clerk_session_id'),
      signedOut: proxy === SIGNED_OUT_PROXY_PATH,
    });
    sendJson(response, status, answer);
  };
}

async function route(state: ClerkState, tokens: Tokens, call: Call): Promise<Answer> {
  const { path, method, form, origin } = call;
  const all = () => (call.signedOut ? [] : sessionsOf(state));
  const sessionNow = async (of: ClerkSession) =>
    sessionResource(
      state,
      of,
      state.task === null ? 'active' : 'pending',
      await tokens.mint(state, { origin, session: of }),
    );
  const sessionOver = (of: ClerkSession, status: string) => sessionResource(state, of, status, null);
  const clientNow = async () =>
    clientResource(state, [
      ...(await Promise.all(all().map(sessionNow))),
      ...(call.signedOut ? [] : state.over).map(({ session, status }) => sessionOver(session, status)),
    ]);

  if (path === '/dev_browser') return [200, { object: 'dev_browser', id: 'dvb_2claimcheckDemo' }];
  if (path === '/environment') return [200, environmentResource(origin, state.second === null)];
  if (path === '/client' && method === 'GET') return [200, { response: await clientNow(), client: null }];
  if (all().length === 0) return failure(401);
  if (path === '/me' && method === 'GET') {
    const owner = all().find((each) => each.id === call.sessionId) ?? all()[0];
    return owner ? [200, { response: userResource(state, owner), client: await clientNow() }] : failure(401);
  }
  if (path === '/client/sessions' && method === 'DELETE') {
    endSession(state);
    state.second = null;
    state.over = [];
    return [200, { response: await clientNow(), client: null }];
  }

  const [, id, verb = '', template] = /^\/client\/sessions\/([^/]+)(?:\/([a-z]+)(?:\/([^/]+))?)?$/.exec(path) ?? [];
  const session = all().find((each) => each.id === id);
  if (!session) return failure(404);
  switch (verb) {
    case '':
      return [200, { response: await sessionNow(session), client: await clientNow() }];
    case 'tokens':
      return tokenAnswer(state, tokens, { form, origin, session, ...(template && { template }) });
    case 'touch':
      if (form.has('active_organization_id')) session.organization = form.get('active_organization_id') || null;
      state.lastActive = session.id;
      return [200, { response: await sessionNow(session), client: await clientNow() }];
    case 'end':
      endOne(state, session);
      state.over.push({ session, status: 'ended' });
      return [200, { response: sessionOver(session, 'ended'), client: await clientNow() }];
    case 'remove':
      endOne(state, session);
      return [200, { response: sessionOver(session, 'removed'), client: await clientNow() }];
    default:
      return failure(404);
  }
}

async function tokenAnswer(
  state: ClerkState,
  tokens: Tokens,
  { form, origin, session, template }: Pick<Call, 'form' | 'origin'> & { session: ClerkSession; template?: string },
): Promise<Answer> {
  await state.tokenHold?.promise;
  if (!sessionsOf(state).includes(session)) return failure(401);
  if (state.tokenFailure) return failure(state.tokenFailure);
  const organization = form.has('organization_id') ? form.get('organization_id') || null : session.organization;
  const jwt = await tokens.mint(state, { origin, organization, session, ...(template && { template }) });
  return [200, { object: 'token', jwt }];
}

function failure(status: number): Answer {
  const code = ERROR_CODES[status] ?? 'unexpected_error';
  const message = code.replaceAll('_', ' ');
  return [status, { errors: [{ code, message, long_message: message }] }];
}
