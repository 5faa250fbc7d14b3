import { describe, expect, it } from 'vitest';
import { press, readPanelUntil } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { BROWSERS, openPanel, useClerkApp } from './support/open-panel.ts';

const HTML_CLAIM = '<img src=x onerror=alert(1)>';

const rowText = (session: Session, name: string) =>
  session.panel.evaluate(
    (wanted) => [...document.querySelectorAll('tr')].find((row) => row.ariaLabel === wanted)?.textContent ?? '',
    name,
  );

describe.each(BROWSERS)('a hostile page in %s', async (browser) => {
  const app = await useClerkApp();

  it('shows what is wrong with each credential, and goes on with the rest', async () => {
    const session = await openPanel(browser, app, '/hostile?kind=throws');
    const reading = await readPanelUntil(session, 'the hostile credentials', ({ credentials }) =>
      ['garbage', 'truncated', 'wrong_types', 'dangerous_names', 'megabyte_token', 'nested_token'].every((name) =>
        credentials.includes(name),
      ),
    );

    expect(await rowText(session, 'megabyte_token')).toContain('Too long to decode');
    expect(await rowText(session, 'nested_token')).toContain('nested deeper than');
    expect(await rowText(session, 'truncated')).toContain('Truncated');
    expect(await rowText(session, 'wrong_types')).toContain('bad nbf');
    expect(reading.credentials).toContain('<i>html key</i>');
    await session.panel.click('tr[aria-label="dangerous_names"]');
    const { claims } = await readPanelUntil(session, 'its claims', (now) => Object.hasOwn(now.claims, HTML_CLAIM));
    const proto = () => document.querySelector('[data-claim="__proto__"] .claim-value')?.textContent;
    expect(await session.panel.evaluate(proto)).toContain('polluted');
    expect(claims[HTML_CLAIM]).toBe('"<script>alert(1)</script>"');
    expect(await session.panel.evaluate(() => document.querySelector('img, main script'))).toBeNull();
    expect(await session.panel.evaluate(() => (({}) as Record<string, unknown>)['polluted'] ?? null)).toBeNull();
  });

  it.each([
    ['throws', /Refresh token failed in \d+ ms/],
    ['junk', /Clerk has not loaded yet/],
    ['getters', /Refresh token failed in \d+ ms/],
  ])('whose SDK %s is told as such', async (kind, outcome) => {
    const session = await openPanel(browser, app, `/hostile?kind=${kind}`);
    await press(session, 'Refresh token');

    await readPanelUntil(session, 'the outcome', (reading) => outcome.test(reading.outcome ?? ''));
  });

  it('whose SDK never answers is not waited for beyond 10 s', async () => {
    const session = await openPanel(browser, app, '/hostile?kind=never');
    await press(session, 'Refresh token');

    await readPanelUntil(session, 'the outcome', ({ outcome }) => /Still waiting/.test(outcome ?? ''), 15_000);
  });
});
