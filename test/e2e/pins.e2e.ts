import { describe, it } from 'vitest';
import { fill, press, readPanelUntil } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { BROWSERS, openPanel, useClerkApp } from './support/open-panel.ts';

const pinnedUntil = (session: Session, pattern: RegExp) =>
  session.panel.waitFor(
    (source) => new RegExp(source).test(document.querySelector('[data-pinned="birthday"]')?.textContent ?? ''),
    [pattern.source],
    { what: `the pinned birthday to say ${pattern}` },
  );

/** Until the SDK has said its part as well: what is pressed does not move any more. */
const signedIn = (session: Session) =>
  readPanelUntil(
    session,
    'a session and its user',
    ({ claims, user }) => claims['birthday'] !== undefined && user?.includes('ada@example.com') === true,
  );

describe.each(BROWSERS)('in %s', async (browser) => {
  const app = await useClerkApp();

  it('keeps a pinned claim in sight, flashes when it changes, and knows it when DevTools opens again', async () => {
    const session = await openPanel(browser, app);
    await signedIn(session);
    await press(session, 'Pin birthday');
    await pinnedUntil(session, /1990-01-01/);

    app.setBirthday('1815-12-10');
    await press(session, 'Refresh token');
    await pinnedUntil(session, /1815-12-10/);
    await session.panel.waitFor(() => document.querySelector('[data-pinned="birthday"] .flash') !== null, [], {
      what: 'the flash',
    });

    await session.closeDevTools();
    await session.openDevTools();
    await session.showPanel();
    await pinnedUntil(session, /1815-12-10/);
    app.setBirthday('1990-01-01');
  });

  it('decodes a pasted header in the place of the panes', async () => {
    const session = await openPanel(browser, app);
    await signedIn(session);
    const cookies = await session.page.evaluate(() => document.cookie);
    await press(session, 'Decode');
    await fill(session, 'pasted', `Cookie: ${cookies}`);

    await session.panel.waitFor(
      () => {
        const decoder = document.querySelector('[aria-label="Decoder"]');
        return (
          /Clerk, JWT/.test(decoder?.textContent ?? '') &&
          /1990-01-01/.test(decoder?.querySelector('[data-claim="birthday"]')?.textContent ?? '') &&
          !document.querySelector('.panes')?.checkVisibility()
        );
      },
      [],
      { what: 'the claims of the pasted cookie' },
    );
    await press(session, 'Back');
    await session.panel.waitFor(() => document.querySelector('.panes')?.checkVisibility(), [], { what: 'the panes' });
  });
});
