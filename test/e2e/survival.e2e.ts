import { describe, expect, it } from 'vitest';
import { press, readPanelUntil } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { BROWSERS, openPanel, useClerkApp } from './support/open-panel.ts';
import { secondsOf } from './support/seconds.ts';

const signedIn = (session: Session) =>
  readPanelUntil(
    session,
    'a session',
    ({ user, claims }) => user?.includes('@') === true && claims['jti'] !== undefined,
  );

const refreshed = async (session: Session) => {
  await press(session, 'Refresh token');
  return readPanelUntil(session, 'a new token', ({ outcome }) => /New token in/.test(outcome ?? ''));
};

describe.each(BROWSERS)('the panel in %s', async (browser) => {
  const app = await useClerkApp();

  it('goes on across navigation, reload and back, and keeps what it recorded', async () => {
    const session = await openPanel(browser, app);
    await signedIn(session);
    await refreshed(session);

    await session.page.goto(new URL('/blank', app.url).href);
    const away = await readPanelUntil(session, 'the page without an SDK', ({ user }) => !user?.includes('@'));
    await session.page.back();
    await signedIn(session);
    await session.page.reload();
    const back = await signedIn(session);

    expect(away.outcome).toContain('New token in');
    expect(away.credentials).toContain('__session');
    expect(back.outcome).toContain('New token in');
    expect(Object.keys(back.changes)).toContain('jti');
    await refreshed(session);
  });

  it('goes on when the browser ends the background', async () => {
    const session = await openPanel(browser, app);
    const before = await signedIn(session);

    await session.killBackground();
    await session.page.evaluate(async () => {
      const { Clerk } = window as unknown as { Clerk: { session: { getToken(o: object): Promise<string> } } };
      await Clerk.session.getToken({ skipCache: true });
    });
    await readPanelUntil(session, "the page's own new token", ({ claims }) => claims['jti'] !== before.claims['jti']);

    await session.killBackground();
    await refreshed(session);
  });

  it('begins anew when DevTools are closed and opened again', async () => {
    const session = await openPanel(browser, app);
    await signedIn(session);
    await refreshed(session);

    await session.closeDevTools();
    await session.openDevTools();
    await session.showPanel();
    const reading = await signedIn(session);

    expect(reading.outcome).toContain('Not refreshed by you yet');
    expect(secondsOf(reading.timer)).toBeGreaterThan(0);
  });

  it('has recorded requests before it was ever shown', async () => {
    const session = await openPanel(browser, app, '/', { startPanel: false });
    await session.page.waitFor(() => document.body.dataset['state'] === 'signed-in');
    // DevTools open their extensions' pages a little after themselves: one of these requests comes late enough.
    await session.page.evaluate(async () => {
      const { Clerk } = window as unknown as { Clerk: { session: { getToken(): Promise<string> } } };
      for (let times = 0; times < 10; times++) {
        const headers = { authorization: `Bearer ${await Clerk.session.getToken()}` };
        await (await fetch('/api/me', { headers })).text();
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    });

    await session.showPanel();
    await signedIn(session);
    await press(session, 'Requests');
    await session.panel.waitFor(
      () => /GET \/api\/me #1/.test(document.querySelector('[aria-label="Requests"] [role="grid"]')?.textContent ?? ''),
      [],
      { what: 'the request that was made before the panel was shown' },
    );
  });

  it('runs nothing in the page before it is shown', async () => {
    const session = await openPanel(browser, app, '/', { startPanel: false });
    const agent = () =>
      Object.getOwnPropertySymbols(window).some(({ description }) => description?.includes('claimcheck'));
    await new Promise((resolve) => setTimeout(resolve, 1_000));

    const before = await session.page.evaluate(agent);
    await session.showPanel();
    await signedIn(session);

    expect(before).toBe(false);
    expect(await session.page.evaluate(agent)).toBe(true);
  });

  it('keeps two inspected tabs apart', async () => {
    const first = await openPanel(browser, app);
    await signedIn(first);
    const second = await first.openTab(new URL('/signed-out', app.url).href);
    await readPanelUntil(second, 'a signed-out page', ({ user }) => user === 'Nobody');

    await refreshed(first);

    const other = await readPanelUntil(second, 'its own outcome', ({ outcome }) => outcome !== null);
    expect(other.outcome).toContain('Not refreshed by you yet');
    expect(other.user).toBe('Nobody');
  });
});
