import { describe, expect, it, vi } from 'vitest';
import { fill, press, readPanelUntil } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { BROWSERS, openPanel, useClerkApp } from './support/open-panel.ts';
import { useOpaqueApp } from './support/opaque-app.ts';

const RUN = '.dialog button[type="submit"]';

async function openWithToken(session: Session): Promise<void> {
  await session.page.evaluate(() => {
    localStorage.setItem('access_token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSIsImV4cCI6NDEwMjQ0NDgwMH0.c2ln');
  });
  await press(session, 'Look again');
  await readPanelUntil(session, 'the token', ({ claims }) => claims['sub'] === '"me"');
}

describe.each(BROWSERS)('a token of an unknown make in %s', async (browser) => {
  const app = await useClerkApp();

  it('is counted down, and refreshed by an endpoint that its owner names once', async () => {
    const session = await openPanel(browser, app, '/blank');
    await session.panel.waitFor(() => document.body.textContent?.includes('No session found'));
    await openWithToken(session);

    await press(session, 'Custom refresh');
    await fill(session, 'method', 'GET');
    await fill(session, 'path', '/api/me?asked');
    await fill(session, 'headers', 'Authorization: Bearer mine');
    await session.panel.click(RUN);
    const first = await readPanelUntil(session, 'the answer', ({ outcome }) => /answered 401/.test(outcome ?? ''));

    await press(session, 'Custom refresh');
    const asked = () => app.requests.filter(({ query }) => 'asked' in query);
    await vi.waitFor(() => expect(asked()).toHaveLength(2), 5_000);

    expect(first.provider).toContain('Other');
    expect(first.timer).toMatch(/ y$/);
    expect(first.outcome).toContain('GET /api/me?asked');
    expect(asked().map(({ method }) => method)).toEqual(['GET', 'GET']);
    expect(asked()[0]?.authorization).toBe('Bearer mine');
  });

  it('is never refreshed off its own origin', async () => {
    const session = await openPanel(browser, app, '/blank');
    await session.panel.waitFor(() => document.body.textContent?.includes('No session found'));
    await openWithToken(session);

    await press(session, 'Custom refresh');
    await fill(session, 'path', 'https://example.com/steal');
    await session.panel.click(RUN);
    await readPanelUntil(session, 'the refusal', ({ outcome }) => /Custom refresh failed/.test(outcome ?? ''));

    expect(await session.panel.evaluate(() => document.querySelector('.reasons')?.textContent)).toContain(
      'https://example.com/steal is not on http://localhost',
    );
  });
});

const evidence = (session: Session, wanted: string) =>
  session.panel.waitFor(
    (text) => document.querySelector('[aria-label="Changes"]')?.textContent.includes(text),
    [wanted],
    { what: `"${wanted}" among the changes` },
  );

describe.each(BROWSERS)('a session that is an opaque cookie alone in %s', async (browser) => {
  const app = await useOpaqueApp();

  it('is refreshed by its owner’s endpoint, and the cookie is seen to hold another value', async () => {
    const session = await openPanel(browser, app);
    const before = await readPanelUntil(session, 'the cookie', ({ credentials }) => credentials.includes('sid'));
    const first = app.sid();

    await press(session, 'Custom refresh');
    const hint = await session.panel.waitFor(() => document.querySelector('.dialog')?.textContent);
    await fill(session, 'path', '/refresh');
    await session.panel.click(RUN);
    const { outcome } = await readPanelUntil(session, 'the new value', (now) => /new value/.test(now.outcome ?? ''));
    await evidence(session, 'Cookie sid holds a new value');
    await evidence(session, 'POST /refresh, 200');
    await evidence(session, 'there are no claims to compare');

    expect(before.provider).toContain('Other');
    expect(before.user).toBe('Unknown user');
    expect(hint).toContain('It is your own');
    expect(outcome).toMatch(/Your endpoint answered 200 in [\d,]+ ms, new value in sid, POST \/refresh/);
    expect(app.refreshes()).toBe(1);
    expect(app.sid()).not.toBe(first);
  });

  it('is told to be the same where the endpoint renewed nothing, and gone where it ended it', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'the cookie', ({ credentials }) => credentials.includes('sid'));

    await press(session, 'Custom refresh');
    await fill(session, 'path', '/ping');
    await session.panel.click(RUN);
    await readPanelUntil(session, 'the same value', ({ outcome }) =>
      /200 in [\d,]+ ms, same value in sid/.test(outcome ?? ''),
    );
    await evidence(session, 'Cookie sid holds the same value as before');

    await press(session, 'Custom refresh…', { menu: 'More actions' });
    await fill(session, 'path', '/logout');
    await session.panel.click(RUN);
    await evidence(session, 'Cookie sid is gone');
  });
});
