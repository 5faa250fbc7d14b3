import { describe, expect, it } from 'vitest';
import type { SdkState } from '@/lib/providers/page.ts';
import type { FailedEnd } from '@/lib/providers/provider.ts';
import { readFrontToken } from '@/lib/providers/supertokens/front-token.ts';
import { supertokens } from '@/lib/providers/supertokens/index.ts';
import { supertokensPage } from '@/lib/providers/supertokens/page.ts';
import { compareLastTwo } from '@/lib/recording/comparison.ts';
import { listCredentials } from '@/lib/recording/credentials.ts';
import { proveAction } from '@/lib/recording/proof.ts';
import { listSessions } from '@/lib/recording/session.ts';
import { describeClaims, describeHeader } from '@/lib/token/claims.ts';
import { decodeToken } from '@/lib/token/decode.ts';
import { diffClaims } from '@/lib/token/diff.ts';
import { cookiesListed, makeSdk, navigated, pageState, record, requested } from '../support/events.ts';
import { makeClerkToken, makeJwe, makeToken } from '../support/tokens.ts';
import { CLAIMS, makeAccessToken, makeFrontToken } from './supertokens-samples.ts';

const mints = (raw: string) => supertokens.mints(decodeToken(raw));

it('knows its tokens by what stands in them', () => {
  expect(mints(makeAccessToken())).toBe(true);
  expect(mints(makeToken(CLAIMS))).toBe(false);
  expect(mints(makeToken({ ...CLAIMS, sessionHandle: undefined }, { version: '5' }))).toBe(false);
  expect(mints(makeToken({ ...CLAIMS, tId: undefined, rsub: undefined }, { version: '5' }))).toBe(false);
  expect([makeClerkToken(), makeJwe(), 'x'].map(mints)).toEqual([false, false, false]);
});

it('does not take the refresh token, which has three parts, for a JWT', () => {
  expect(decodeToken(`${'a'.repeat(80)}.${'b'.repeat(20)}.V2`).format).toBe('opaque');
});

it('has the page half’s actions', () => {
  const half = supertokensPage({} as Window);

  expect(half.id).toBe(supertokens.id);
  expect(Object.keys(half.actions)).toEqual(supertokens.actions.map(({ id }) => id));
});

describe('sFrontToken', () => {
  it('is read as the unsigned token that it amounts to', () => {
    const found = readFrontToken('sFrontToken', makeFrontToken({ name: 'Zoë' }));

    expect(found).toMatchObject({ path: ['up'], token: { claims: { ...CLAIMS, name: 'Zoë' }, signed: false } });
    expect(decodeToken(found?.raw ?? '')).toEqual(found?.token);
    expect(mints(found?.raw ?? '')).toBe(true);
  });

  it.each(['', 'remove', '%', btoa('{}'), btoa('[1]'), btoa('{"up":7}')])('is nothing where it holds %j', (value) => {
    expect(readFrontToken('sFrontToken', value)).toBeUndefined();
  });

  it('is no concern of another name', () => {
    expect(readFrontToken('other', makeFrontToken())).toBeUndefined();
  });

  it('makes the session where the access token is out of reach, and gives way to it where it is not', () => {
    const front = { name: 'sFrontToken', value: makeFrontToken() };
    const access = { name: 'sAccessToken', value: makeAccessToken() };
    const sessionIn = (...cookies: Parameters<typeof cookiesListed>[0]) => {
      const recording = record(cookiesListed(cookies));
      return listSessions(recording, listCredentials(recording))[0];
    };

    expect(sessionIn(front)).toMatchObject({
      provider: { id: 'supertokens' },
      view: { credential: { name: 'sFrontToken' } },
      countdown: { claims: CLAIMS },
    });
    expect(sessionIn(front, access)?.view?.credential.name).toBe('sAccessToken');
  });
});

it('goes by what is kept rather than by what an earlier request carried', () => {
  const sent = [{ place: 'cookie' as const, name: 'sAccessToken', value: makeAccessToken({ role: 'old' }) }];
  const recording = record(
    requested({ url: 'https://api.test/me', sent }),
    cookiesListed([{ name: 'sFrontToken', value: makeFrontToken({ role: 'new' }) }]),
  );

  expect(listSessions(recording, listCredentials(recording))[0]?.countdown?.claims['role']).toBe('new');
});

