import { describe, expect, it } from 'vitest';
import { supertokensPage } from '@/lib/providers/supertokens/page.ts';
import { makeFrontToken, makePage, type Setup } from './supertokens-samples.ts';

const SIGNED_IN = { sFrontToken: makeFrontToken(), 'st-last-access-token-update': '1' };
const act = ({ half }: ReturnType<typeof makePage>) => half.actions['refresh-session']?.({});

describe('the snapshot', () => {
  it('is none without the SDK', () => {
    expect(makePage({ cookies: SIGNED_IN }).half.snapshot()).toBeNull();
  });

  it('tells what the SDK keeps', () => {
    const storage = { __st_clockSkewInMillis: '250', 'browser-tabs-lock-key-REFRESH_TOKEN_USE': '{}' };
    const cookies = { ...SIGNED_IN, sAntiCsrf: 'a', 'st-access-token': 't' };
    const state = makePage({ cookies, storage, intercept: async () => undefined }).half.snapshot();
    const facts = state?.inspection.flatMap((group) => group.facts.map(({ name, value }) => [name, value]));

    expect(state).toMatchObject({
      loaded: true,
      session: { id: 'handle-1', expireAt: 4_600_000 },
      user: { id: 'user-1' },
      instance: 'https://api.test/auth',
      problems: [],
    });
    expect(Object.fromEntries(facts ?? [])).toEqual({
      sessionHandle: 'handle-1',
      uid: 'user-1',
      mode: 'header',
      antiCsrf: true,
      ate: 4_600_000,
      lastAccessTokenUpdate: 1,
      refreshUrl: 'https://api.test/auth/session/refresh',
      lockHeld: true,
      clockSkewInMillis: 250,
    });
  });

  it('has no session without sFrontToken, and says what is wrong with one that cannot be read', () => {
    const intercept = async () => undefined;

    expect(makePage({ intercept }).half.snapshot()).toMatchObject({ session: null, problems: [] });
    expect(makePage({ cookies: { sFrontToken: '!' }, intercept }).half.snapshot()).toMatchObject({
      session: null,
      problems: [expect.stringContaining('sFrontToken threw')],
    });
  });

  it('survives a page whose global throws', () => {
    const page = Object.defineProperty({}, '__supertokensSessionRecipe', {
      get: () => {
        throw new Error('trap');
      },
    });

    expect(supertokensPage(page as unknown as Window).snapshot()).toMatchObject({ loaded: false, problems: [/trap/] });
  });
});

describe('a refresh by the SDK', () => {
  const refresh = (intercept: Setup['intercept'], cookies: Record<string, string> = SIGNED_IN) =>
    act(makePage({ cookies, ...(intercept && { intercept }) }));

  it('is brought about by a call that never leaves the page', async () => {
    const setup = makePage({
      cookies: { ...SIGNED_IN, 'st-access-token': 'raw' },
      async intercept(original, update) {
        expect(await original('')).toMatchObject({ status: 401 });
        update('2');
        return original('');
      },
    });

    await expect(act(setup)).resolves.toEqual({ status: 'done', token: 'raw' });
    expect(setup.page.fetch).not.toHaveBeenCalled();
  });

  it('is done where another one was meanwhile', async () => {
    const intercept: Setup['intercept'] = async (original, update) => {
      update('2');
      return original('');
    };

    await expect(refresh(intercept)).resolves.toEqual({ status: 'done', token: null });
  });

  it('ends with the answer of the refresh endpoint where that failed', async () => {
    const body = '{"message":"unauthorised"}';

    await expect(refresh(async () => new Response(body, { status: 401 }))).resolves.toEqual({
      status: 'responded',
      http: {
        status: 401,
        url: 'https://api.test/auth/session/refresh',
        redirected: false,
        contentType: 'text/plain;charset=UTF-8',
        body,
      },
    });
  });

  it.each([
    [
      'rejects',
      async () => Promise.reject(new Error("The 'front-token' header is missing from a successful response")),
    ],
    ['resolves', async () => new Error('Missing front-token header')],
  ])('tells of a hidden front-token where the SDK %s with it', async (_, intercept) => {
    await expect(refresh(intercept)).resolves.toMatchObject({ status: 'failed', code: 'front-token-hidden' });
  });

  it('tells of a lost connection', async () => {
    const intercept = async () => Promise.reject(new TypeError('Failed to fetch'));

    await expect(refresh(intercept)).resolves.toEqual({ status: 'unreachable', message: 'TypeError: Failed to fetch' });
  });

  it('tells of anything else as it stands', async () => {
    await expect(refresh(async () => Promise.reject(new Error('no')))).resolves.toEqual({
      status: 'failed',
      message: 'Error: no',
      httpStatus: null,
      code: null,
    });
  });

  it('tells where the SDK did nothing', async () => {
    await expect(refresh(async (original) => original(''))).resolves.toMatchObject({ code: 'not-intercepted' });
  });

  it('tells of a sign-out in another tab meanwhile', async () => {
    const setup = makePage({
      cookies: SIGNED_IN,
      async intercept(original) {
        setup.jar.clear();
        return original('');
      },
    });
    await expect(act(setup)).resolves.toMatchObject({ status: 'signed-out' });
  });

  it('is not tried without a session or an address', async () => {
    const intercept = async () => Promise.reject(new Error('called'));
    const nowhere = { sFrontToken: makeFrontToken({ iss: 'javascript:alert(1)' }) };

    await expect(refresh(intercept, {})).resolves.toEqual({ status: 'signed-out' });
    await expect(refresh(intercept, nowhere)).resolves.toMatchObject({ status: 'failed', code: 'no-issuer' });
  });
});

