import { describe, expect, it, vi } from 'vitest';
import { fill, press, readPanelUntil } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { BROWSERS, openPanel, useClerkApp } from './support/open-panel.ts';

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
    await fill(session, 'headers', 'X-Asked: by the panel');
    await session.panel.click(RUN);
    const first = await readPanelUntil(session, 'the answer', ({ outcome }) => /answered 401/.test(outcome ?? ''));

    await press(session, 'Custom refresh');
    const asked = () => app.requests.filter(({ query }) => 'asked' in query);
    await vi.waitFor(() => expect(asked()).toHaveLength(2), 5_000);

    expect(first.provider).toContain('Other');
    expect(first.timer).toMatch(/ y$/);
    expect(first.outcome).toContain('GET /api/me?asked');
    expect(asked().map(({ method }) => method)).toEqual(['GET', 'GET']);
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
