import { describe, expect, it, onTestFinished } from 'vitest';
import { press, readPanelUntil } from '../../scripts/browsers/panel.ts';
import { BROWSERS, openPanel, useClerkApp } from './support/open-panel.ts';

describe.each(BROWSERS)('without a session in %s', async (browser) => {
  const app = await useClerkApp({ signedIn: false });

  it('a signed-out page is told as one, and a sign-in shows by itself', async () => {
    onTestFinished(() => app.signOut());
    const session = await openPanel(browser, app);
    const reading = await readPanelUntil(session, 'a signed-out page', ({ user }) => user === 'Nobody');
    const state = await session.panel.evaluate(() => document.querySelector('.hero-state')?.textContent);

    await press(session, 'Refresh token');
    await readPanelUntil(session, 'the reason', ({ outcome }) => outcome?.includes('Nobody is signed in') === true);
    await session.page.click('#sign-in');
    const after = await readPanelUntil(session, 'the new session', ({ user }) => user?.includes('@') === true);

    expect(reading.timer).toBe('–:––');
    expect(state).toContain('Signed out');
    expect(after.timer).toMatch(/^(1:00|0:\d\d)$/);
  });

  it('a page with nothing to see says where it looked', async () => {
    const session = await openPanel(browser, app, '/blank');

    await session.panel.waitFor(() => document.body.textContent?.includes('No session found on http://localhost'));
    const text = await session.panel.waitFor(
      () => document.querySelector('.facts')?.textContent?.match(/.*localStorage\s*no token.*/s)?.[0],
      [],
      { what: 'the storage to be read' },
    );

    expect(text).toContain('looked for Clerk');
  });
});