it('tells until when the session can be refreshed by the refresh token’s cookie', () => {
  const refresh = { name: 'sRefreshToken', value: 'a.b.V2', path: '/auth/session/refresh', expiresAt: 5_000 };
  const recording = record(cookiesListed([{ name: 'sAccessToken', value: makeAccessToken() }, refresh]));
  const views = listCredentials(recording);

  expect(listSessions(recording, views)[0]?.renewal).toEqual({
    name: 'refreshTokenExpiry',
    kind: 'time',
    value: 5_000,
  });
  expect(views.find(({ credential }) => credential.name === 'sRefreshToken')).toMatchObject({
    provider: { id: 'supertokens' },
    companion: 'refresh token, opaque, sent to the refresh endpoint only',
  });
});

it('expects what every refresh changes', () => {
  const after = {
    ...CLAIMS,
    refreshTokenHash1: 'h2',
    parentRefreshTokenHash1: 'h1',
    antiCsrfToken: 'x',
    role: 'admin',
  };
  const telling = diffClaims(CLAIMS, after, supertokens.isExpectedChange).filter(({ expected }) => !expected);

  expect(telling.map(({ path }) => path)).toEqual([['role']]);
  expect(supertokens.isExpectedChange(['custom', 'exp'])).toBe(false);
});

it('names session and user', () => {
  expect(supertokens.identify({ ...CLAIMS, email: 'a@b.c' })).toEqual({
    session: 'handle-1',
    user: 'user-1',
    label: 'a@b.c',
  });
  expect(supertokens.identify({ sessionHandle: 1, sub: 2, email: 3 })).toEqual({
    session: undefined,
    user: undefined,
    label: undefined,
  });
});

it('says what claims and header mean', () => {
  const rows = describeClaims({ ...CLAIMS, parentRefreshTokenHash1: 'h0', stt: 0 }, supertokens.claims);
  const meaning = Object.fromEntries(rows.map(({ path: [name = ''], explanation }) => [name, explanation]));
  const header = describeHeader({ kid: 'd-1', ate: 1_000, version: '5' }, supertokens.header);

  expect(meaning).toMatchObject({
    rsub: expect.stringContaining('same user'),
    tId: 'The default tenant',
    stt: 'Access token of a session',
    parentRefreshTokenHash1: expect.stringContaining('replaces it once more'),
    antiCsrfToken: expect.stringContaining('Not by token'),
  });
  expect(header.map(({ explanation }) => explanation)).toEqual([
    'A dynamic key',
    'Thu, 01 Jan 1970 00:00:01 GMT',
    undefined,
  ]);
});

describe('an answer of the refresh endpoint', () => {
  const read = (status: number, message?: string, redirected = false) =>
    supertokens.actions[0]?.interpret?.({
      status,
      url: '',
      redirected,
      contentType: null,
      body: message === undefined ? 'x' : JSON.stringify({ message }),
    });

  it.each([
    [200, undefined, 'good', 'Refreshed without the SDK'],
    [401, 'unauthorised', 'bad', 'Signed out, 401 unauthorised'],
    [401, undefined, 'bad', 'Signed out, 401'],
    [401, 'token theft detected', 'bad', 'Token theft detected, 401'],
    [401, 'try refresh token', 'bad', 'The server wants a refresh again, 401 try refresh token'],
    [404, undefined, 'bad', 'No refresh endpoint, 404'],
    [503, 'told to fail', 'bad', 'Refresh failed, 503'],
  ])('%i with %j is told', (status, message, tone, headline) => {
    expect(read(status, message)).toMatchObject({ tone, headline });
  });

  it('is not sought behind a redirect', () => {
    expect(read(0, undefined, true)).toMatchObject({ tone: 'bad', headline: 'The refresh endpoint redirects' });
  });
});