describe('a refresh without the SDK', () => {
  const answer = (headers: Record<string, string>, status = 200) => new Response('{}', { status, headers });

  it('calls the plain endpoint, and keeps what it answers as the SDK would', async () => {
    const headers = {
      'front-token': makeFrontToken({ role: 'x' }),
      'anti-csrf': 'a2',
      'st-access-token': 't2',
      'st-refresh-token': 'r2',
    };
    const cookies = { ...SIGNED_IN, sAntiCsrf: 'a1', 'st-access-token': 't1', 'st-refresh-token': 'r1' };
    const setup = makePage({ cookies, fetch: async () => answer(headers) });

    await expect(act(setup)).resolves.toMatchObject({ status: 'responded', http: { status: 200 } });
    expect(setup.page.fetch).toHaveBeenCalledExactlyOnceWith(
      'https://api.test/auth/session/refresh',
      expect.objectContaining({
        method: 'POST',
        credentials: 'include',
        headers: expect.objectContaining({
          rid: 'session',
          'st-auth-mode': 'header',
          authorization: 'Bearer r1',
          'anti-csrf': 'a1',
        }),
      }),
    );
    expect(Object.fromEntries(setup.jar)).toEqual({
      sFrontToken: headers['front-token'],
      sAntiCsrf: 'a2',
      'st-access-token': 't2',
      'st-refresh-token': 'r2',
      'st-last-access-token-update': expect.stringMatching(/^\d{13}$/),
    });
  });

  it('names cookie mode, and no token that it has not got', async () => {
    const setup = makePage({ cookies: SIGNED_IN, fetch: async () => answer({ 'front-token': makeFrontToken() }) });
    await act(setup);

    expect(setup.page.fetch.mock.calls[0]?.[1]?.headers).toEqual({
      rid: 'session',
      'fdi-version': expect.stringContaining('4.1'),
      'st-auth-mode': 'cookie',
    });
  });

  it('clears what the server says is over', async () => {
    const setup = makePage({ cookies: SIGNED_IN, fetch: async () => answer({ 'front-token': 'remove' }, 401) });

    await expect(act(setup)).resolves.toMatchObject({ status: 'responded', http: { status: 401 } });
    expect([...setup.jar]).toEqual([]);
  });

  it('tells of a hidden front-token, and of a lost connection', async () => {
    const hidden = makePage({ cookies: SIGNED_IN, fetch: async () => answer({}) });
    const lost = makePage({ cookies: SIGNED_IN, fetch: async () => Promise.reject(new TypeError('no')) });

    await expect(act(hidden)).resolves.toMatchObject({ status: 'failed', code: 'front-token-hidden', httpStatus: 200 });
    await expect(act(lost)).resolves.toMatchObject({ status: 'unreachable' });
  });

  it('is not tried where there is no session either', async () => {
    await expect(act(makePage({}))).resolves.toEqual({ status: 'sdk-missing' });
  });
});
