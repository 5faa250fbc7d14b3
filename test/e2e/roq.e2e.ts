import { beforeEach, describe, expect, it } from 'vitest';
import { press, readPanelUntil } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import type { RefreshFailure } from '../apps/roq/server.ts';
import { BROWSERS, openPanel } from './support/open-panel.ts';
import { useRoqApp } from './support/roq-app.ts';

/** The page has asked for its session too by then, which signs the cookie anew. */
async function signedIn(session: Session) {
  await session.page.waitFor(() => document.querySelector('#session') !== null, [], { what: 'the app’s own session' });
  return readPanelUntil(
    session,
    'the session',
    ({ user, timer }) => user?.includes('ada@') === true && timer !== '–:––',
  );
}

const changesText = (session: Session) =>
  session.panel.evaluate(() => document.querySelector('[aria-label="Changes"]')?.textContent ?? '');

const changesUntil = (session: Session, wanted: string) =>
  session.panel.waitFor(
    (text) => document.querySelector('[aria-label="Changes"]')?.textContent?.includes(text),
    [wanted],
    { what: `"${wanted}" among the changes` },
  );

const outcomeUntil = (session: Session, wanted: RegExp) =>
  readPanelUntil(session, `the outcome ${wanted}`, ({ outcome }) => wanted.test(outcome ?? ''));

async function refetch(session: Session, wanted: RegExp) {
  await press(session, 'Refetch session');
  return outcomeUntil(session, wanted);
}

describe.each(BROWSERS)('a session of ROQ in %s', async (browser) => {
  const app = await useRoqApp({ accessTtl: 60 });

  it('is recognised, with its user, roles and tenant, and counts on the access token inside', async () => {
    const session = await openPanel(browser, app);
    const reading = await signedIn(session);
    const organization = await session.panel.evaluate(
      () => document.querySelector('[data-field="organization"]')?.textContent,
    );
    const claims = await session.panel.evaluate(
      () => document.querySelector('[aria-label="Claims"]')?.textContent ?? '',
    );
    await press(session, 'Cookie');
    const attributes = await session.panel.waitFor(() => document.querySelector('.attributes')?.textContent);

    expect(reading.provider).toMatch(/^ROQ/);
    expect(reading.credentials[0]).toBe('roq-session-token');
    expect(reading.session).toMatch(/[\da-f]{8}-/);
    expect(reading.timer).toMatch(/^(1:00|0:\d\d)$/);
    expect(organization).toContain('member in acme');
    expect(claims).toContain('means nothing, as @roq/nextjs 2 always says a year from signing');
    expect(claims).toContain('Stays the same across refetches');
    expect(attributes).toContain('Means nothing for ROQ');
  });

  it('is refetched: the changed role, the new session, and what the answer says, without its tokens', async () => {
    const session = await openPanel(browser, app);
    await signedIn(session);
    app.setRoles(['admin']);

    const { changes, timer } = await refetch(session, /Session refetched in [\d,]+ ms, new token, 2 claims changed/);
    await changesUntil(session, 'GET /api/auth/refetch-session, 200');
    await changesUntil(session, 'Cookie roq-session-token holds the new token');
    const text = await changesText(session);

    expect(changes['roqIdToken.roles']).toEqual({ before: '["member"]', after: '["admin"]' });
    expect(changes['id']?.before).not.toBe(changes['id']?.after);
    expect(timer).toMatch(/^(1:00|0:5\d)$/);
    expect(text).toContain('React state is not updated by this call');
    expect(text).toMatch(/session\.id"[\da-f-]{36}"/);
    expect(text).toMatch(/roles\["admin"\]/);
    expect(text).toContain('roqAccessToken"…"');
    expect(text.slice(text.indexOf('Response'))).not.toContain('eyJ');
    expect(await session.page.evaluate(() => document.querySelector('#app-roles')?.textContent)).toBe('member');
    await press(session, 'Reload the page');
    await session.page.waitFor(() => document.querySelector('#app-roles')?.textContent === 'admin', [], {
      what: 'the new role in the reloaded app',
    });
    app.setRoles(['member']);
  });
});

/** How a refetch ends that leaves the cookie as it is: the headline, and what is said of it. */
const ENDINGS: readonly [RefreshFailure, RegExp, string][] = [
  ['platform-error', /Refetch failed, in spite of its 200 in [\d,]+ ms, GET/, 'takes this refresh token no more'],
  ['platform-down', /Refetch failed, in spite of its 200/, 'it was not reached, or refused'],
  ['no-cookie', /The app saw no session cookie/, 'the request carried no roq-session-token'],
  ['redirect', /The endpoint redirects/, 'A redirect is not followed'],
  ['html', /A page instead of JSON, 200/, 'Set the right one with “Refetch session…”'],
  ['redirect-away', /The endpoint redirects/, 'sends visitors to a sign-in page'],
  ['server-error', /The server failed, 500/, 'see the server’s log'],
  ['drop', /No answer came/, 'The network failed'],
  ['not-found', /Not found, 404/, 'The path is wrong: the app has no refetch there'],
];

