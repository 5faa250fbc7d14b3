import { describe, expect, it } from 'vitest';
import { fill, press, readPanel, readPanelUntil } from '../../scripts/browsers/panel.ts';
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
  tick,
  waitForText,
} from './support/clerk.ts';
import { openPanel, useClerkApp } from './support/open-panel.ts';

const ACME = 'org_2acmeDemo';
const GLOBEX = 'org_2globexDemo';

const CACHED = /the SDK answered from its cache and nothing was minted/;

/** Forgets every token, as clerk-js does when a session ends. */
const clearCache = (session: Session) =>
  session.page.evaluate(() => {
    const { Clerk } = window as unknown as { Clerk: { session: { clearCache(): void } } };
    Clerk.session.clearCache();
  });

/** What was chosen last is still there when the dialog opens again. Returns the call that it announces. */
async function getToken(session: Session, fields: Readonly<Record<string, string>>, skipCache = true) {
  await press(session, 'Get token with options…', MENU);
  for (const [name, value] of Object.entries(fields)) await fill(session, name, value);
  await tick(session, 'skipCache', skipCache);
  const call = await textOf(session, '.dialog code');
  await submit(session);
  return call;
}

async function switchOrganization(session: Session, organizationId: string) {
  await press(session, 'Switch organization…', MENU);
  await fill(session, 'organizationId', organizationId);
  await submit(session);
}

/** Gives the page the focus, until clerk-js has noted that it is on this organization. */
async function focusPage(session: Session, organization: string): Promise<void> {
  // In Firefox a driver's click moves no focus; the page gets it when DevTools go.
  if (session.browser === 'firefox') await session.closeDevTools();
  else await session.page.click('h1');
  await session.page.waitFor((id: string) => document.cookie.includes(id), [organization], {
    what: 'clerk_active_context to be written',
  });
  if (session.browser === 'firefox') {
    await session.openDevTools();
    await session.showPanel();
    await signedIn(session);
  }
}

/** The ids of the sessions in the tab "Session", the active one first, once there are so many. */
const sessionIds = (session: Session, count: number) =>
  session.panel.waitFor(
    (wanted: number) => {
      const all = [...document.querySelectorAll('[aria-label="Session details"] [data-fact="id"] .claim-value')];
      return all.length === wanted && all.map(({ textContent }) => textContent);
    },
    [count],
    { what: `${count} sessions` },
  );

/** Waits for what is said of the status of one of the sessions. */
const statusUntil = (session: Session, id: string, pattern: RegExp) =>
  session.panel.waitFor(
    (wanted: string, source: string) => {
      const ids = [...document.querySelectorAll('[aria-label="Session details"] [data-fact="id"]')];
      const own = ids.find(({ textContent }) => textContent?.includes(wanted))?.parentElement;
      return new RegExp(source).test(own?.querySelector('[data-fact="status"]')?.textContent ?? '');
    },
    [id, pattern.source],
    { what: `session ${id} to be ${pattern}` },
  );

