import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hostileCookies } from './hostile.ts';
import { ensureApp, startClerkApp, type ClerkApp } from './server.ts';

let app: ClerkApp;

// The first time, it comes from the registry.
beforeAll(ensureApp, 120_000);

beforeEach(async () => {
  app = await startClerkApp();
});

afterEach(() => app.close());

interface Client {
  response: { sessions: { id: string; last_active_token: { jwt: string } }[] };
}

interface Ended {
  response: object;
  client: { sessions: object[]; last_active_session_id: string };
}

const getJson = async <T>(path: string, init?: RequestInit): Promise<T> =>
  (await (await fetch(app.url + path, init)).json()) as T;

const sessionsOf = async (proxy = '/__clerk') => (await getJson<Client>(`${proxy}/v1/client`)).response.sessions;

async function askForToken(form: Record<string, string> = {}) {
  const [session] = await sessionsOf();
  const response = await fetch(`${app.url}/__clerk/v1/client/sessions/${session?.id}/tokens`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return { status: response.status, body: (await response.json()) as { jwt: string; errors: { code: string }[] } };
}

const me = (token: string) => fetch(`${app.url}/api/me`, { headers: { authorization: `Bearer ${token}` } });

describe('the Frontend API', () => {
  it('signs tokens with the key it publishes', async () => {
    const keys = createLocalJWKSet(await getJson<JSONWebKeySet>('/__clerk/.well-known/jwks.json'));
    const { body } = await askForToken();

    const { protectedHeader, payload } = await jwtVerify(body.jwt, keys);
    expect(protectedHeader).toMatchObject({ alg: 'RS256', cat: 'cl_B7d4PD111AAA', oiat: payload.iat });
    expect(payload).toMatchObject({ v: 2, sts: 'active', azp: app.url, birthday: '1990-01-01' });
    expect(payload.exp! - payload.iat!).toBe(60);
    expect(payload.iat! - payload.nbf!).toBe(10);
  });

  it('mints what the server knows now', async () => {
    app.setBirthday('1815-12-10');
    app.setTtl(20);

    const { body } = await askForToken();
    const claims = decodeJwt(body.jwt);
    expect(claims).toMatchObject({ birthday: '1815-12-10' });
    expect(claims.exp! - claims.iat!).toBe(20);
  });

  it('adds the organization that is asked for', async () => {
    const { body } = await askForToken({ organization_id: 'org_2acmeDemo' });
    expect(decodeJwt(body.jwt)['o']).toMatchObject({ id: 'org_2acmeDemo', rol: 'admin', fpm: '3,2' });
  });

  it.each([
    [500, 'internal_clerk_error'],
    [429, 'too_many_requests'],
    [418, 'unexpected_error'],
  ])('answers a token request with %i when told to', async (status, code) => {
    app.failTokens(status);
    await expect(askForToken()).resolves.toMatchObject({ status, body: { errors: [{ code }] } });

    app.failTokens(null);
    await expect(askForToken()).resolves.toMatchObject({ status: 200 });
  });

  it('holds token requests back until it is told to answer', async () => {
    app.hangTokens(true);
    let answered = false;
    const pending = askForToken().finally(() => (answered = true));
    await expect.poll(() => app.requests.filter(({ path }) => path.endsWith('/tokens'))).toHaveLength(1);
    expect(answered).toBe(false);

    app.hangTokens(false);
    await expect(pending).resolves.toMatchObject({ status: 200 });
  });

  it('knows no session after it was revoked, and a new one after signing in', async () => {
    const [first] = await sessionsOf();
    app.revoke();
    await expect(sessionsOf()).resolves.toEqual([]);
    await expect(askForToken()).resolves.toMatchObject({ status: 401 });

    app.signIn();
    const [second] = await sessionsOf();
    expect(second?.id).not.toBe(first?.id);
  });

  it('has nobody signed in behind the other proxy path', async () => {
    await expect(sessionsOf('/__clerk-signed-out')).resolves.toEqual([]);
    await expect(sessionsOf()).resolves.toHaveLength(1);
  });

  it('has a second user’s session beside the first one’s, and ends each by itself', async () => {
    app.signInSecond();
    const [first, second] = await sessionsOf();
    expect(decodeJwt(second!.last_active_token.jwt)).toMatchObject({ sub: 'user_2graceDemo', sid: second!.id });

    await fetch(`${app.url}/__clerk/v1/client/sessions/${first!.id}/remove`, { method: 'POST' });
    await expect(sessionsOf()).resolves.toMatchObject([{ id: second!.id }]);
  });

  it('goes on listing a session that was ended, without a token, and never as the active one', async () => {
    app.signInSecond();
    const [first, second] = await sessionsOf();
    const post = (verb: string) =>
      getJson<Ended>(`/__clerk/v1/client/sessions/${first!.id}/${verb}`, { method: 'POST' });
    expect((await post('touch')).client.last_active_session_id).toBe(first!.id);

    const { response, client } = await post('end');
    expect(response).toMatchObject({ id: first!.id, status: 'ended', last_active_token: null });
    expect(client.sessions).toMatchObject([
      { id: second!.id, status: 'active' },
      { id: first!.id, status: 'ended' },
    ]);
    expect(client.last_active_session_id).toBe(second!.id);
  });

  it('keeps the active organization with its session', async () => {
    app.signInSecond();
    const [first, second] = await sessionsOf();
    await fetch(`${app.url}/__clerk/v1/client/sessions/${second!.id}/touch`, {
      method: 'POST',
      body: new URLSearchParams({ active_organization_id: 'org_2globexDemo' }),
    });

    const now = await getJson<Client>('/__clerk/v1/client');
    expect(now.response).toMatchObject({
      sessions: [
        { id: first!.id, last_active_organization_id: null },
        { id: second!.id, last_active_organization_id: 'org_2globexDemo' },
      ],
      last_active_session_id: second!.id,
    });
    expect(decodeJwt(now.response.sessions[1]!.last_active_token.jwt)['o']).toMatchObject({ slg: 'globex' });
  });

  it('keeps a session pending while a task is to do, and says who acts as the user', async () => {
    app.setTask('choose-organization');
    app.impersonate('user_2supportDemo');
    const [session] = await sessionsOf();

    expect(session).toMatchObject({ status: 'pending', tasks: [{ key: 'choose-organization' }] });
    expect(decodeJwt(session!.last_active_token.jwt)).toMatchObject({
      sts: 'pending',
      act: { sub: 'user_2supportDemo' },
    });
  });

  it('mints from kept claims when told to, which oiat tells', async () => {
    app.holdClaims(true);
    app.setBirthday('1815-12-10');
    const held = (await askForToken()).body.jwt;
    app.holdClaims(false);

    expect(decodeJwt(held)['birthday']).toBe('1990-01-01');
    expect(decodeJwt((await askForToken()).body.jwt)['birthday']).toBe('1815-12-10');
  });

  it('tells the time by its own clock', async () => {
    app.setClockOffset(-3_600_000);
    const response = await fetch(`${app.url}/blank`);
    const lag = Date.now() - Date.parse(response.headers.get('date')!);
    const issued = decodeJwt(await app.mint()).iat! * 1000;

    expect(lag / 60_000).toBeCloseTo(60, 0);
    expect((Date.now() - issued) / 60_000).toBeCloseTo(60, 0);
  });
});

describe('the backend', () => {
  it('reads the claims of the token it is sent', async () => {
    const response = await me(await app.mint());
    await expect(response.json()).resolves.toMatchObject({ claims: { sub: 'user_2adaDemo', birthday: '1990-01-01' } });
  });

  it('prefers the cookie of its own instance', async () => {
    const [own, foreign] = await Promise.all([app.mint(), app.mint({ ttl: -10 })]);
    const response = await fetch(`${app.url}/api/me`, {
      headers: { cookie: `__session=${foreign}; __session_XbPsHh4i=${own}` },
    });
    expect(response.status).toBe(200);
  });

  it('turns an expired token away, with the reason in a header', async () => {
    const response = await me(await app.mint({ ttl: -10 }));
    expect(response.status).toBe(401);
    expect(response.headers.get('x-clerk-auth-status')).toBe('signed-out');
    expect(response.headers.get('x-clerk-auth-reason')).toBe(
      'session-token-expired-refresh-non-eligible-no-refresh-cookie',
    );
    expect(response.headers.get('x-clerk-auth-message')).toMatch(
      /^JWT is expired\. Expiry date: .+ GMT, Current date: .+ GMT\. \(reason=token-expired, token-carrier=header\)$/,
    );
  });

  it('lets a token pass that has expired within the 5 s that clocks may differ by', async () => {
    expect((await me(await app.mint({ ttl: -2 }))).status).toBe(200);
  });

  it.each([
    ['garbage', 'token-invalid'],
    ['', 'session-token-and-uat-missing'],
  ])('turns the token "%s" away', async (token, reason) => {
    const response = await me(token);
    await expect(response.json()).resolves.toEqual({ error: reason });
  });

  it('changes the metadata without a new token', async () => {
    const before = await app.mint();
    await getJson('/api/birthday', { method: 'POST', body: '{"birthday":"2000-02-02"}' });

    expect(decodeJwt(before)['birthday']).toBe('1990-01-01');
    expect(decodeJwt(await app.mint())['birthday']).toBe('2000-02-02');
  });
});

describe('the pages', () => {
  it.each(['/', '/signed-out', '/blank', '/hostile', '/frame', '/frame/inner', '/narrow/', '/page/clerk.js'])(
    'has %s',
    async (path) => {
      const response = await fetch(app.url + path);
      expect(response.status).toBe(200);
      await expect(response.text()).resolves.not.toContain('{{');
    },
  );

  it('serves the real SDK', async () => {
    const page = await (await fetch(app.url)).text();
    const script = await fetch(app.url + /src="([^"]+clerk\.browser\.js)"/.exec(page)?.[1]);
    expect(script.headers.get('content-type')).toContain('javascript');
    expect((await script.text()).length).toBeGreaterThan(100_000);
  });

  it('serves the major version of the SDK that was asked for', async () => {
    const older = await startClerkApp({ clerkJs: 5 });
    const page = await (await fetch(older.url)).text();
    const script = await fetch(older.url + /src="([^"]+@5[^"]+clerk\.browser\.js)"/.exec(page)?.[1]);

    await expect(script.text()).resolves.toContain('leewayInSeconds');
    await older.close();
  });

  it.each([
    '/nowhere',
    '/page/../server.ts',
    '/page/%2e%2e%2fserver.ts',
    '/npm/@clerk/clerk-js@6/dist/../package.json',
  ])('has no %s', async (path) => {
    const response = await fetch(app.url + path);
    expect(response.status).toBe(404);
  });

  it('sets hostile cookies, each below the size that browsers take', async () => {
    const response = await fetch(`${app.url}/hostile`);
    expect(response.headers.getSetCookie()).toEqual(hostileCookies);
    expect(Math.max(...hostileCookies.map((cookie) => cookie.length))).toBeLessThan(4096);
  });

  it('sets cookies that a page cannot see', async () => {
    const [narrow, partitioned] = (await fetch(`${app.url}/narrow/`)).headers.getSetCookie();
    expect(narrow).toContain('Path=/narrow/deep; HttpOnly');
    expect(partitioned).toContain('Partitioned');
  });
});