it.each<[FailedEnd, string | undefined]>([
  [{ status: 'sdk-missing' }, 'SuperTokens is not on this page'],
  [{ status: 'signed-out' }, 'Nobody is signed in'],
  [{ status: 'failed', code: 'front-token-hidden' }, 'Refreshed on the server, but the page cannot see it'],
  [{ status: 'failed', code: 'not-intercepted' }, 'The SDK did not refresh'],
  [{ status: 'failed', code: 'no-issuer' }, 'The API’s address is unknown'],
  [{ status: 'failed', code: 'constructor' }, undefined],
  [{ status: 'failed', code: null }, undefined],
  [{ status: 'unreachable' }, undefined],
])('explains the ending %j', (end, headline) => {
  expect(supertokens.explainFailure?.(end)?.headline).toBe(headline);
});

it('foretells the token that the next call brings', () => {
  expect(supertokens.explainNewToken?.({ parentRefreshTokenHash1: 'h' })).toHaveLength(1);
  expect(supertokens.explainNewToken?.({ parentRefreshTokenHash1: null })).toEqual([]);
});

it('explains its facts, and no others', () => {
  expect(supertokens.explainFact('mode', 'header')).toContain('headers');
  expect(supertokens.explainFact('lockHeld', true)).toContain('refreshing');
  expect(supertokens.explainFact('toString', null)).toBeUndefined();
});

it('knows its own requests', () => {
  const isOwn = (url: string) => supertokens.isOwnRequest(new URL(url));

  expect(isOwn('https://api.example.com/auth/session/refresh?x=1')).toBe(true);
  expect(isOwn('https://api.example.com/auth/session/refreshed')).toBe(false);
});

it('names the endpoint that is called where there is no SDK to do it, before and after', () => {
  const [action] = supertokens.actions;
  const claims = { iss: 'https://api.test/auth/' };

  expect(action?.call({}, { sdk: makeSdk(), claims })).toBe('Session.attemptRefreshingSession()');
  expect(action?.call({}, { sdk: undefined, claims })).toBe('POST https://api.test/auth/session/refresh');
  expect(action?.call({}, { sdk: undefined, claims: undefined })).toBe('POST {iss}/session/refresh');

  const started = { at: 1, id: 'a', provider: 'supertokens', action: 'refresh-session', options: {} };
  const callWith = (...sdks: SdkState[]) => {
    const cookies = cookiesListed([{ name: 'sFrontToken', value: makeFrontToken() }]);
    // A page that is reloaded afterwards, with another SDK, changes nothing of what was called.
    const recording = record(cookies, pageState(sdks), { type: 'action-started', ...started }, navigated());
    return recording.actions[0] && proveAction(recording, recording.actions[0])?.call;
  };
  expect(callWith()).toBe('POST https://api.test/auth/session/refresh');
  expect(callWith(makeSdk({ provider: 'supertokens' }))).toBe('Session.attemptRefreshingSession()');
});

describe('the panel, of a front token beside the access token', () => {
  const cookies = (claims: object) =>
    cookiesListed([
      { name: 'sAccessToken', value: makeAccessToken(claims), httpOnly: true },
      { name: 'sFrontToken', value: makeFrontToken(claims) },
    ]);

  it('counts the tokens alone, so that one refresh leads from #1 to #2', () => {
    const recording = record(cookies({ role: 'a' }), cookies({ role: 'b' }));
    const [access, front] = listCredentials(recording);

    expect([access?.credential.name, access?.number]).toEqual(['sAccessToken', 2]);
    expect([front?.credential.name, front?.number]).toEqual(['sFrontToken', undefined]);
    expect(compareLastTwo(recording, access!.credential)).toMatchObject({
      before: { number: 1 },
      after: { number: 2 },
    });
  });

  it('still sees when its claims changed, where it is all that can be read', () => {
    const front = (claims: object, at: number) =>
      cookiesListed([{ name: 'sFrontToken', value: makeFrontToken(claims) }], at);
    const recording = record(front({ role: 'a' }, 10), front({ role: 'b' }, 20));
    const [view] = listCredentials(recording);

    expect(view?.companion).toContain('a copy of the access token’s payload');
    expect(compareLastTwo(recording, view!.credential)).toMatchObject({
      at: 20,
      before: { number: undefined },
      changes: [{ kind: 'changed', path: ['role'] }],
    });
  });
});
