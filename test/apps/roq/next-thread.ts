import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { Answer, AsyncCalls, HandlerRequest, Question } from './handlers.ts';

type RouteHandler = (request: Request) => Promise<Response>;
type CookieArguments = [name: string, value: string, attributes: object];

interface NextServer {
  NextRequest: new (url: string, init?: RequestInit) => Request;
  NextResponse: new () => Response & { cookies: { set(...cookie: CookieArguments): void } };
}
interface RouteModule {
  handle(request: Request, context: object): Promise<Response>;
}
interface RouteModules {
  AppRouteRouteModule: new (options: object) => RouteModule;
}
interface Roq {
  RoqAuth(): RouteHandler;
  getServerSession(): Promise<{ user: object } | null>;
}
interface RoqSession {
  Session: {
    createSerializedSessionCookie(access: string, id: string, refresh: string): Promise<CookieArguments>;
    payloadToCookie(payload: object): Promise<CookieArguments>;
  };
}

const load = createRequire(import.meta.url);
// Next loads this before anything else of it, and so must we.
load('next/dist/server/node-environment');
const { AppRouteRouteModule } = load('next/dist/server/future/route-modules/app-route/module.compiled') as RouteModules;
const { NextRequest, NextResponse } = load('next/server') as NextServer;
const { RoqAuth, getServerSession } = load('@roq/nextjs') as Roq;
// The package's `exports` hide these, so they are taken by their path.
const inside = (file: string): unknown => load(join(import.meta.dirname, 'node_modules/@roq/nextjs/dist/src', file));
const { refetchSessionHandler } = inside('handlers/refetch-session.js') as { refetchSessionHandler: RouteHandler };
const { Session } = inside('lib/session.js') as RoqSession;

/** What Next's build makes of a `route.ts`, but without the build: `cookies()` and the like work as they do there. */
function route(path: string, userland: Record<string, RouteHandler>) {
  const page = `${path}/route`;
  const definition = { kind: 'APP_ROUTE', page, pathname: path, filename: page, bundlePath: `app${page}` };
  const module = new AppRouteRouteModule({ definition, resolvedPagePath: page, nextConfigOutput: '', userland });
  return (request: Request) =>
    module.handle(request, {
      params: {},
      prerenderManifest: { version: 4, routes: {}, dynamicRoutes: {}, notFoundRoutes: [], preview: {} },
      renderOpts: { experimental: { ppr: false }, originalPathname: page, supportsDynamicResponse: true },
    });
}

const auth = RoqAuth();
const authRoute = route('/api/auth/[...roqAuth]', { GET: auth, POST: auth });
const refreshRoute = route('/api/refresh', { GET: refetchSessionHandler });
const meRoute = route('/api/me', {
  GET: async () => Response.json({ user: (await getServerSession())?.user ?? null }),
});

function routeFor(path: string): RouteHandler {
  if (path === '/api/refresh') return refreshRoute;
  return path === '/api/me' ? meRoute : authRoute;
}

async function respond({ method, url, headers, body }: HandlerRequest): Promise<Response> {
  const request = new NextRequest(url, { method, headers, ...(body && { body }) });
  try {
    return await routeFor(new URL(url).pathname)(request);
  } catch {
    // As Next's server does.
    return new Response(null, { status: 500 });
  }
}

function setCookie(cookie: CookieArguments): string {
  const response = new NextResponse();
  response.cookies.set(...cookie);
  return response.headers.getSetCookie()[0] ?? '';
}

const calls: AsyncCalls = {
  async handle(request) {
    const response = await respond(request);
    // Next's own, which its server does not send either.
    response.headers.delete('x-middleware-set-cookie');
    return { status: response.status, headers: [...response.headers], body: await response.text() };
  },
  open: async ({ accessToken, idToken, refreshToken }) =>
    setCookie(await Session.createSerializedSessionCookie(accessToken, idToken, refreshToken)),
  seal: async (payload) => setCookie(await Session.payloadToCookie(payload)),
};

async function answer({ id, name, argument }: Question): Promise<Answer> {
  const call = calls[name] as (argument: unknown) => Promise<unknown>;
  try {
    return { id, value: await call(argument) };
  } catch (error) {
    return { id, error: String(error) };
  }
}

parentPort?.on('message', async (question: Question) => parentPort?.postMessage(await answer(question)));
parentPort?.postMessage('started');
