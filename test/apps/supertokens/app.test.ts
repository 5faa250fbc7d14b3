import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from './client.ts';
import { ensureApp, startSuperTokensApp, type SuperTokensApp, type SuperTokensAppOptions } from './server.ts';

const apps: SuperTokensApp[] = [];

// The first time, they come from the registry.
beforeAll(ensureApp, 120_000);

afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

async function signedIn(options: SuperTokensAppOptions = {}) {
  const app = await startSuperTokensApp(options);
  apps.push(app);
  const client = createClient(app, options.mode ?? 'cookie');
  return { app, client, start: await client.signIn() };
}

describe.each(['cookie', 'header'] as const)('in %s mode', (mode) => {
  it('changes the token at once when the payload is changed within a request', async () => {
    const { client, start } = await signedIn({ mode });
    const changed = await client.post('/api/role', { role: 'admin' });

    expect(changed.front?.up).toMatchObject({ role: 'admin', exp: start.front?.up.exp });
    expect((await client.me()).body).toMatchObject({ claims: { role: 'admin' } });
  });

  it('changes the token with the next refresh when the payload is changed offline', async () => {
    const { app, client } = await signedIn({ mode });
    const changed = await client.post('/api/role-offline', { role: 'admin' });
    expect(changed.headers.has('front-token')).toBe(false);
    expect((await client.me()).body).toMatchObject({ claims: { role: 'user' } });

    expect((await client.refresh()).front?.up.role).toBe('admin');
    await app.setRoleOffline('owner');
    expect((await client.refresh()).front?.up.role).toBe('owner');
  });

  it('issues a third token to the first request after a refresh', async () => {
    const { client } = await signedIn({ mode });
    const refreshed = await client.refresh();
    expect(refreshed.front?.up['parentRefreshTokenHash1']).toEqual(expect.any(String));

    const next = await client.me();
    expect(next.front?.up).toMatchObject({
      parentRefreshTokenHash1: null,
      refreshTokenHash1: refreshed.front?.up['refreshTokenHash1'],
    });
    expect((await client.me()).front).toBeUndefined();
  });

  it('can change the role in the next request, whichever that is', async () => {
    const { app, client } = await signedIn({ mode });
    app.setRoleInNextRequest('guest');
    expect((await client.me()).front?.up.role).toBe('guest');
    expect((await client.me()).front).toBeUndefined();
  });

  it('takes a token for expired when told to, and when it is', async () => {
    const { app, client } = await signedIn({ mode });
    app.expireAccess();
    expect(await client.me()).toMatchObject({ status: 401, body: { message: 'try refresh token' } });

    app.setAccessTtl(-1);
    await client.refresh();
    expect(await client.me()).toMatchObject({ status: 401, body: { message: 'try refresh token' } });

    app.setAccessTtl(60);
    await client.refresh();
    expect(await client.me()).toMatchObject({ status: 200 });
  });

  it.each([
    ['a revoked session', 'unauthorised', (app: SuperTokensApp) => app.revoke()],
    ['a stolen token', 'token theft detected', (app: SuperTokensApp) => app.tokenTheft()],
  ])('ends the session when it is refreshed with %s', async (_, message, end) => {
    const { app, client } = await signedIn({ mode });
    end(app);
    const { status, body, headers } = await client.refresh();

    expect({ status, body }).toEqual({ status: 401, body: { message } });
    expect(headers.get('front-token')).toBe('remove');
    expect(headers.getSetCookie()).toEqual([
      'sAccessToken=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax',
      'sRefreshToken=; Path=/auth/session/refresh; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax',
    ]);
    expect(await client.refresh()).toMatchObject({ status: 401, body: { message: 'unauthorised' } });
  });
});

it('keeps tokens from scripts in cookie mode, and the refresh token from other paths', async () => {
  const { start } = await signedIn();
  expect(start.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^sAccessToken=eyJ[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/),
    expect.stringMatching(/^sRefreshToken=[^;]+\.V2; Path=\/auth\/session\/refresh; .+; HttpOnly; SameSite=Lax$/),
  ]);
});

it('signs tokens with the key that the backend publishes', async () => {
  const { app, start } = await signedIn({ mode: 'header' });
  const response = await fetch(`${app.apiUrl}/auth/jwt/jwks.json`);
  const keys = createLocalJWKSet((await response.json()) as JSONWebKeySet);

  const { payload, protectedHeader } = await jwtVerify(start.headers.get('st-access-token')!, keys);
  expect(protectedHeader).toMatchObject({ alg: 'RS256', version: '5', kid: expect.stringMatching(/^d-\d+$/) });
  expect(payload).toEqual(start.front?.up);
});

