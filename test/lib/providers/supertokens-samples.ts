import { vi } from 'vitest';
import { supertokensPage } from '@/lib/providers/supertokens/page.ts';
import { makeToken } from '../support/tokens.ts';

export const CLAIMS = {
  iss: 'https://api.test/auth',
  sub: 'user-1',
  rsub: 'user-1',
  tId: 'public',
  sessionHandle: 'handle-1',
  refreshTokenHash1: 'h1',
  parentRefreshTokenHash1: null,
  antiCsrfToken: null,
  iat: 1_000,
  exp: 4_600,
};

export const makeAccessToken = (claims: object = {}) =>
  makeToken({ ...CLAIMS, ...claims }, { version: '5', kid: 'd-1' });

/** As the server sends it and the SDK keeps it. */
export const makeFrontToken = (claims: object = {}) =>
  Buffer.from(JSON.stringify({ uid: 'user-1', ate: 4_600_000, up: { ...CLAIMS, ...claims } })).toString('base64');

type Fetch = (input: string, init?: RequestInit) => Promise<unknown>;

export interface Setup {
  readonly cookies?: Record<string, string>;
  readonly storage?: Record<string, string>;
  readonly fetch?: Fetch;
  /** The SDK: gets the fetch that it is to intercept. */
  readonly intercept?: (original: Fetch, update: (at: string) => void) => Promise<unknown>;
}

/** A page with these cookies, and with an SDK where it intercepts. */
export function makePage({ cookies = {}, storage = {}, fetch, intercept }: Setup) {
  const jar = new Map(Object.entries(cookies));
  const document = {
    get cookie() {
      return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    },
    set cookie(line: string) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/expires=[^;]*1970/.test(line)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    },
  };
  const recipe = intercept && {
    addFetchInterceptorsAndReturnModifiedFetch:
      ({ originalFetch }: { originalFetch: Fetch }) =>
      async () =>
        intercept(originalFetch, (at) => jar.set('st-last-access-token-update', at)),
  };
  const localStorage = { getItem: (key: string) => storage[key] ?? null };
  const page = {
    document,
    localStorage,
    fetch: vi.fn<Fetch>(fetch),
    ...(recipe && { __supertokensSessionRecipe: recipe }),
  };
  return { page, jar, half: supertokensPage(page as unknown as Window) };
}
