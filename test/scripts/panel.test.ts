// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { press, readPanel, readPanelUntil } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';

const PANEL = `
  <main aria-label="Claimcheck">
    <p data-field="provider">Clerk</p>
    <div role="timer" aria-label="Expires in">0:42</div>
    <dl><div data-field="user"><dt>User</dt><dd>ada@example.com</dd><dd>user_1</dd></div></dl>
    <button aria-haspopup="menu" aria-label="More actions"></button>
    <button disabled>Refresh token</button>
    <div role="status" aria-label="Last outcome"><p>New token</p><p>in 40 ms</p></div>
    <table aria-label="Credentials"><tbody><tr aria-label="__session"><td><button>__session</button></td></tr></tbody></table>
    <section aria-label="Claims"><table>
      <tr data-claim="birthday"><td class="claim-value">"1990-01-01"</td></tr>
      <tr data-claim="__proto__"><td class="claim-value">{}</td></tr>
    </table></section>
    <section aria-label="Changes"><table>
      <tr data-claim="birthday"><td data-side="before">"1990-01-01"</td><td data-side="after">"1815-12-10"</td></tr>
    </table></section>
  </main>`;

let clicked: string[];

/** A session whose panel is this document. */
const session = {
  panel: {
    evaluate: async (fn: (...args: unknown[]) => unknown, ...args: unknown[]) => fn(...args),
    click: async (selector: string) => {
      const element = document.querySelector(selector);
      clicked.push(element?.getAttribute('aria-label') ?? element?.textContent ?? '');
    },
  },
} as unknown as Session;

beforeEach(() => {
  document.body.innerHTML = PANEL;
  clicked = [];
});

describe('reading the panel', () => {
  it('reads what is shown, by names and roles', async () => {
    const reading = await readPanel(session);
    expect(reading).toMatchObject({
      timer: '0:42',
      provider: 'Clerk',
      user: 'ada@example.com, user_1',
      session: null,
      credentials: ['__session'],
      changes: { birthday: { before: '"1990-01-01"', after: '"1815-12-10"' } },
      outcome: 'New token, in 40 ms',
    });
    expect(Object.entries(reading.claims)).toEqual([
      ['birthday', '"1990-01-01"'],
      ['__proto__', '{}'],
    ]);
  });

  it('tells what the panel shows instead of what was waited for', async () => {
    const reading = readPanelUntil(session, 'an expired token', ({ timer }) => timer === '−0:01', 60);
    await expect(reading).rejects.toThrow(/an expired token did not happen.*"timer":"0:42"/);
  });
});

describe('pressing', () => {
  it('waits for a button that cannot be pressed yet', async () => {
    setTimeout(() => document.querySelector('[disabled]')?.removeAttribute('disabled'), 60);
    await press(session, 'Refresh token');
    expect(clicked).toEqual(['Refresh token']);
  });

  it('opens the menu first when the button is not shown without it', async () => {
    setTimeout(
      () => document.querySelector('main')?.insertAdjacentHTML('beforeend', '<button>Reload user</button>'),
      60,
    );
    await press(session, 'Reload user', { menu: 'More actions' });
    expect(clicked).toEqual(['More actions', 'Reload user']);
  });
});
