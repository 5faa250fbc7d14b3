import { describe, expect, it } from 'vitest';
import { press, readPanel, readPanelUntil, type PanelReading } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import type { BrowserName } from '../../scripts/setup/browser.ts';
import type { ClerkApp } from '../apps/clerk/server.ts';
import { BROWSERS, openPanel, useClerkApp } from './support/open-panel.ts';
import { chooseFile, savedFile, downloadFolder } from './support/recording-files.ts';
import { foundIn, secretsIn } from './support/secrets.ts';

interface Run {
  readonly session: Session;
  readonly downloads: string;
  readonly reading: PanelReading;
}

/** Two forced refreshes, of which the second one changes a claim. */
async function makeRun(browser: BrowserName, app: ClerkApp): Promise<Run> {
  const downloads = downloadFolder();
  app.setBirthday('1990-01-01');
  const session = await openPanel(browser, app, '/', { downloads });
  await readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);
  await press(session, 'Refresh token');
  await readPanelUntil(session, 'a new token', ({ outcome }) => /New token in/.test(outcome ?? ''));
  app.setBirthday('1815-12-10');
  await press(session, 'Refresh token');
  const reading = await readPanelUntil(session, 'a changed claim', ({ outcome }) => /1 claim/.test(outcome ?? ''));
  // The countdown goes on, but this much of the run stays.
  app.setBirthday('1990-01-01');
  return { session, downloads, reading };
}

async function exportRun({ session, downloads }: Run, redacted: boolean) {
  await press(session, redacted ? 'Export redacted' : 'Export with tokens…', { menu: 'Recording' });
  if (!redacted) await press(session, 'Export with tokens');
  return savedFile(downloads, redacted);
}

/** The app's own, which no event has to name. */
const CLIENT_ID = 'client_2claimcheckDemo';

const timeless = ({ credentials, claims, changes, provider, session }: PanelReading) => ({
  credentials,
  claims,
  changes,
  provider,
  session,
});

const textOf = (session: Session, selector: string) =>
  session.panel.evaluate((wanted) => document.querySelector(wanted)?.textContent ?? '', selector);

describe.each(BROWSERS)('a recording of Clerk in %s', async (browser) => {
  const app = await useClerkApp();

  it('is exported redacted: no token, signature, address or id of the run is in the file', async () => {
    const run = await makeRun(browser, app);

    const full = await exportRun(run, false);
    const { name, text } = await exportRun(run, true);

    const secrets = secretsIn(full.text);
    expect(name).toMatch(/^claimcheck-localhost-[\d-]+\.json$/);
    expect(secrets).toEqual(expect.arrayContaining([expect.stringContaining('@'), expect.stringMatching(/^sess_/)]));
    expect(secrets).toEqual(expect.arrayContaining([expect.stringMatching(/^user_/), expect.stringMatching(/^ey/)]));
    expect(foundIn(text, [...secrets, CLIENT_ID])).toEqual([]);
    expect(text).toContain('1815-12-10');
  });

  it('shows the same once it is opened again, and stands still', async () => {
    const run = await makeRun(browser, app);
    const { session } = run;
    const file = await exportRun(run, false);

    await chooseFile(session.panel, file);
    const bar = '[aria-label="Opened recording"]';
    await session.panel.waitFor((wanted) => document.querySelector(wanted)?.textContent, [bar]);
    const opened = await readPanel(session);
    await new Promise((resolve) => setTimeout(resolve, 1_500));

    expect(await textOf(session, bar)).toMatch(
      /^Recording claimcheck-\S+-with-tokens\.json, exported 2\d{3}-\d\d-\d\d \d\d:\d\d, with tokens, read-only/,
    );
    expect(timeless(opened)).toEqual(timeless(run.reading));
    expect((await readPanel(session)).timer).toBe(opened.timer);
    const disabled = await session.panel.evaluate(
      () =>
        [...document.querySelectorAll<HTMLButtonElement>('.actions button')].filter((each) => !each.disabled).length,
    );
    expect(disabled).toBe(0);

    await press(session, 'Back to live');
    await readPanelUntil(session, 'the live countdown', ({ timer }) => timer !== opened.timer);
  });

  it('shows the same with pseudonyms in a tab of its own, where no page is', async () => {
    const run = await makeRun(browser, app);
    const file = await exportRun(run, true);

    const tab = await run.session.recordingTab();
    const started = await tab.waitFor(() => document.querySelector('.start')?.textContent, [], { what: 'a start' });
    await chooseFile(tab, file);
    await tab.waitFor(() => document.querySelector('table[aria-label="Credentials"]') !== null);
    const opened = await readPanel({ ...run.session, panel: tab });

    expect(started).toContain('Open a recording');
    expect(opened.credentials).toEqual(run.reading.credentials);
    expect(opened.changes['birthday']).toEqual(run.reading.changes['birthday']);
    expect(Object.keys(opened.changes)).toEqual(Object.keys(run.reading.changes));
    expect(Object.keys(opened.claims)).toEqual(Object.keys(run.reading.claims));
    expect(opened.claims['sub']).toMatch(/^"user_redacted\d+"$/);
    expect(opened.outcome).toContain('1 claim changed');
  });

  it('says what is wrong with a file, and goes on', async () => {
    const session = await openPanel(browser, app);
    const before = await readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);

    await chooseFile(session.panel, { name: 'holiday.json', text: '{"photos":[]}' });
    const alert = await session.panel.waitFor(() => document.querySelector('[role="alert"]')?.textContent);

    expect(alert).toBe('holiday.json cannot be opened. It is not a recording of Claimcheck.');
    expect((await readPanel(session)).credentials).toEqual(before.credentials);
  });

  it('is copied as a bug report, without what the file leaves out', async () => {
    const run = await makeRun(browser, app);
    const secrets = secretsIn((await exportRun(run, false)).text);
    await run.session.panel.evaluate(() => {
      const note = (text: string) => document.body.setAttribute('data-copied', text);
      document.addEventListener('copy', () => {
        const { activeElement } = document;
        if (activeElement instanceof HTMLTextAreaElement) note(activeElement.value);
      });
    });

    await press(run.session, 'Copy bug report', { menu: 'Recording' });
    await run.session.panel.waitFor(() => /Bug report copied/.test(document.body.textContent ?? ''));
    const report = await run.session.panel.evaluate(() => document.body.getAttribute('data-copied') ?? '');

    expect(report).toContain('| `birthday` | `"1990-01-01"` | `"1815-12-10"` |');
    expect(report).toMatch(/Cause: Forced from this panel\./);
    expect(report).toContain('__session');
    expect(foundIn(report, [...secrets, CLIENT_ID])).toEqual([]);
  });
});
