import { describe, expect, it, onTestFinished } from 'vitest';
import { press, readPanelUntil } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { hasDisplayTools, openDisplay } from './support/display.ts';
import { BROWSERS, openPanel, useClerkApp } from './support/open-panel.ts';

const HOST = 'app.claimcheck.test';

const panelText = (session: Session, wanted: string) =>
  session.panel.waitFor((text) => document.body.textContent?.includes(text), [wanted], { what: `"${wanted}"` });

describe.each(BROWSERS)('a site without access in %s', async (browser) => {
  const app = await useClerkApp();
  const address = `http://${HOST}:${app.port}/`;

  it('is said to be one, with a button to allow it, and what its requests carry', async () => {
    const session = await openPanel(browser, app, address, { hosts: [HOST] });
    await panelText(session, `Claimcheck cannot read ${new URL(address).origin} yet`);

    await session.page.evaluate(async () => {
      const headers = { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.' };
      await (await fetch('/api/me', { headers })).text();
    });
    await panelText(session, 'Without access to this site only the tokens that requests carry are shown');
    const reading = await readPanelUntil(session, 'the token of a request', ({ credentials }) =>
      credentials.includes('Authorization'),
    );

    expect(reading.credentials).not.toContain('__session');
  });
});

describe.each(BROWSERS)('a page that is closed to extensions, in %s', async (browser) => {
  const app = await useClerkApp();
  const address = browser === 'firefox' ? 'about:blank' : 'chrome://version/';

  it('is named as such', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'a session', ({ user }) => user?.includes('@') === true);

    await session.page.goto(address);

    await panelText(session, 'This page is closed to extensions');
  });
});

describe('granting access in firefox', async () => {
  const app = await useClerkApp();

  it('is done on a page of its own, since its panels may not ask, and takes effect without a reload', async () => {
    const address = `http://${HOST}:${app.port}/narrow/`;
    const session = await openPanel('firefox', app, address, { hosts: [HOST], autoGrant: true });
    await panelText(session, `Claimcheck cannot read ${new URL(address).origin} yet`);

    await press(session, 'Allow on this site');
    const grantPage = await session.grantPage?.();
    await grantPage?.click('.button.primary');
    await readPanelUntil(session, 'the cookie', ({ credentials }) => credentials.includes('narrow_session'));

    expect(await grantPage?.evaluate(() => document.querySelector('[role="status"]')?.textContent)).toContain(
      'Allowed',
    );
  });
});

describe.runIf(hasDisplayTools)('granting access in chromium', async () => {
  const app = await useClerkApp();

  it('is asked for by the browser, and takes effect without a reload', async () => {
    const display = await openDisplay();
    onTestFinished(() => display.close());
    const address = `http://${HOST}:${app.port}/narrow/`;
    const session = await openPanel('chromium', app, address, { hosts: [HOST], headless: false });
    await panelText(session, `Claimcheck cannot read ${new URL(address).origin} yet`);

    await press(session, 'Allow on this site');
    // The dialog takes keys only once it has been drawn for a while; its first button declines.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    display.press('Tab', 'Return');

    await readPanelUntil(session, 'the cookie', ({ credentials }) => credentials.includes('narrow_session'));
  });
});

describe.each(BROWSERS)('access that is taken back in %s', async (browser) => {
  const app = await useClerkApp();

  it('is noticed at once, and so is its return', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'the session', ({ user }) => user?.includes('@') === true);

    await session.setHostAccess(false);
    await panelText(session, 'Allow on this site');
    await session.setHostAccess(true);
    const reading = await readPanelUntil(session, 'the session again', ({ user }) => user?.includes('@') === true);

    expect(reading.timer).toMatch(/^(1:00|0:\d\d)$/);
  });
});
