import { afterEach, describe, expect, it } from 'vitest';
import { press, readPanelUntil } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { startSuperTokensApp, type SuperTokensApp, type SuperTokensAppOptions } from '../apps/supertokens/server.ts';
import { BROWSERS, openPanel } from './support/open-panel.ts';

const apps: SuperTokensApp[] = [];

afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

async function startApp(options: SuperTokensAppOptions = {}): Promise<SuperTokensApp> {
  const app = await startSuperTokensApp(options);
  apps.push(app);
  return app;
}

const refreshesOf = ({ requests }: SuperTokensApp) => requests.filter(({ path }) => path.endsWith('/session/refresh'));

const changesText = (session: Session) =>
  session.panel.evaluate(() => document.querySelector('[aria-label="Changes"]')?.textContent ?? '');

const changesUntil = (session: Session, wanted: string) =>
  session.panel.waitFor(
    (text) => document.querySelector('[aria-label="Changes"]')?.textContent.includes(text),
    [wanted],
    { what: `"${wanted}" among the changes` },
  );

const roleUntil = (session: Session, role: string) =>
  readPanelUntil(session, `the role ${role}`, ({ claims }) => claims['role'] === `"${role}"`);

const outcomeUntil = (session: Session, wanted: RegExp, timeout?: number) =>
  readPanelUntil(session, `the outcome ${wanted}`, ({ outcome }) => wanted.test(outcome ?? ''), timeout);

describe.each(BROWSERS)('SuperTokens in %s', (browser) => {
  describe.each(['cookie', 'header'] as const)('in %s mode', (mode) => {
    it('shows a payload that was changed offline after a refresh by the SDK, with one request', async () => {
      const app = await startApp({ mode });
      const session = await openPanel(browser, app);
      const before = await roleUntil(session, 'user');
      await app.setRoleOffline('admin');
      const earlier = refreshesOf(app).length;

      await press(session, 'Refresh session');
      const { changes } = await outcomeUntil(session, /New token in [\d,]+ ms, 1 claim changed/);

      expect(changes['role']).toEqual({ before: '"user"', after: '"admin"' });
      expect(before.provider).toContain('SuperTokens');
      expect(before.user).toContain('ada@example.com');
      expect(before.credentials[0]).toBe(mode === 'cookie' ? 'sAccessToken' : 'st-access-token');
      expect(before.credentials).toContain(mode === 'cookie' ? 'sRefreshToken' : 'st-refresh-token');
      expect(await changesText(session)).toContain('The next verified API call replaces this token once more');
      await changesUntil(session, 'POST /auth/session/refresh, 200');
      expect(refreshesOf(app).length - earlier).toBe(1);
      // The session goes on.
      await session.page.click('#call');
      await session.page.waitFor(() => document.querySelector('#answer')?.textContent === '200: role admin');
    });

    it('shows a payload that was changed in a request at once, and which request did it', async () => {
      const app = await startApp({ mode });
      const session = await openPanel(browser, app);
      await roleUntil(session, 'user');

      await session.page.click('#change-in-request');
      const { changes } = await readPanelUntil(session, 'the change', (now) => now.changes['role'] !== undefined);

      expect(changes['role']).toEqual({ before: '"user"', after: '"admin"' });
      await changesUntil(session, 'POST /api/role, 200');
    });
  });
});

/** What is said of each of the SDK's cookies; `ate` stands beside the claims in `sFrontToken`. */
const KEPT = [
  ['sFrontToken', 'a copy of the access token’s payload'],
  ['sFrontToken', 'Access token’s expiry in milliseconds'],
  ['sRefreshToken', 'refresh token, opaque'],
  ['sAntiCsrf', 'sent as the header anti-csrf'],
  ['st-last-access-token-update', 'when the access token last changed'],
] as const;

