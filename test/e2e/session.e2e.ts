import { describe, expect, it } from 'vitest';
import { readPanel, readPanelUntil } from '../../scripts/browsers/panel.ts';
import { BROWSERS, openPanel, useClerkApp } from './support/open-panel.ts';
import { secondsOf } from './support/seconds.ts';

describe.each(BROWSERS)('the session in %s', async (browser) => {
  const app = await useClerkApp();

  it('is there when the panel opens: provider, user, claims, and the time it has left', async () => {
    const session = await openPanel(browser, app);

    const reading = await readPanelUntil(session, 'a session', ({ user }) => user?.includes('@') === true);

    expect(reading.provider).toMatch(/^Clerk/);
    expect(reading.user).toContain('ada@example.com');
    expect(reading.session).toContain('sess_');
    expect(reading.timer).toMatch(/^(1:00|0:\d\d)$/);
    expect(reading.claims).toMatchObject({ birthday: '"1990-01-01"', sts: '"active"', cat: '"cl_B7d4PD111AAA"' });
    expect(reading.credentials).toEqual(expect.arrayContaining(['__session', '__client_uat', 'clerk_active_context']));
    expect(reading.outcome).toContain('Not refreshed by you yet');
  });

  it('counts down, a second a second', async () => {
    const session = await openPanel(browser, app);
    const first = await readPanelUntil(session, 'a countdown', ({ timer }) => timer?.startsWith('0:') === true);
    const from = secondsOf(first.timer);

    await readPanelUntil(session, 'a tick', ({ timer }) => secondsOf(timer) === from - 1, 3_000);
    await readPanelUntil(session, 'another tick', ({ timer }) => secondsOf(timer) === from - 2, 3_000);
  });

  it('stands still while the panel is hidden, and is right at once when it is shown again', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'a countdown', ({ timer }) => timer?.startsWith('0:') === true);

    await session.hidePanel();
    const hidden = await readPanel(session);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const stillHidden = await readPanel(session);
    await session.showPanel();
    const shown = await readPanelUntil(
      session,
      'a tick',
      ({ timer }) => secondsOf(timer) <= secondsOf(hidden.timer) - 2,
      1_000,
    );

    expect(secondsOf(hidden.timer) - secondsOf(stillHidden.timer)).toBeLessThanOrEqual(1);
    expect(shown.outcome).toContain('Not refreshed by you yet');
  });
});

describe.each(BROWSERS)('a short-lived session in %s', async (browser) => {
  const app = await useClerkApp({ tokenTtl: 8 });

  it('goes on with the next token when the SDK refreshes by itself', async () => {
    const session = await openPanel(browser, app);
    const first = await readPanelUntil(session, 'a token', ({ claims }) => claims['jti'] !== undefined);

    const next = await readPanelUntil(
      session,
      'a token that the SDK fetched',
      ({ claims, timer }) => claims['jti'] !== first.claims['jti'] && secondsOf(timer) > 5,
      15_000,
    );

    expect(next.outcome).toContain('Not refreshed by you yet');
    // `fva` counts the minutes since the sign-in, and one of them may be over between two tokens.
    const changed = Object.keys(next.changes).filter((claim) => claim !== 'fva');
    expect(changed).toEqual(['exp', 'iat', 'jti', 'nbf']);
  });
});

describe.each(BROWSERS)('a server whose clock is ahead, in %s', async (browser) => {
  const app = await useClerkApp();

  it('has its skew measured, and the countdown corrected by it', async () => {
    app.setClockOffset(20_000);
    const session = await openPanel(browser, app);
    await session.page.reload();

    // Until the skew is known, the token's nbf is yet to come.
    const inStep = ({ timer }: { timer: string | null }) => secondsOf(timer) > 50 && secondsOf(timer) <= 60;
    await readPanelUntil(session, 'a corrected countdown', inStep);
    const clock = await session.panel.waitFor(
      () => document.querySelector('.clock')?.textContent?.match(/−\s?(\d+\.\d) s/)?.[1],
      [],
      { what: 'a clock skew' },
    );

    expect(Number(clock)).toBeCloseTo(20, 0);
  });
});
