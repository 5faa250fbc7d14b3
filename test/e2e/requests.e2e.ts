import { describe, expect, it } from 'vitest';
import { fill, press, readPanelUntil } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { BROWSERS, openPanel, useClerkApp } from './support/open-panel.ts';

/** What a page does that has kept a token for too long. */
const callWith = (session: Session, token: string) =>
  session.page.evaluate(async (bearer: string) => {
    const response = await fetch('/api/me', { headers: { authorization: `Bearer ${bearer}` } });
    return `${response.status} ${await response.text()}`;
  }, token);

const filterBy = (session: Session, text: string) => fill(session, 'request-filter', text);

/** It stands beside the tabs, and takes room from them. */
const alarm = (session: Session, timeout = 10_000) =>
  session.panel.waitFor(() => document.querySelector('.expired-alarm')?.textContent, [], {
    what: 'the alarm',
    timeout,
  });

const rowsUntil = (session: Session, what: string, pattern: string, only = false) =>
  session.panel.waitFor(
    (source: string, alone: boolean) => {
      const rows = [...document.querySelectorAll('.request-row')].map((row) => row.textContent);
      const found = rows.filter((text) => new RegExp(source).test(text));
      return found.length > 0 && (!alone || found.length === rows.length) ? rows : undefined;
    },
    [pattern, only],
    { what },
  );

/** Keeps what is copied, since a clipboard is shared with everybody. */
const watchCopies = (session: Session) =>
  session.panel.evaluate(() => {
    document.addEventListener('copy', ({ target }) => {
      document.body.dataset['copied'] = (target as HTMLTextAreaElement).value;
    });
  });

const copied = (session: Session) =>
  session.panel.waitFor(() => document.body.dataset['copied'], [], { what: 'a copy' });

describe.each(BROWSERS)('requests in %s', async (browser) => {
  const app = await useClerkApp();

  it('cannot be overlooked where an expired token was sent, with the backend’s reason in words', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);
    const [live, expired] = await Promise.all([app.mint(), app.mint({ ttl: -30 })]);
    expect(await callWith(session, live)).toMatch(/^200/);
    expect(await callWith(session, expired)).toMatch(/^401/);

    expect(await alarm(session)).toContain('1 expired');
    await press(session, 'Requests');
    await rowsUntil(session, 'both requests', 'GET /api/me #\\d+, \\d+ s left.*200');
    await press(session, 'Show them');
    const rows = await rowsUntil(session, 'the expired one alone', 'expired 3\\d s before', true);
    expect(rows).toEqual([expect.stringMatching(/GET \/api\/me.*401 The session token had expired 3\d s before/)]);

    await filterBy(session, 'status:401');
    await rowsUntil(session, 'what was refused, alone', '401', true);
    await filterBy(session, '-status:401 path:/api/me');
    await rowsUntil(session, 'the others', 'left.*200', true);
  });

  it('raise the alarm where the page does not read the answer, and are told once when it does later', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);
    const [live, expired] = await Promise.all([app.mint(), app.mint({ ttl: -30 })]);
    await session.page.evaluate(async (bearer: string) => {
      const response = await fetch('/api/me', { headers: { authorization: `Bearer ${bearer}` } });
      document.addEventListener('read-late', () => void response.text());
    }, expired);
    expect(await callWith(session, live)).toMatch(/^200/);

    // Chromium is asked for its log, some seconds after.
    expect(await alarm(session, 20_000)).toContain('1 expired');
    await press(session, 'Requests');
    await press(session, 'Show them');
    await rowsUntil(session, 'the expired one alone', 'GET /api/me.*401 The session token had expired', true);
    await session.page.evaluate(() => void document.dispatchEvent(new Event('read-late')));
    await callWith(session, await app.mint({ ttl: -300 }));
    const rows = await rowsUntil(session, 'the next one', 'expired 30\\d s before');
    expect(rows).toHaveLength(2);
  });

  it.each([
    ['360 pixels', { dock: 'right', width: 360 } as const, undefined],
    ['a short bottom', { dock: 'bottom', height: 300 } as const, { width: 760, height: 800 }],
  ])('keep the alarm and the selected tab in sight docked to %s', async (_, layout, window) => {
    const session = await openPanel(browser, app, '/', { layout, ...(window && { window }) });
    await readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);
    await callWith(session, await app.mint({ ttl: -30 }));
    await alarm(session);
    const cut = () =>
      session.panel.evaluate(() => {
        const pane = document.querySelector('.tabs-bar')?.getBoundingClientRect();
        return [...document.querySelectorAll('.expired-alarm, [role="tab"][aria-selected="true"]')].filter((each) => {
          const { left, right, width } = each.getBoundingClientRect();
          return !pane || width === 0 || left < pane.left - 1 || right > Math.min(pane.right, innerWidth) + 1;
        }).length;
      });
    expect(await cut()).toBe(0);

    await session.panel.click('.expired-alarm');
    await rowsUntil(session, 'the expired one alone', 'expired 3\\d s before', true);
    await expect.poll(cut).toBe(0);
  });

  it('are copied as cURL without a token, and with it when asked to', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);
    const expired = await app.mint({ ttl: -30 });
    await callWith(session, expired);
    await alarm(session);
    await press(session, 'Requests');
    await filterBy(session, 'status:401');
    await rowsUntil(session, 'the request', '401', true);
    await watchCopies(session);
    await session.panel.click('.request-row .request-name');

    await press(session, 'Copy as cURL', { menu: 'Copy this request' });
    const command = await copied(session);
    expect(command).toContain(`curl '${app.url}/api/me'`);
    expect(command).toContain(`'Authorization: Bearer '"$TOKEN"`);
    expect(command).toContain('Cookie: ');
    expect(command).not.toMatch(/eyJ/);
    await session.panel.evaluate(() => delete document.body.dataset['copied']);
    await press(session, 'Copy as cURL with the token', { menu: 'Copy this request' });
    expect(await copied(session)).toContain(`Bearer ${expired}`);
  });
});
