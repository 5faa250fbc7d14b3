import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fill, press, readPanel } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import {
  CLERKS,
  factUntil,
  MENU,
  outcomeUntil,
  proofUntil,
  signedIn,
  submit,
  textOf,
  waitForText,
} from './support/clerk.ts';
import { openPanel, useClerkApp } from './support/open-panel.ts';

/** Each property of the Session object beside `status`, `expireAt` and its token, as the demo's server has it. */
const PROPERTIES = {
  id: /sess_\w+.*sid/,
  'user.id': /user_2adaDemo.*sub/,
  actor: /null.*Nobody acts/,
  lastActiveAt: /ago|now/,
  abandonAt: /in (?:30|29) days.*abandoned/,
  createdAt: /ago|now/,
  updatedAt: /ago|now/,
  lastActiveOrganizationId: /null.*personal account/,
  factorVerificationAge: /0, -1.*First factor 0 min ago, no second factor/,
  currentTask: /null.*Nothing is left/,
  tasks: /null/,
  'publicUserData.firstName': /Ada/,
  'publicUserData.lastName': /Lovelace/,
  'publicUserData.imageUrl': /imageUrl/,
  'publicUserData.hasImage': /false/,
  'publicUserData.identifier': /ada@example\.com/,
  'lastActiveToken.iat': /ago|now/,
  'lastActiveToken.exp': /in \d+ sec/,
  'lastActiveToken.jti': /\w{20}/,
};

/** Each status that a session can have and still be listed by its client, beside `active`, with what follows from it. */
const STATUSES = {
  abandoned: /Abandoned in the browser.*sign in again/,
  ended: /still lists it/,
  expired: /maximum lifetime.*sign in again/,
  removed: /taken from the client/,
  replaced: /Another session took its place/,
  revoked: /Ended by the application.*401/,
};

const COOKIES = {
  __client_uat_XbPsHh4i: /0 means signed out/,
  __clerk_db_jwt_XbPsHh4i: /development browser/,
  __refresh_XbPsHh4i: /refresh token, by which a server renews/,
  __clerk_handshake: /the cookies that the server is to set/,
  __clerk_handshake_nonce: /what the server fetches its cookies by/,
  __clerk_redirect_count: /loop counter/,
  clerk_active_context: /session:organization of the active tab/,
};