describe.each(BROWSERS)('the endings of a refetch in %s', async (browser) => {
  const app = await useRoqApp();
  beforeEach(() => {
    app.failRefresh(null);
    app.rotateRefreshToken(false);
    app.signIn();
  });

  it('are told apart, and after each the session goes on', async () => {
    const session = await openPanel(browser, app);
    await signedIn(session);

    for (const [failure, outcome, reason] of ENDINGS) {
      app.failRefresh(failure);
      await refetch(session, outcome);
      await changesUntil(session, reason);
      expect(await changesText(session)).not.toMatch(/eyJ|is gone/);
      app.failRefresh(null);
      await refetch(session, /Session refetched in [\d,]+ ms, new token, 1 claim changed/);
    }
  });

  it.each<[RefreshFailure, RegExp, string]>([
    ['malformed-cookie', /The session cookie is not accepted, 401 TOKEN_MALFORMED/, 'Its signature does not fit'],
    ['expired-access', /The session has expired, 401 SESSION_EXPIRED/, 'only as long as it is live'],
  ])('are told as the end of the session, and the cookie is seen to go: %s', async (failure, outcome, reason) => {
    const session = await openPanel(browser, app);
    await signedIn(session);
    app.failRefresh(failure);

    await refetch(session, outcome);
    await changesUntil(session, reason);
    await changesUntil(session, 'Cookie roq-session-token is gone');
    const reading = await readPanelUntil(session, 'the end of the session', ({ timer }) => timer === '–:––');

    expect(reading.user).toBeNull();
  });

  it('are those of a refresh token that is good for one use only, from the second refetch on', async () => {
    const session = await openPanel(browser, app);
    await signedIn(session);
    app.rotateRefreshToken(true);

    await refetch(session, /Session refetched/);
    await refetch(session, /Refetch failed, in spite of its 200/);
    await changesUntil(session, 'fails from the second refetch on');

    expect(await changesText(session)).toContain('The session cookie is untouched');
  });

  it('include a wrong path, which can be set right and is remembered', async () => {
    const session = await openPanel(browser, app);
    await signedIn(session);
    app.failRefresh('not-found');
    await refetch(session, /Not found, 404/);

    await choosePath(session, '/api/auth/nowhere');
    await outcomeUntil(session, /Not a path of RoqAuth, 500/);
    await choosePath(session, '/api/refresh');
    await outcomeUntil(session, /Session refetched.*GET \/api\/refresh/);
    await session.closeDevTools();
    await session.openDevTools();
    await session.showPanel();
    await signedIn(session);
    await refetch(session, /Session refetched.*GET \/api\/refresh/);

    expect(app.requests.filter(({ path }) => path === '/api/refresh').map(({ status }) => status)).toEqual([200, 200]);
  });
});

async function choosePath(session: Session, path: string): Promise<void> {
  await press(session, 'Refetch session…', { menu: 'More actions' });
  await session.panel.waitFor(
    (value) => {
      const input = document.querySelector<HTMLInputElement>('[role="alertdialog"] input[name="path"]');
      // React listens to what sets a value, and takes one that was set past it for its own.
      if (input) Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, value);
      return input?.dispatchEvent(new Event('input', { bubbles: true }));
    },
    [path],
    { what: 'the field for the path' },
  );
  await session.panel.click('[role="alertdialog"] button[type="submit"]');
}

describe.each(BROWSERS)('a session cookie of ROQ with the prefix __Secure- in %s', async (browser) => {
  const app = await useRoqApp({ secureCookies: true });

  it('is recognised, and what follows from its name is said', async () => {
    const session = await openPanel(browser, app);
    const reading = await readPanelUntil(session, 'the session', ({ user }) => user?.includes('ada@') === true);
    const banner = await session.panel.waitFor(() => document.querySelector('.banner')?.textContent);
    await refetch(session, /The app saw no session cookie/);

    expect(reading.credentials[0]).toBe('__Secure-roq-session-token');
    expect(banner).toContain('@roq/nextjs reads and clears roq-session-token only');
  });
});

describe.each(BROWSERS)('a session cookie of ROQ that is HttpOnly, as version 1 has it, in %s', async (browser) => {
  const app = await useRoqApp({ httpOnlyCookies: true });

  it('is read and refetched all the same', async () => {
    const session = await openPanel(browser, app);
    await signedIn(session);

    await refetch(session, /Session refetched in [\d,]+ ms, new token/);

    expect(await session.page.evaluate(() => document.cookie)).not.toContain('roq-session-token');
  });
});
