import { describe, expect, it } from 'vitest';
import { fill, press, readPanelUntil } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { BROWSERS, openPanel, useClerkApp } from './support/open-panel.ts';

const outcomeUntil = (session: Session, wanted: RegExp, timeout?: number) =>
  readPanelUntil(session, `the outcome ${wanted}`, ({ outcome }) => wanted.test(outcome ?? ''), timeout);

/** Starts to refresh until the birthday changes. */
async function start(session: Session): Promise<void> {
  await readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);
  await press(session, 'Refresh until…', { menu: 'More actions' });
  await fill(session, 'claim', 'birthday');
  await press(session, 'Start');
}

describe.each(BROWSERS)('refresh until, in %s', async (browser) => {
  const app = await useClerkApp();

  it('says how long a change took to arrive, and after how many tokens', async () => {
    const session = await openPanel(browser, app);
    await start(session);
    await outcomeUntil(session, /Try 1 of 20, birthday is still "1990-01-01"/);
    setTimeout(() => app.setBirthday('1815-12-10'), 4_000);

    const { outcome, claims } = await outcomeUntil(session, /birthday changed to "1815-12-10"/, 20_000);

    const [, seconds, tokens] = /after (\d+\.\d) s and (\d+) tokens/.exec(outcome ?? '') ?? [];
    expect(Number(seconds)).toBeGreaterThan(3.5);
    expect(Number(seconds)).toBeLessThan(15);
    expect(Number(tokens)).toBeGreaterThanOrEqual(2);
    expect(claims['birthday']).toBe('"1815-12-10"');
    app.setBirthday('1990-01-01');
  });

  it('stops when it is told to, and asks for nothing more', async () => {
    const session = await openPanel(browser, app);
    await start(session);
    await outcomeUntil(session, /Try 2 of 20/);

    await press(session, 'Stop');
    const { outcome } = await outcomeUntil(session, /Stopped after .* the last token says "1990-01-01"/);
    await new Promise((resolve) => setTimeout(resolve, 3_000));

    expect((await outcomeUntil(session, /Stopped/)).outcome).toBe(outcome);
    await press(session, 'Refresh token');
    await outcomeUntil(session, /New token in/);
  });
});
