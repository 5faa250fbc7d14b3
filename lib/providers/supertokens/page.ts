import { attempt, describeError, textOrNull, type InspectionFact, type PageProvider, type SdkState } from '../page.ts';
import { readCookie, readFrontToken, refreshUrlOf, type FrontToken } from './page-cookies.ts';
import { refreshSession, type SessionRecipe } from './page-refresh.ts';

const recipeOf = (page: Window): SessionRecipe | undefined => {
  const recipe: unknown = (page as { __supertokensSessionRecipe?: unknown }).__supertokensSessionRecipe;
  return typeof recipe === 'object' && recipe !== null ? recipe : undefined;
};

/** The page half: the recipe that supertokens-website leaves in the page, and the cookies that it keeps. */
export const supertokensPage = (page: Window): PageProvider => ({
  id: 'supertokens',

  snapshot() {
    const problems: string[] = [];
    const recipe = attempt('window.__supertokensSessionRecipe', () => recipeOf(page), problems);
    if (!recipe) return problems.length > 0 ? { ...NOBODY, loaded: false, problems } : null;
    const front = attempt('sFrontToken', () => readFrontToken(page), problems);
    const handle = front?.handle ?? null;
    const user = front?.user ?? null;
    return {
      ...NOBODY,
      session: handle === null ? null : { id: handle, status: null, expireAt: front?.expiry ?? null },
      user: user === null ? null : { id: user, label: front?.email ?? null },
      instance: front?.issuer ?? null,
      inspection: attempt('the session', () => inspect(page, front), problems) ?? [],
      problems,
    };
  },

  actions: {
    'refresh-session': async () => {
      try {
        return await refreshSession(page, recipeOf(page));
      } catch (error) {
        return { status: 'failed', message: describeError(error), httpStatus: null, code: null };
      }
    },
  },
});

const NOBODY: SdkState = {
  provider: 'supertokens',
  version: null,
  loaded: true,
  status: null,
  session: null,
  user: null,
  organization: null,
  instance: null,
  token: null,
  inspection: [],
  problems: [],
};

/** The lock of `browser-tabs-lock`, under the name that the SDK gives it; it is gone when nobody holds it. */
const LOCK = 'browser-tabs-lock-key-REFRESH_TOKEN_USE';

function inspect(page: Window, front: FrontToken | undefined): SdkState['inspection'] {
  const kept = (key: string) => textOrNull(page.localStorage.getItem(key));
  const value = (name: string, of: string | number | boolean | null): InspectionFact => ({
    name,
    kind: 'value',
    value: of,
  });
  const time = (name: string, of: number | null): InspectionFact => ({ name, kind: 'time', value: of });
  const session: InspectionFact[] = front
    ? [
        value('sessionHandle', front.handle),
        value('uid', front.user),
        value('mode', readCookie(page, 'st-access-token') === undefined ? 'cookie' : 'header'),
        value('antiCsrf', readCookie(page, 'sAntiCsrf') !== undefined),
        time('ate', front.expiry),
        time('lastAccessTokenUpdate', numberOrNull(readCookie(page, 'st-last-access-token-update'))),
      ]
    : [];
  const refresh = [
    ...(front ? [value('refreshUrl', front.issuer === null ? null : refreshUrlOf(front.issuer))] : []),
    value('lockHeld', kept(LOCK) !== null),
    value('clockSkewInMillis', numberOrNull(kept('__st_clockSkewInMillis') ?? undefined)),
  ];
  return [...(session.length > 0 ? [{ title: 'Session', facts: session }] : []), { title: 'Refresh', facts: refresh }];
}

const numberOrNull = (text: string | undefined) =>
  text !== undefined && text !== '' && Number.isFinite(Number(text)) ? Number(text) : null;