describe.each(BROWSERS)('a SuperTokens session in %s', (browser) => {
  it('is told of by what the SDK keeps', async () => {
    const app = await startApp({ antiCsrf: 'VIA_TOKEN' });
    const session = await openPanel(browser, app);
    await roleUntil(session, 'user');

    await press(session, 'Session');
    const facts = await session.panel.waitFor(() => {
      const rows = [...document.querySelectorAll<HTMLElement>('[data-fact]')];
      const found = rows.map((row) => [
        row.dataset['fact'] ?? '',
        row.querySelector('.claim-value')?.textContent ?? '',
      ]);
      const names = found.map(([name]) => name);
      return ['refreshTokenExpiry', 'mode'].every((name) => names.includes(name)) && Object.fromEntries(found);
    });

    expect(facts).toMatchObject({
      mode: 'cookie',
      antiCsrf: 'true',
      lockHeld: 'false',
      refreshUrl: `${app.url}/auth/session/refresh`,
      refreshTokenExpiry: expect.stringMatching(/\d/),
      ate: expect.stringMatching(/\d/),
    });
    const ends = await session.panel.evaluate(() => document.querySelector('[data-field="limits"]')?.textContent);
    // 100 days, of which the first second may not be over.
    expect(ends).toMatch(/refreshable for (?:99|100) d/);

    await press(session, 'Claims');
    for (const [name, said] of KEPT) {
      await session.panel.waitFor(
        (label, text) => {
          document.querySelector<HTMLElement>(`[aria-label="Credentials"] tr[aria-label="${label}"] button`)?.click();
          return document.querySelector('[aria-label="Claims"]')?.textContent?.includes(text);
        },
        [name, said],
        { what: `"${said}" about ${name}` },
      );
    }
  });

  it('goes on after refreshes with an anti-CSRF token', async () => {
    const app = await startApp({ antiCsrf: 'VIA_TOKEN' });
    const session = await openPanel(browser, app);
    await roleUntil(session, 'user');

    for (const role of ['one', 'two']) {
      await app.setRoleOffline(role);
      await press(session, 'Refresh session');
      await roleUntil(session, role);
    }

    expect(
      refreshesOf(app)
        .map(({ status }) => status)
        .slice(-2),
    ).toEqual([200, 200]);
  });

  it('shows the call that made the SDK refresh, whose answer the SDK does not read', async () => {
    const app = await startApp();
    const session = await openPanel(browser, app);
    await roleUntil(session, 'user');
    app.expireAccess();

    await session.page.click('#call');
    await press(session, 'Requests');

    const said =
      browser === 'chromium'
        ? 'Refused, and the session was refreshed after it'
        : 'The access token had expired, or is not taken any more';
    const rows = await session.panel.waitFor(
      (wanted) => {
        const all = [...document.querySelectorAll('.request-row')].map((row) => row.textContent);
        return all.some((text) => text.includes('GET /api/me') && text.includes(wanted)) && all;
      },
      [said],
      { what: `a row that says "${said}"`, timeout: 20_000 },
    );
    expect(rows.filter((text) => text.includes('401'))).toHaveLength(1);
    expect(refreshesOf(app).at(-1)?.status).toBe(200);
  });

  it('replaces a proof by what a later request changed', async () => {
    const app = await startApp();
    const session = await openPanel(browser, app);
    await roleUntil(session, 'user');
    await press(session, 'Refresh session');
    await outcomeUntil(session, /New token/);
    await new Promise((resolve) => setTimeout(resolve, 1_200));

    await session.page.click('#change-in-request');

    await changesUntil(session, 'POST /api/role, 200');
  });
});

describe.each(BROWSERS)('the endings of a refresh in %s', (browser) => {
  it.each([
    ['a revoked session', /Signed out, 401 unauthorised/, (app: SuperTokensApp) => app.revoke()],
    ['a stolen token', /Token theft detected, 401/, (app: SuperTokensApp) => app.tokenTheft()],
    ['an error of the server', /Refresh failed, 500/, (app: SuperTokensApp) => app.failRefresh(500)],
    ['a refresh endpoint that is not there', /No refresh endpoint, 404/, (app: SuperTokensApp) => app.failRefresh(404)],
    ['a lost connection', /No answer came/, (app: SuperTokensApp) => app.dropConnections(true)],
    ['a front-token that is gone', /Refreshed on the server/, (app: SuperTokensApp) => app.hideFrontToken(true)],
  ])('%s', async (_, outcome, prepare) => {
    const app = await startApp();
    const session = await openPanel(browser, app);
    await roleUntil(session, 'user');
    prepare(app);

    await press(session, 'Refresh session');

    await outcomeUntil(session, outcome);
  });

  it('a front-token that CORS does not expose', async () => {
    const app = await startApp({ crossOriginApi: true });
    const session = await openPanel(browser, app);
    await roleUntil(session, 'user');
    app.hideFrontToken(true);

    await press(session, 'Refresh session');
    await outcomeUntil(session, /Refreshed on the server, but the page cannot see it/);

    expect(await changesText(session)).toContain('Access-Control-Expose-Headers must name front-token');
  });

  it('a server that does not answer', async () => {
    const app = await startApp();
    const session = await openPanel(browser, app);
    await roleUntil(session, 'user');
    app.hangRefresh(true);

    await press(session, 'Refresh session');
    await outcomeUntil(session, /Still waiting after 10 s/, 15_000);
    app.hangRefresh(false);

    await outcomeUntil(session, /New token/);
  });

  it('nobody signed in', async () => {
    const app = await startApp({ signedIn: false });
    const session = await openPanel(browser, app, '/signed-out');

    await press(session, 'Refresh session');

    await outcomeUntil(session, /Nobody is signed in/);
  });

  it.each(['cookie', 'header'] as const)('no SDK on the page, in %s mode, twice', async (mode) => {
    const app = await startApp({ mode, antiCsrf: 'VIA_TOKEN' });
    const session = await openPanel(browser, app, '/no-sdk');
    await roleUntil(session, 'user');
    const destination = await session.panel.evaluate(
      () => [...document.querySelectorAll('button')].find((button) => button.textContent === 'Refresh session')?.title,
    );

    for (const role of ['one', 'two']) {
      await app.setRoleOffline(role);
      await press(session, 'Refresh session');
      await roleUntil(session, role);
      await outcomeUntil(session, /Refreshed without the SDK in [\d,]+ ms, new token, 1 claim changed, POST http/);
    }
    expect(destination).toContain(`POST ${app.url}/auth/session/refresh.`);
    expect(refreshesOf(app).map(({ status }) => status)).toEqual([200, 200]);
  });
});
