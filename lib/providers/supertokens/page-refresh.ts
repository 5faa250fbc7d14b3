import { describeError, type ActionAnswer } from '../page.ts';
import { keepTokens, readCookie, readFrontToken, refreshUrlOf } from './page-cookies.ts';

/** As much of `window.__supertokensSessionRecipe` as is used here. */
export interface SessionRecipe {
  readonly addFetchInterceptorsAndReturnModifiedFetch?: (input: {
    readonly originalFetch: () => Promise<Response>;
    readonly userContext: object;
  }) => (url: string) => Promise<unknown>;
}

const MAX_BODY = 100_000;
/** Marks a response that was made up here. */
const OURS = 'claimcheck';
/** What the SDK names in the header `fdi-version` (`supertokens-website` 20.1.6, version.js). */
const FDI_VERSIONS = '1.16,1.17,1.18,1.19,2.0,3.0,3.1,4.0,4.1';

/** Refreshes the session: by the page's SDK where it is there, else by the plain endpoint. */
export async function refreshSession(page: Window, recipe: SessionRecipe | undefined): Promise<ActionAnswer> {
  const front = readFrontToken(page);
  if (!front) return { status: recipe ? 'signed-out' : 'sdk-missing' };
  if (front.issuer === null) return failed('no-issuer', 'sFrontToken names no issuer');
  try {
    return await (recipe ? refreshBySdk(page, recipe, front.issuer) : refreshByRequest(page, front.issuer));
  } catch (error) {
    return explain(error);
  }
}

/**
 * No function of the recipe refreshes on demand. But the SDK's own fetch does when a call is answered 401, under its
 * lock across tabs, so it is given a call that never leaves the page: answered 401 until the session is refreshed.
 * A second refresh beside the SDK's would be taken for token theft.
 */
async function refreshBySdk(page: Window, recipe: SessionRecipe, issuer: string): Promise<ActionAnswer> {
  const updated = () => readCookie(page, 'st-last-access-token-update');
  const before = updated();
  const wasRefreshed = () => updated() !== undefined && updated() !== before;
  let calls = 0;
  const originalFetch = async () => new Response(OURS, { status: calls++ > 0 || wasRefreshed() ? 200 : 401 });
  const fetch = recipe.addFetchInterceptorsAndReturnModifiedFetch?.({ originalFetch, userContext: {} });
  if (!fetch) return failed('not-intercepted', 'The SDK’s recipe has no fetch of its own');
  const response = await fetch(`${new URL(issuer).origin}/claimcheck`);
  if (!isResponse(response)) return explain(response);
  const body = (await response.text()).slice(0, MAX_BODY);
  if (body !== OURS) return respondedWith(response, body, refreshUrlOf(issuer));
  if (response.status === 200) return { status: 'done', token: tokenOrNull(readCookie(page, 'st-access-token')) };
  return readFrontToken(page) ? failed('not-intercepted', 'The SDK made no request') : { status: 'signed-out' };
}

async function refreshByRequest(page: Window, issuer: string): Promise<ActionAnswer> {
  const url = refreshUrlOf(issuer);
  const refreshToken = readCookie(page, 'st-refresh-token');
  const antiCsrf = readCookie(page, 'sAntiCsrf');
  const response = await page.fetch(url, {
    method: 'POST',
    credentials: 'include',
    redirect: 'manual',
    headers: {
      rid: 'session',
      'fdi-version': FDI_VERSIONS,
      'st-auth-mode': refreshToken === undefined ? 'cookie' : 'header',
      ...(refreshToken !== undefined && { authorization: `Bearer ${refreshToken}` }),
      ...(antiCsrf !== undefined && { 'anti-csrf': antiCsrf }),
    },
  });
  const body = (await response.text()).slice(0, MAX_BODY);
  await keepTokens(page, response.headers);
  if (response.ok && response.headers.get('front-token') === null) {
    return failed('front-token-hidden', 'The answer has no front-token header', response.status);
  }
  return respondedWith(response, body, url);
}

/** Old versions of the SDK resolve with the error instead of rejecting. */
const isResponse = (value: unknown): value is Response =>
  typeof value === 'object' && value !== null && 'status' in value && 'text' in value;

const respondedWith = ({ status, type, headers }: Response, body: string, url: string): ActionAnswer => ({
  status: 'responded',
  http: { status, url, redirected: type === 'opaqueredirect', contentType: headers.get('content-type'), body },
});

function explain(error: unknown): ActionAnswer {
  const message = describeError(error);
  if (/front-token/i.test(message)) return failed('front-token-hidden', message);
  if (error instanceof TypeError) return { status: 'unreachable', message };
  return failed(null, message);
}

const failed = (code: string | null, message: string, httpStatus: number | null = null): ActionAnswer => ({
  status: 'failed',
  message,
  httpStatus,
  code,
});

/** None in cookie mode, where no script can read it. */
const tokenOrNull = (value: string | undefined) => value || null;
