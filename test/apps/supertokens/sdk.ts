import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import type { ExpressRequest, ExpressResponse } from './express.ts';
import type { AntiCsrf } from './state.ts';

/** The parts of supertokens-node that are used here. Written down, since the package may not be installed yet. */
export interface VerifiedSession {
  getHandle(): string;
  getUserId(): string;
  getAccessTokenPayload(): Record<string, unknown>;
  mergeIntoAccessTokenPayload(update: Record<string, unknown>): Promise<void>;
}

type Next = (error?: unknown) => void;
type Functions = Record<string, unknown> & { getSession(input: { accessToken?: string }): Promise<unknown> };
type RecipeUserId = { recipeUserId: string };

interface SuperTokens {
  init(config: object): void;
  convertToRecipeUserId(id: string): RecipeUserId;
  getAllCORSHeaders(): string[];
}

interface SessionRecipe {
  init(config: object): object;
  Error: (new (options: { type: string; message: string }) => Error) & { TRY_REFRESH_TOKEN: string };
  createNewSession(
    request: ExpressRequest,
    response: ExpressResponse,
    tenantId: string,
    user: RecipeUserId,
    accessTokenPayload: object,
  ): Promise<VerifiedSession>;
  getSession(request: ExpressRequest, response: ExpressResponse): Promise<VerifiedSession>;
  getAllSessionHandlesForUser(userId: string): Promise<string[]>;
  mergeIntoAccessTokenPayload(handle: string, update: Record<string, unknown>): Promise<boolean>;
}

interface ExpressFramework {
  middleware(): (request: ExpressRequest, response: ExpressResponse, next: Next) => Promise<void>;
  errorHandler(): (error: unknown, request: ExpressRequest, response: ExpressResponse, next: Next) => Promise<void>;
}

export interface Sdk {
  SuperTokens: SuperTokens;
  Session: SessionRecipe;
  express: ExpressFramework;
}

export interface SdkOptions {
  /** Where the stand-in for the core is. */
  coreUrl: string;
  apiDomain: string;
  websiteDomain: string;
  antiCsrf: AntiCsrf | undefined;
  /** Tells that an access token shall be taken for expired, whatever it says. */
  isExpired(accessToken: string): boolean;
}

export const AUTH_PATH = '/auth';
const PACKAGE_FOLDER = join(import.meta.dirname, 'node_modules', 'supertokens-node') + sep;

export function startSdk({ coreUrl, apiDomain, websiteDomain, antiCsrf, isExpired }: SdkOptions): Sdk {
  const sdk = loadSdk();
  const { SuperTokens, Session } = sdk;
  const functions = (original: Functions) => ({
    ...original,
    async getSession(input: { accessToken?: string }) {
      if (!input.accessToken || !isExpired(input.accessToken)) return original.getSession(input);
      throw new Session.Error({ type: Session.Error.TRY_REFRESH_TOKEN, message: 'taken for expired' });
    },
  });
  SuperTokens.init({
    framework: 'express',
    supertokens: { connectionURI: coreUrl },
    appInfo: { appName: 'Role demo', apiDomain, websiteDomain, apiBasePath: AUTH_PATH },
    recipeList: [Session.init({ ...(antiCsrf && { antiCsrf }), override: { functions } })],
    telemetry: false,
  });
  return sdk;
}

/** A copy of its own for each app: the package keeps its one instance in its modules. */
function loadSdk(): Sdk {
  const load = createRequire(import.meta.url);
  for (const file of Object.keys(load.cache)) {
    if (file.startsWith(PACKAGE_FOLDER)) delete load.cache[file];
  }
  return {
    SuperTokens: (load('supertokens-node') as { default: SuperTokens }).default,
    Session: (load('supertokens-node/recipe/session') as { default: SessionRecipe }).default,
    express: load('supertokens-node/framework/express') as ExpressFramework,
  };
}