describe.each(CLERKS)('what clerk-js $clerkJs is asked for in $browser', async ({ browser, clerkJs }) => {
  const app = await useClerkApp({ clerkJs });
  const minted = () => app.requests.filter(({ path }) => /\/tokens(?:\/|$)/.test(path)).length;

  it('says whether the cache answered', async () => {
    const session = await openPanel(browser, app);
    await signedIn(session);
    const before = minted();

    await press(session, 'Get cached token', MENU);
    await outcomeUntil(session, /Same token returned/);
    await proofUntil(session, 'Get cached token', CACHED);
    expect(minted()).toBe(before);

    await clearCache(session);
    await press(session, 'Get cached token', MENU);
    await outcomeUntil(session, /New token in .* no claim changed/);
    await proofUntil(session, 'Get cached token', /POST \/__clerk\/v1\/client\/sessions\/sess_\w+\/tokens, 200/);
    expect(minted()).toBe(before + 1);

    await getToken(session, { template: 'supabase' }, false);
    await proofUntil(session, 'Get token with options', /\/tokens\/supabase, 200/);
    await getToken(session, { template: 'supabase' }, false);
    await proofUntil(session, 'Get token with options', /No request of Clerk was seen/);
    expect(minted()).toBe(before + 2);
  });

  it('offers the options that clerk-js has, and says of the others that they are gone', async () => {
    const session = await openPanel(browser, app);
    await signedIn(session);
    await press(session, 'Get token with options…', MENU);
    // Which clerk-js it is comes from the page, and may come after its cookies.
    await waitForText(session, '.dialog', /Leeway in seconds.*has no such option/);
    const gone = await session.panel.evaluate(() =>
      [...document.querySelectorAll<HTMLInputElement>('.dialog input:disabled')].map(({ name, parentElement }) => [
        name,
        /clerk-js \d+ has no such option/.exec(parentElement?.textContent ?? '')?.[0],
      ]),
    );
    const note = `clerk-js ${clerkJs} has no such option`;
    expect(Object.fromEntries(gone)).toEqual({
      ...(clerkJs > 5 && { leewayInSeconds: note }),
      throwOnError: note,
    });
  });

  it.runIf(clerkJs === 5)('takes a token from the cache only where the leeway leaves it good', async () => {
    const session = await openPanel(browser, app);
    await signedIn(session);
    const before = minted();
    await getToken(session, { leewayInSeconds: '10' }, false);
    await proofUntil(session, 'Get token with options', CACHED);
    expect(minted()).toBe(before);

    // clerk-js adds 5 s to the leeway, and the token lives for 60 s.
    expect(await getToken(session, { leewayInSeconds: '59' }, false)).toBe(
      'Clerk.session.getToken({ leewayInSeconds: 59 })',
    );
    await outcomeUntil(session, /New token in .* no claim changed/);
    expect(minted()).toBe(before + 1);
  });

  it('reloads and touches the session, and shows what came of it', async () => {
    const session = await openPanel(browser, app);
    await signedIn(session);
    await press(session, 'Session');
    await factUntil(session, 'actor', /null/);

    app.impersonate('user_2supportDemo');
    await press(session, 'Reload session', MENU);
    await proofUntil(session, 'Reload session', /GET \/__clerk\/v1\/client\/sessions\/sess_\w+, 200/);
    await outcomeUntil(session, /New token in .* 1 claim changed/);
    await factUntil(session, 'actor', /user_2supportDemo/);

    app.impersonate(null);
    await press(session, 'Touch session', MENU);
    await proofUntil(session, 'Touch session', /POST \/__clerk\/v1\/client\/sessions\/sess_\w+\/touch, 200/);
    await outcomeUntil(session, /New token in .* 1 claim changed/);
    await factUntil(session, 'actor', /null/);
  });

  it('switches the organization, and never takes another one’s token for the session’s', async () => {
    const session = await openPanel(browser, app);
    await signedIn(session);
    await switchOrganization(session, ACME);
    await readPanelUntil(session, 'Acme in the token', ({ changes }) => changes['o']?.before === 'not there');
    await outcomeUntil(session, /New token in .* 3 claims changed/);
    const { claims } = await readPanel(session);
    expect(claims).toMatchObject({ 'o.slg': '"acme"', 'o.rol': '"admin"', pla: '"o:pro"' });

    await getToken(session, { organizationId: GLOBEX });
    await proofUntil(session, 'Get token with options', /not the session’s token[^]*globex/);
    await outcomeUntil(session, /Token returned in/);
    expect((await readPanel(session)).claims).toMatchObject({ jti: claims['jti'], 'o.slg': '"acme"' });

    // Switched from DevTools, clerk-js has written the token and left clerk_active_context behind.
    await getToken(session, { organizationId: ACME });
    await outcomeUntil(session, /New token in .* no claim changed/);
    await proofUntil(
      session,
      'Get token with options',
      new RegExp(`was not rewritten[^]*this tab's is sess_\\w+:${ACME}`),
    );
    expect(await textOf(session, '[aria-label="Changes"]')).not.toContain('not the session’s token');

    await focusPage(session, ACME);
    await getToken(session, { organizationId: ACME });
    await proofUntil(session, 'Get token with options', /holds the new token/);
    await readPanelUntil(session, 'the new token', (panel) => panel.claims['jti'] !== claims['jti']);

    await switchOrganization(session, GLOBEX);
    const { changes } = await readPanelUntil(session, 'Globex', (panel) => panel.changes['o.slg'] !== undefined);
    await outcomeUntil(session, /New token in/);
    expect(changes).toMatchObject({
      'o.id': { before: `"${ACME}"`, after: `"${GLOBEX}"` },
      'o.rol': { before: '"admin"', after: '"member"' },
    });
    await readPanelUntil(session, 'Globex in the claims', (panel) => panel.claims['o.slg'] === '"globex"');

    await switchOrganization(session, '');
    await readPanelUntil(session, 'no organization', (panel) => panel.changes['o']?.after === 'gone');
  });

  it('switches the session, and ends one and removes the other after asking', async () => {
    app.signIn();
    app.signInSecond();
    const session = await openPanel(browser, app);
    const { claims: adas } = await signedIn(session);
    await press(session, 'Session');
    const [ada, grace] = await sessionIds(session, 2);

    await press(session, 'Switch session…', MENU);
    await fill(session, 'sessionId', grace!);
    await submit(session);
    const { changes } = await readPanelUntil(
      session,
      'Grace',
      (panel) => panel.user === 'grace@example.com, user_2graceDemo' && panel.changes['sid'] !== undefined,
    );
    expect(changes).toMatchObject({
      sid: { before: `"${ada}"`, after: `"${grace}"` },
      sub: { before: adas['sub'], after: '"user_2graceDemo"' },
    });
    expect((await readPanel(session)).session).toContain(grace);
    await factUntil(session, 'publicUserData.firstName', /Grace/);
    await press(session, 'Claims');
    expect((await signedIn(session)).claims).toMatchObject({ sid: `"${grace}"`, sub: '"user_2graceDemo"' });

    const asked = (verb: string) => app.requests.filter(({ path }) => path.endsWith(`/${verb}`)).length;
    await press(session, 'End session…', MENU);
    await waitForText(session, '.dialog', /Grace Hopper \(grace@example\.com\) is signed out/);
    await fill(session, 'sessionId', ada!);
    await waitForText(
      session,
      '.dialog',
      new RegExp(`Ada Lovelace \\(ada@example\\.com\\) is signed out of session ${ada}`),
    );
    await press(session, 'Cancel');
    expect(asked('end')).toBe(0);

    await press(session, 'End session…', MENU);
    await fill(session, 'sessionId', ada!);
    await submit(session);
    await outcomeUntil(session, /Done in/);
    expect(asked('end')).toBe(1);
    await press(session, 'Session');
    await statusUntil(session, ada!, /ended.*Signed out with session\.end\(\); the client still lists it/);
    expect((await readPanel(session)).session).toContain(grace);

    await press(session, 'Remove session…', MENU);
    await waitForText(session, '.dialog', new RegExp(`Grace Hopper .* of session ${grace}.*removed.*cannot be undone`));
    await fill(session, 'sessionId', '');
    expect(asked('remove')).toBe(0);
    await submit(session);
    await readPanelUntil(session, 'the sign-out', ({ timer }) => timer === '–:––');
    expect(asked('remove')).toBe(1);
    expect(await sessionIds(session, 1)).toEqual([ada]);
    app.signIn();
  });
});
