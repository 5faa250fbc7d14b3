import { describe, expect, it } from 'vitest';
import { press, readPanelUntil } from '../../scripts/browsers/panel.ts';
import { BROWSERS, openPanel, useClerkApp } from './support/open-panel.ts';

describe.each(BROWSERS)('what is watched in %s', async (browser) => {
  const app = await useClerkApp();

  it('shows cookies that the page itself cannot see: of a narrower path, HttpOnly, partitioned', async () => {
    const session = await openPanel(browser, app, '/narrow/');

    await readPanelUntil(session, 'both cookies', ({ credentials }) =>
      ['narrow_session', 'partitioned_session'].every((name) => credentials.includes(name)),
    );
    const flags = (name: string) =>
      session.panel.evaluate((row) => document.querySelector(`tr[aria-label="${row}"]`)?.textContent ?? '', name);

    expect(await flags('narrow_session')).toContain('HttpOnly');
    expect(await flags('narrow_session')).toContain('only /narrow/deep');
    expect(await flags('partitioned_session')).toContain('partitioned');
  });

  it("shows a frame's cookie", async () => {
    const session = await openPanel(browser, app, '/frame');

    await readPanelUntil(session, "the frame's cookie", ({ credentials }) => credentials.includes('frame_session'));
  });

  it('shows tokens in storage, and a cookie as soon as the page writes it', async () => {
    const session = await openPanel(browser, app);
    const raw = await app.mint({ claims: { where: 'storage' } });
    await session.page.evaluate((token) => {
      localStorage.setItem('kept', token);
      sessionStorage.setItem('kept for the tab', JSON.stringify({ access_token: token }));
    }, raw);
    await session.page.evaluate(
      () => (document.cookie = 'written_token=eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.; path=/'),
    );
    const reading = await readPanelUntil(session, 'all three', ({ credentials }) =>
      ['kept', 'kept for the tab', 'written_token'].every((name) => credentials.includes(name)),
    );
    await session.panel.click('tr[aria-label="kept for the tab"]');
    const selected = await readPanelUntil(session, 'its claims', ({ claims }) => claims['where'] === '"storage"');
    await session.page.evaluate(() => (document.cookie = 'written_token=; path=/; max-age=0'));
    await session.panel.waitFor(() => document.querySelector('tr[aria-label="written_token"].gone') !== null, [], {
      what: 'the removal of the cookie',
    });

    expect(reading.credentials[0]).toMatch(/^__session/);
    expect(selected.claims['alg']).toBe('"RS256"');
  });

  it('shows the parts of a token, and where the credential stands', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'a session', ({ claims }) => claims['jti'] !== undefined);

    await press(session, 'Token');
    await session.panel.waitFor(() => document.querySelectorAll('.raw [class^=part]').length === 3);
    await press(session, 'Cookie');
    const attributes = await session.panel.waitFor(() => document.querySelector('.attributes')?.textContent);

    expect(attributes).toContain('The token inside keeps its own time');
    expect(attributes).toMatch(/of 4,096 bytes/);
  });
});

describe('a private window in firefox', async () => {
  const app = await useClerkApp();

  it('has a cookie store of its own, which is the one that is read', async () => {
    const session = await openPanel('firefox', app, '/', { privateWindow: true });
    const before = await readPanelUntil(session, 'the session', ({ claims }) => claims['jti'] !== undefined);

    await press(session, 'Refresh token');
    const after = await readPanelUntil(session, 'a new token', ({ outcome }) => /New token in/.test(outcome ?? ''));

    expect(before.credentials).toContain('__client_uat');
    expect(after.claims['jti']).not.toBe(before.claims['jti']);
  });

  it('leaves no pinned claim behind when DevTools are closed', async () => {
    const session = await openPanel('firefox', app, '/', { privateWindow: true });
    const pinned = () => document.querySelector('[data-pinned="birthday"]') !== null;
    await readPanelUntil(session, 'the session', ({ claims }) => claims['birthday'] !== undefined);
    await press(session, 'Pin birthday');
    await session.panel.waitFor(pinned, [], { what: 'the pinned claim' });

    await session.closeDevTools();
    await session.openDevTools();
    await session.showPanel();
    await readPanelUntil(session, 'the session again', ({ claims }) => claims['birthday'] !== undefined);
    expect(await session.panel.evaluate(pinned)).toBe(false);
  });
});
