import { describe, expect, it } from 'vitest';
import { fill, press, readPanel } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { CLERKS, factUntil, MENU, outcomeUntil, signedIn, submit, textOf, waitForText } from './support/clerk.ts';
import { openPanel, useClerkApp } from './support/open-panel.ts';

const staleUntil = (session: Session, wanted: 'token' | 'user' | null) =>
  session.panel.waitFor(
    (behind: string | null) =>
      (document.querySelector('[data-claim="birthday"]')?.getAttribute('data-stale') ?? null) === behind,
    [wanted],
    { what: `birthday's data-stale to be ${wanted}` },
  );

describe.each(CLERKS)('clerk-js $clerkJs in $browser', async ({ browser, clerkJs }) => {
  const app = await useClerkApp({ clerkJs });

  it('shows all of the session and the instance, and refreshes', async () => {
    const session = await openPanel(browser, app);
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
    const session = await openPanel(browser, app);
    const { claims } = await signedIn(session);
    await press(session, 'Get token with options…', MENU);
    await fill(session, 'template', 'supabase');
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
    const session = await openPanel(browser, app);
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

  it('shows impersonation and a pending task without being asked', async () => {
    app.impersonate('user_2supportDemo');
    app.setTask('choose-organization');
    const session = await openPanel(browser, app);

    await session.panel.waitFor(
      () => /Impersonation: user_2supportDemo/.test(document.querySelector('.app')?.textContent ?? ''),
      [],
      { what: 'the banner about the actor' },
    );
    app.impersonate(null);
    app.setTask(null);
  });
});