it('refuses a refresh without the anti-CSRF token, where there is one', async () => {
  const { client } = await signedIn({ antiCsrf: 'VIA_TOKEN' });
  expect(await client.refresh()).toMatchObject({ status: 200 });

  client.forget('anti-csrf');
  expect(await client.refresh()).toMatchObject({ status: 401, body: { message: 'unauthorised' } });
});

describe('what can go wrong on the way', () => {
  it('answers refreshes with any status, and mends', async () => {
    const { app, client } = await signedIn();
    app.failRefresh(503);
    expect(await client.refresh()).toMatchObject({ status: 503 });
    app.failRefresh(null);
    expect(await client.refresh()).toMatchObject({ status: 200 });
  });

  it('holds refreshes back until it is told to answer', async () => {
    const { app, client } = await signedIn();
    app.hangRefresh(true);
    let answered = false;
    const pending = client.refresh().finally(() => (answered = true));
    await expect.poll(() => app.requests.at(-1)?.path).toBe('/auth/session/refresh');
    expect(await client.me()).toMatchObject({ status: 200 });
    expect(answered).toBe(false);

    app.hangRefresh(false);
    expect(await pending).toMatchObject({ status: 200 });
  });

  it('drops the connections to the API, and not to the page', async () => {
    const { app, client } = await signedIn();
    app.dropConnections(true);
    await expect(client.refresh()).rejects.toThrow('fetch failed');
    expect(app.requests.at(-1)).toMatchObject({ path: '/auth/session/refresh', status: null });
    expect(await fetch(app.url)).toMatchObject({ status: 200 });

    app.dropConnections(false);
    expect(await client.refresh()).toMatchObject({ status: 200 });
  });

  it('takes front-token away on the page’s own origin', async () => {
    const { app, client } = await signedIn();
    app.hideFrontToken(true);
    const { status, headers } = await client.refresh();
    expect([status, headers.has('front-token')]).toEqual([200, false]);
  });
});

describe('with the API on another origin', () => {
  it('lets the page in, with credentials and the headers of the SDK', async () => {
    const { app, start } = await signedIn({ crossOriginApi: true });
    expect(app.apiUrl).not.toBe(app.url);
    expect(Object.fromEntries(start.headers)).toMatchObject({
      'access-control-allow-origin': app.url,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'front-token',
    });

    const preflight = await fetch(`${app.apiUrl}/auth/session/refresh`, { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/rid, fdi-version, anti-csrf, authorization/);
  });

  it('can leave front-token out of what CORS exposes', async () => {
    const { app, client } = await signedIn({ crossOriginApi: true, mode: 'header' });
    app.hideFrontToken(true);
    const { headers } = await client.refresh();
    expect(headers.has('front-token')).toBe(true);
    expect(headers.get('access-control-expose-headers')).toBe('st-access-token, st-refresh-token');
  });

  it('has no API beside the page', async () => {
    const { app } = await signedIn({ crossOriginApi: true });
    expect(await fetch(`${app.url}/auth/session/refresh`, { method: 'POST' })).toMatchObject({ status: 404 });
  });
});

it('runs beside another one', async () => {
  const [one, two] = await Promise.all([signedIn(), signedIn({ mode: 'header' })]);
  one.app.revoke();
  expect(await one.client.refresh()).toMatchObject({ status: 401 });
  expect(await two.client.refresh()).toMatchObject({ status: 200 });
});

describe('the pages', () => {
  it.each(['/', '/signed-out', '/no-sdk', '/page/style.css', '/page/shared.css'])('has %s', async (path) => {
    const { app } = await signedIn();
    const response = await fetch(app.url + path);
    expect(response.status).toBe(200);
    await expect(response.text()).resolves.not.toContain('{{');
  });

  it('serves the real SDK in the page’s script', async () => {
    const { app } = await signedIn();
    const script = await (await fetch(`${app.url}/page/main.js`)).text();
    expect(script).toContain('__supertokensSessionRecipe');
  });

  it.each([
    ['cookie', ['sAccessToken', 'sRefreshToken', 'st-last-access-token-update', 'sFrontToken']],
    ['header', ['st-last-access-token-update', 'sFrontToken', 'st-access-token', 'st-refresh-token']],
  ] as const)('has all cookies of %s mode without the SDK', async (mode, names) => {
    const { app } = await signedIn({ mode });
    const { headers } = await fetch(`${app.url}/no-sdk`);
    expect(headers.getSetCookie().map((cookie) => cookie.split('=')[0])).toEqual(names);
  });

  it.each(['/nowhere', '/page/', '/page/%2e%2e/server.ts', '/api/nothing'])('has no %s', async (path) => {
    const { app } = await signedIn();
    expect(await fetch(app.url + path)).toMatchObject({ status: 404 });
  });
});
