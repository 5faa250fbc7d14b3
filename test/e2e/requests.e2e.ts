import { describe, expect, it } from 'vitest';
import { press, readPanelUntil } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { BROWSERS, openPanel, useClerkApp } from './support/open-panel.ts';

/** What a page does that has kept a token for too long. */
const callWith = (session: Session, token: string) =>
  session.page.evaluate(async (bearer: string) => {
    const response = await fetch('/api/me', { headers: { authorization: `Bearer ${bearer}` } });
    return `${response.status} ${await response.text()}`;
  }, token);

const filterBy = (session: Session, text: string) =>
  session.panel.evaluate((value: string) => {
    const field = document.querySelector<HTMLInputElement>('[name="request-filter"]');
    if (!field) throw new Error('no field to filter by');
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);

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

    await session.panel.waitFor(
      () => document.querySelector('[role="tab"][data-expired="1"]')?.textContent.includes('1 expired'),
      [],
      { what: 'word of it on the tab' },
    );
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

  it('are copied as cURL without a token, and with it when asked to', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);
    const expired = await app.mint({ ttl: -30 });
    await callWith(session, expired);
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
