import { describe, expect, it } from 'vitest';
import { press, readPanelUntil } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { BROWSERS, openPanel, useClerkApp } from './support/open-panel.ts';

const changesText = (session: Session) =>
  session.panel.evaluate(() => document.querySelector('[aria-label="Changes"]')?.textContent ?? '');

const outcomeUntil = (session: Session, wanted: RegExp, timeout?: number) =>
  readPanelUntil(session, `the outcome ${wanted}`, ({ outcome }) => wanted.test(outcome ?? ''), timeout);

describe.each(BROWSERS)('a forced refresh in %s', async (browser) => {
  const app = await useClerkApp();

  it('mints a token with the changed claim, and proves it', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'the old claim', ({ claims }) => claims['birthday'] !== undefined);
    app.setBirthday('1815-12-10');

    await press(session, 'Refresh token');
    const reading = await outcomeUntil(session, /New token in \d+ ms, 1 claim changed/);

    expect(reading.changes['birthday']).toEqual({ before: '"1990-01-01"', after: '"1815-12-10"' });
    expect(reading.claims['birthday']).toBe('"1815-12-10"');
    await session.panel.waitFor(
      () => /POST \S+\/tokens, 200/.test(document.querySelector('[aria-label="Changes"]')?.textContent ?? ''),
      [],
      { what: 'the request that minted it' },
    );
    expect(await changesText(session)).toMatch(/Cookie __session\w* holds the new token/);
    app.setBirthday('1990-01-01');
  });

  it('says so when the server had nothing new', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);

    await press(session, 'Refresh token');
    await outcomeUntil(session, /New token in \d+ ms, no claim changed/);

    expect(await changesText(session)).toContain('the server has the same data');
  });

  it('reloads the user, and shows the claim that came with it', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);
    app.setBirthday('1912-06-23');

    await press(session, 'Reload user');
    const reading = await outcomeUntil(session, /New token in \d+ ms, 1 claim changed/);

    expect(reading.changes['birthday']?.after).toBe('"1912-06-23"');
    await session.panel.waitFor(
      () => /GET \S+\/me, 200/.test(document.querySelector('[aria-label="Changes"]')?.textContent ?? ''),
      [],
      { what: 'the request for the user' },
    );
    app.setBirthday('1990-01-01');
  });

  it('names status and code when the server refuses', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);
    app.failTokens(422);

    await press(session, 'Refresh token');
    await outcomeUntil(session, /Refresh token failed in \d+ ms, 422/);

    expect(await changesText(session)).toContain('The old token is untouched');
    app.failTokens(null);
  });

  it('does not hang when the server fails: after 10 s it says what is known, and what comes later still counts', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);
    app.failTokens(500);

    await press(session, 'Refresh token');
    await outcomeUntil(session, /Still waiting after 10 s/, 15_000);
    await session.panel.waitFor(
      () => /The server answered 500/.test(document.querySelector('.reasons')?.textContent ?? ''),
      [],
      { what: 'the failed request among the reasons' },
    );

    expect(await changesText(session)).toContain('tries up to 8 times');
    app.failTokens(null);
    await outcomeUntil(session, /New token in/, 40_000);
  });

  it('says that nobody is signed in once the session was ended elsewhere', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);
    app.revoke();

    await press(session, 'Refresh token');
    await outcomeUntil(session, /Refresh token failed in \d+ ms, 401/);
    await readPanelUntil(session, 'the end of the session', ({ timer }) => timer === '–:––');
    await press(session, 'Refresh token');
    await outcomeUntil(session, /Nobody is signed in/);
    app.signIn();
  });
});
