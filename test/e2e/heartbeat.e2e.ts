import { describe, expect, it } from 'vitest';
import { press, readPanelUntil } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { poll } from '../../scripts/browsers/wait.ts';
import { BROWSERS, openPanel, useClerkApp } from './support/open-panel.ts';

const MAIN = 'td [data-lane]:not([aria-label*="same as"])';

/** What the first lane of the column says of itself. */
const readLane = (session: Session) =>
  session.panel.evaluate((selector) => {
    const lane = document.querySelector<HTMLElement>(selector);
    const canvas = lane?.querySelector('canvas');
    const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const colours = new Set<string>();
    for (let at = 0; at < pixels.length; at += 4) colours.add(pixels.slice(at, at + 4).join());
    return {
      tokens: Number(lane?.dataset['tokens']),
      requests: Number(lane?.dataset['requests']),
      current: lane?.dataset['current'],
      width: lane?.clientWidth ?? 0,
      label: lane?.getAttribute('aria-label') ?? '',
      /** Of a canvas that was drawn on, more than one. */
      colours: colours.size,
    };
  }, MAIN);

/** Until the first lane has at least so many. */
const untilLane = (session: Session, name: 'tokens' | 'requests', least: number) =>
  session.panel.waitFor(
    (selector: string, counted: string, number: number) =>
      Number(document.querySelector<HTMLElement>(selector)?.dataset[counted]) >= number,
    [MAIN, name, least],
    { what: `${least} ${name} in the lane` },
  );

/** 0 is the left end of the lane. */
const clickAt = (session: Session, selector: string, fraction: number) =>
  session.panel.evaluate(
    (wanted, at) => {
      const lane = document.querySelector(wanted);
      if (!lane) throw new Error(`There is no ${wanted}`);
      const { left, top, width } = lane.getBoundingClientRect();
      const init = { bubbles: true, clientX: left + width * at, clientY: top + 15 };
      lane.dispatchEvent(new MouseEvent('click', init));
    },
    selector,
    fraction,
  );

describe.each(BROWSERS)('the heartbeat in %s', async (browser) => {
  const app = await useClerkApp();

  it('has a bar for each token and a dot for each request, in the column and large', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);
    const before = await readLane(session);

    await press(session, 'Refresh token');
    await untilLane(session, 'tokens', before.tokens + 1);
    const { requests } = await readLane(session);
    // A response that nobody reads has not ended in Chromium.
    await session.page.evaluate(async () => (await fetch('/api/me')).text());
    await untilLane(session, 'requests', requests + 1);
    const after = await readLane(session);
    expect(after.label).toContain(`${after.tokens} tokens, current #`);
    expect(after.width).toBeGreaterThan(100);
    expect(after.colours).toBeGreaterThan(5);

    await press(session, 'Heartbeat');
    await session.panel.waitFor(
      (least: number) =>
        Number(document.querySelector<HTMLElement>('.heartbeat [data-lane]')?.dataset['tokens']) >= least,
      [after.tokens],
      { what: 'the lane in the large view' },
    );
  });

  it('selects the token whose bar is pressed, in every lane', async () => {
    const session = await openPanel(browser, app);
    await readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);
    const { current } = await readLane(session);
    expect(current).toBeDefined();

    // The column ends a minute from now, which is less than what the token has to live.
    const selectedIn = () =>
      session.panel.evaluate(
        (expected: string) =>
          [...document.querySelectorAll<HTMLElement>('td [data-tokens]')].filter(
            ({ dataset }) => dataset['selected'] === expected,
          ).length,
        current ?? '',
      );
    // A bar can be pressed once it is drawn, which is a frame after its token is counted.
    const pressed = async () => {
      await clickAt(session, MAIN, 0.9);
      return (await selectedIn()) === 2;
    };
    await poll(pressed, { what: 'the selected token in the lanes of both cookies' });
  });

  it('fits a narrow panel', async () => {
    const session = await openPanel(browser, app, '/', { layout: { dock: 'right', width: 360 } });
    await readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);
    await expect.poll(async () => (await readLane(session)).colours).toBeGreaterThan(5);

    expect((await readLane(session)).width).toBeGreaterThan(90);
    const table = await session.panel.evaluate(() => {
      const { scrollWidth, clientWidth } = document.querySelector('.credentials') ?? document.body;
      return { scrollWidth, clientWidth };
    });
    expect(table.scrollWidth).toBeLessThanOrEqual(table.clientWidth);
  });
});
