import { describe, expect, it } from 'vitest';
import { press, readPanel, readPanelUntil } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { openPanel, useClerkApp } from './support/open-panel.ts';

const MENU = { menu: 'More actions' };

const outcomeUntil = (session: Session, wanted: RegExp) =>
  readPanelUntil(session, `the outcome ${wanted}`, ({ outcome }) => wanted.test(outcome ?? ''));

const signedIn = (session: Session) =>
  readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);

const waitForText = (session: Session, selector: string, pattern: RegExp) =>
  session.panel.waitFor(
    (where: string, source: string) => new RegExp(source).test(document.querySelector(where)?.textContent ?? ''),
    [selector, pattern.source],
    { what: `${selector} to say ${pattern}` },
  );

/** The tab "Session" must be the chosen one. */
const factUntil = (session: Session, name: string, pattern: RegExp) =>
  waitForText(session, `[aria-label="Session details"] [data-fact="${name}"]`, pattern);

const textOf = (session: Session, selector: string) =>
  session.panel.evaluate((where: string) => document.querySelector(where)?.textContent ?? '', selector);

const staleUntil = (session: Session, wanted: 'token' | 'user' | null) =>
  session.panel.waitFor(
    (behind: string | null) =>
      (document.querySelector('[data-claim="birthday"]')?.getAttribute('data-stale') ?? null) === behind,
    [wanted],
    { what: `birthday's data-stale to be ${wanted}` },
  );

const type = (session: Session, field: string, text: string) =>
  session.panel.evaluate(
    (name: string, value: string) => {
      const input = document.querySelector<HTMLInputElement>(`.dialog input[name="${name}"]`);
      if (!input) throw new Error(`no field ${name}`);
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, value);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    },
    field,
    text,
  );

const submit = (session: Session) => session.panel.click('.dialog button[type="submit"]');

describe.each([6, 5] as const)('clerk-js %d in chromium', async (clerkJs) => {
  const app = await useClerkApp({ clerkJs });

  it('shows all of the session and the instance, and refreshes', async () => {
    const session = await openPanel('chromium', app);
    await signedIn(session);
    await press(session, 'Session');

    await factUntil(session, 'status', /active.*all is allowed/);
    await factUntil(session, 'expireAt', /in 7 days|in 6 days/);
    await factUntil(session, 'version', new RegExp(`${clerkJs}\\.\\d+`));
    await factUntil(session, 'cookieSuffix', /XbPsHh4i/);
    await factUntil(session, '__session_XbPsHh4i', /there/);
    await factUntil(session, 'instance', /development/);

    await press(session, 'Refresh token');
    await outcomeUntil(session, /New token in \d+ ms, no claim changed/);
  });

  it('shows a template token for what it is', async () => {
    const session = await openPanel('chromium', app);
    const { claims } = await signedIn(session);
    await press(session, 'Get token with options…', MENU);
    await type(session, 'template', 'supabase');
    await waitForText(session, '.dialog code', /getToken\(\{ template: 'supabase', skipCache: true \}\)/);
    await submit(session);

    await outcomeUntil(session, /Token returned in/);
    const changes = await textOf(session, '[aria-label="Changes"]');
    expect(changes).toContain('cl_B7d4PD222AAA');
    expect(changes).toContain('not the session’s token');
    expect(changes).not.toContain('was not rewritten');
    // The cookie, and with it the countdown, is on the token that it was on.
    expect((await readPanel(session)).claims['jti']).toBe(claims['jti']);
  });

  it('flags the older one of token and user, until both say the same', async () => {
    const session = await openPanel('chromium', app);
    await signedIn(session);
    await staleUntil(session, null);
    app.setBirthday('1815-12-10');

    await press(session, 'Refresh token');
    await staleUntil(session, 'user');
    await waitForText(session, '[data-claim="birthday"] .warn', /reload it.*publicMetadata\.birthday.*1990-01-01/);
    await press(session, 'Reload user');
    await staleUntil(session, null);

    app.holdClaims(true);
    app.setBirthday('1912-06-23');
    await press(session, 'Reload user');
    await staleUntil(session, 'token');
    await waitForText(session, '[data-stale-count="1"]', /1 claim/);
    app.holdClaims(false);
    await press(session, 'Refresh token');
    await staleUntil(session, null);
    expect((await readPanel(session)).claims['birthday']).toBe('"1912-06-23"');
    app.setBirthday('1990-01-01');
  });

  it('says whether the cache answered, touches the session and switches the organization', async () => {
    const session = await openPanel('chromium', app);
    await signedIn(session);

    await press(session, 'Get cached token', MENU);
    await outcomeUntil(session, /Same token returned/);
    await press(session, 'Touch session', MENU);
    await outcomeUntil(session, /New token in/);
    await press(session, 'Reload session', MENU);
    await outcomeUntil(session, /New token in/);
    await press(session, 'Switch organization…', MENU);
    await type(session, 'organizationId', 'org_2acmeDemo');
    await submit(session);
    await readPanelUntil(session, 'the organization', ({ claims }) => claims['o.rol'] !== undefined);
    await outcomeUntil(session, /New token in/);
  });

  it('shows impersonation and a pending task without being asked', async () => {
    app.impersonate('user_2supportDemo');
    app.setTask('choose-organization');
    const session = await openPanel('chromium', app);

    await session.panel.waitFor(
      () => /Impersonation: user_2supportDemo/.test(document.querySelector('.app')?.textContent ?? ''),
      [],
      { what: 'the banner about the actor' },
    );
    app.impersonate(null);
    app.setTask(null);
  });

  it('lists all sessions, asks before it removes one, and sees the sign-out', async () => {
    app.signInSecond();
    const session = await openPanel('chromium', app);
    await signedIn(session);
    await press(session, 'Session');
    await session.panel.waitFor(
      () => document.querySelectorAll('[aria-label="Session details"] [data-fact="abandonAt"]').length === 2,
      [],
      { what: 'two sessions' },
    );

    await press(session, 'Remove session…', MENU);
    await waitForText(
      session,
      '.dialog',
      /Ada Lovelace \(ada@example\.com\) is signed out of session sess_.*in all tabs.*cannot be undone/,
    );
    expect(app.requests.filter(({ path }) => path.endsWith('/remove'))).toHaveLength(0);
    await submit(session);
    await outcomeUntil(session, /Done in/);
    expect(app.requests.filter(({ path }) => path.endsWith('/remove'))).toHaveLength(1);

    await press(session, 'End session…', MENU);
    await submit(session);
    await readPanelUntil(session, 'the sign-out', ({ timer }) => timer === '–:––');
    app.signIn();
  });
});

describe('clerk-js 6 in firefox', async () => {
  const app = await useClerkApp();

  it('shows the session, refreshes it and flags what is stale', async () => {
    const session = await openPanel('firefox', app);
    await signedIn(session);
    app.setBirthday('1815-12-10');

    await press(session, 'Refresh token');
    await outcomeUntil(session, /New token in \d+ ms, 1 claim changed/);
    await staleUntil(session, 'user');
    await press(session, 'Reload user');
    await staleUntil(session, null);
    await press(session, 'Session');
    await factUntil(session, 'status', /active/);
  });
});