/** Chooses a credential, though the list may show a part of its rows only, and waits for what is said of it. */
async function explainedUntil(session: Session, name: string, pattern: RegExp) {
  await session.panel.waitFor(
    (label: string) => {
      const button = document.querySelector<HTMLElement>(`[aria-label="Credentials"] tr[aria-label="${label}"] button`);
      button?.click();
      return button !== null;
    },
    [name],
    { what: `a row for ${name}` },
  );
  await waitForText(session, '[aria-label="Claims"]', new RegExp(pattern.source, 'i'));
}

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
    await waitForText(session, '[aria-label="Changes"]', /Refresh token.*claim changed.*Reload user.*user changed/);
    await waitForText(session, '[data-field="limits"]', /ends in 6 d.*abandoned in 29 d/);
    await press(session, 'Session');
    for (const [name, pattern] of Object.entries(PROPERTIES)) await factUntil(session, name, pattern);

    await factUntil(session, 'status', /active.*all is allowed/);
    await factUntil(session, 'expireAt', /in 7 days|in 6 days/);
    await factUntil(session, 'version', new RegExp(`${clerkJs}\\.\\d+`));
    await factUntil(session, 'cookieSuffix', /XbPsHh4i/);
    await factUntil(session, '__session_XbPsHh4i', /there/);
    await factUntil(session, 'instance', /development/);
    await factUntil(session, 'frontendApiHost', /happy-cat-12\.clerk\.accounts\.dev/);
    await factUntil(session, 'proxyUrl', new RegExp(`${app.url}/__clerk.*reached through this address`));
    await factUntil(session, 'isSatellite', /false/);

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

    // A token knows seconds only.
    await sleep(1_100);
    await press(session, 'Refresh token');
    await waitForText(session, '[data-claim="birthday"] .warn', /minted after the change.*read before it \(oiat\)/);
    await proofUntil(session, 'Refresh token', /oiat is the same\)/);
    app.holdClaims(false);
    await press(session, 'Refresh token');
    await staleUntil(session, null);
    expect((await readPanel(session)).claims['birthday']).toBe('"1912-06-23"');
    app.setBirthday('1990-01-01');
  });

  it('says what the status of each session of the client means', async () => {
    for (const status of Object.keys(STATUSES)) app.listSession(status);
    const session = await openPanel(browser, app);
    await signedIn(session);
    await press(session, 'Session');

    for (const [status, pattern] of Object.entries(STATUSES)) {
      await session.panel.waitFor(
        (wanted: string, source: string) =>
          [...document.querySelectorAll('[aria-label="Session details"] [data-fact="status"]')].some(
            (row) =>
              row.querySelector('.claim-value')?.textContent === wanted &&
              new RegExp(source).test(row.textContent ?? ''),
          ),
        [status, pattern.source],
        { what: `a session to be ${status}, and what that means` },
      );
    }
    app.signIn();
  });

  it('names and explains the cookies of a handshake, and its own', async () => {
    const session = await openPanel(browser, app, '/handshake');
    await signedIn(session);

    for (const [name, pattern] of Object.entries(COOKIES)) await explainedUntil(session, name, pattern);
  });

  it('tells an instance in production, and an app on a satellite domain', async () => {
    const session = await openPanel(browser, app, '/production');
    await signedIn(session);
    await press(session, 'Session');
    await factUntil(session, 'instance', /production/);
    await factUntil(session, 'instanceType', /production/);
    await factUntil(session, 'frontendApiHost', /clerk\.example\.com/);
    const suffix = await textOf(session, '[data-fact="cookieSuffix"] .claim-value');
    await factUntil(session, `__session_${suffix}`, /there/);

    await session.page.goto(`${app.url}/satellite?__clerk_synced=true`);
    await factUntil(session, 'isSatellite', /true.*primary domain signs in/);
    await factUntil(session, 'instance', /development/);
  });

  it('reads tokens of version 1 as those of version 2', async () => {
    app.setTokenVersion(1);
    const session = await openPanel(browser, app);
    const { claims } = await signedIn(session);
    expect(claims['v']).toBeUndefined();

    await press(session, 'Switch organization…', MENU);
    await fill(session, 'organizationId', 'org_2acmeDemo');
    await submit(session);
    await outcomeUntil(session, /New token in .* 4 claims changed/);
    expect((await readPanel(session)).claims).toMatchObject({
      org_id: '"org_2acmeDemo"',
      org_role: '"org:admin"',
      org_slug: '"acme"',
      azp: `"${app.url}"`,
    });
    await waitForText(session, '[data-claim="azp"]', /Origin that asked for it/);
    await waitForText(session, '[data-claim="cat"]', /Token category: A session token/);
    await waitForText(session, '[data-claim="oiat"]', /claims were read from the database.*ago/);
    app.setTokenVersion(2);
    app.signIn();
  });

  it('shows impersonation and a pending task without being asked', async () => {
    app.impersonate('user_2supportDemo');
    app.setTask('choose-organization');
    const session = await openPanel(browser, app);
    await waitForText(session, '.app', /The session is pending: task choose-organization is still to do/);
    await press(session, 'Session');
    await factUntil(session, 'status', /pending.*counts as signed out/);
    await factUntil(session, 'currentTask', /choose-organization.*has to choose an organization/);

    await session.panel.waitFor(
      () => /Impersonation: user_2supportDemo/.test(document.querySelector('.app')?.textContent ?? ''),
      [],
      { what: 'the banner about the actor' },
    );
    app.impersonate(null);
    app.setTask(null);
  });
});
