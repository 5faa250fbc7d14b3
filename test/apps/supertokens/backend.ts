import type { ServerResponse } from 'node:http';
import type { ExpressRequest, ExpressResponse } from './express.ts';
import { AUTH_PATH, type Sdk } from './sdk.ts';
import { USER, type SuperTokensState } from './state.ts';

export type Backend = ReturnType<typeof createBackend>;

/** The app's own server, with SuperTokens' endpoints as the SDK mounts them. */
export function createBackend(sdk: Sdk, state: SuperTokensState) {
  const { SuperTokens, Session, express } = sdk;
  const watchers = new Set<ServerResponse>();
  const user = SuperTokens.convertToRecipeUserId(USER.id);
  const handleByRecipe = express.middleware();
  const handleError = express.errorHandler();

  function setRole(role: string): void {
    state.role = role;
    for (const watcher of watchers) watcher.write(profileEvent(state));
  }

  /** Without a request: the tokens that are out there do not change. */
  async function setRoleOffline(role: string): Promise<void> {
    setRole(role);
    for (const handle of await Session.getAllSessionHandlesForUser(USER.id)) {
      await Session.mergeIntoAccessTokenPayload(handle, { role });
    }
  }

  async function signIn(request: ExpressRequest, response: ExpressResponse) {
    state.signInByItself = true;
    return Session.createNewSession(request, response, 'public', user, { email: USER.email, role: state.role });
  }

  /** A verified request, which is where an app may change the payload at once. */
  async function verify(request: ExpressRequest, response: ExpressResponse) {
    const session = await Session.getSession(request, response);
    const role = state.roleForNextRequest;
    if (role !== null) {
      state.roleForNextRequest = null;
      setRole(role);
      await session.mergeIntoAccessTokenPayload({ role });
    }
    return session;
  }

  async function handleOwn(request: ExpressRequest, response: ExpressResponse, path: string): Promise<void> {
    switch (`${request.method} ${path}`) {
      case 'POST /api/sign-in':
        return response.json({ session: (await signIn(request, response)).getHandle() });
      case 'POST /api/role': {
        const role = roleIn(request.body);
        if (role === undefined) return response.status(400).json({ error: 'expected {"role": "…"}' });
        const session = await verify(request, response);
        setRole(role);
        await session.mergeIntoAccessTokenPayload({ role });
        return response.json({ role });
      }
      case 'POST /api/role-offline': {
        const role = roleIn(request.body);
        if (role === undefined) return response.status(400).json({ error: 'expected {"role": "…"}' });
        await setRoleOffline(role);
        return response.json({ role });
      }
      case 'GET /api/me':
        return response.json({ claims: (await verify(request, response)).getAccessTokenPayload() });
      case 'GET /api/profile/events':
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
        response.write(profileEvent(state));
        watchers.add(response);
        response.once('close', () => watchers.delete(response));
        return;
      default:
        return response.status(404).json({ error: 'no such endpoint' });
    }
  }

  return {
    setRoleOffline,
    signIn,
    corsHeaders: () => SuperTokens.getAllCORSHeaders(),

    async handle(request: ExpressRequest, response: ExpressResponse, path: string): Promise<void> {
      if (path === `${AUTH_PATH}/signout`) state.signInByItself = false;
      let passedOn = false;
      let failure: unknown;
      const next = (error?: unknown) => {
        passedOn = true;
        failure = error;
      };
      await handleByRecipe(request, response, next);
      if (failure) throw failure;
      if (!passedOn) return;
      try {
        await handleOwn(request, response, path);
      } catch (error) {
        await handleError(error, request, response, next);
        if (failure) throw failure;
      }
    },
  };
}

const profileEvent = (state: SuperTokensState) => `data: ${JSON.stringify({ role: state.role })}\n\n`;

function roleIn(body: unknown): string | undefined {
  try {
    const { role } = JSON.parse(String(body)) as { role?: unknown };
    return typeof role === 'string' ? role : undefined;
  } catch {
    return undefined;
  }
}
