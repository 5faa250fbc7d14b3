import { describe, expect, it } from 'vitest';
import { press, readPanelUntil } from '../../scripts/browsers/panel.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { poll } from '../../scripts/browsers/wait.ts';
import { BROWSERS, openPanel, useClerkApp } from './support/open-panel.ts';
import { chooseFile, downloadFolder, savedFile } from './support/recording-files.ts';
import { foundIn, secretsIn } from './support/secrets.ts';

interface TokenRow {
  readonly number: number;
  readonly cause: string;
  readonly evidence: string;
}

/** The rows of the History tab, the newest first. */
async function tokensOf(session: Session): Promise<TokenRow[]> {
  return session.panel.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('table[aria-label="Tokens"] [data-token]')].map((row) => ({
      number: Number(row.dataset['token']),
      cause: row.dataset['cause'] ?? '',
      evidence: [...row.querySelectorAll('.cause-evidence')].map(({ textContent }) => textContent).join('; '),
    })),
  );
}

/** Waits for a token that was not there and passes. */
async function nextToken(session: Session, what: string, isWanted: (row: TokenRow) => boolean): Promise<TokenRow> {
  const known = new Set((await tokensOf(session)).map(({ number }) => number));
  let rows: TokenRow[] = [];
  const find = async () => {
    rows = await tokensOf(session);
    return rows.find((row) => !known.has(row.number) && isWanted(row));
  };
  return poll(find, { timeout: 20_000, what }).catch((error: unknown) => {
    throw new Error(`${what} did not happen. The history shows: ${JSON.stringify(rows)}`, { cause: error });
  });
}

const post = (session: Session, path: string) =>
  session.page.evaluate(async (to) => (await fetch(to, { method: 'POST' })).text(), path);

describe.each(BROWSERS)('a session of tokens that live 5 s, in %s', async (browser) => {
  const app = await useClerkApp({ tokenTtl: 5 });

  it('tells what caused each token, who was sent an expired one, and the same once it was saved and opened', async () => {
    const downloads = downloadFolder();
    const session = await openPanel(browser, app, '/', { downloads });
    await readPanelUntil(session, 'a session', ({ claims }) => claims['jti'] !== undefined);
    await press(session, 'History');

    const own = await nextToken(session, "the SDK's own refresh", ({ cause }) => cause === 'sdk');
    expect(own.evidence).toMatch(/^POST .*\/v1\/client\/sessions\/sess_\w+\/tokens, 200 in \d+ ms brought it$/);

    const forced = nextToken(session, 'a forced refresh', ({ cause }) => cause === 'forced');
    await press(session, 'Refresh token');
    expect((await forced).evidence).toMatch(
      /^Clerk\.session\.getToken\(\{ skipCache: true \}\) (?:answered|was under way)/,
    );

    const set = nextToken(session, 'a token set by a server', ({ cause }) => cause === 'set-cookie');
    await post(session, '/api/renew');
    expect((await set).evidence).toMatch(/^POST \/api\/renew, 200 in \d+ ms set the cookie __session/);

    const elsewhere = nextToken(session, "another tab's token", ({ cause }) => cause.startsWith('other-tab'));
    const other = await session.openTab(app.url);
    await readPanelUntil(other, 'the same session', ({ claims }) => claims['jti'] !== undefined);
    await press(other, 'Refresh token');
    expect((await elsewhere).evidence).toMatch(/^Another tab of this site is open, and no request of this tab/);

    const newest = (await tokensOf(session))[0]?.number ?? 0;
    const settled = async () => {
      const known = (await tokensOf(session)).filter(({ number }) => number <= newest);
      return known.every(({ evidence }) => !evidence.includes('just now')) && known;
    };
    const rows = await poll(settled, { what: 'a cause for every token' });
    const asked = new Set(app.requests.filter(({ path }) => path.endsWith('/tokens')).map(({ at }) => at));
    expect(rows.filter(({ cause }) => cause === 'sdk').length).toBeLessThan(asked.size);
    expect(rows.filter(({ cause }) => cause === 'unknown').map(({ evidence }) => evidence)).toEqual([
      'It was there when the recording began',
    ]);
    expect(rows.filter(({ cause }) => cause === 'page-script')).toEqual([]);

    const expired = await app.mint({ ttl: -30 });
    const status = await session.page.evaluate(async (token) => {
      const response = await fetch('/api/me', { headers: { authorization: `Bearer ${token}` } });
      return `${response.status} ${await response.text()}`;
    }, expired);
    expect(status).toContain('401');
    await session.panel.waitFor(() => /1 expired/.test(document.querySelector('.detail')?.textContent ?? ''), [], {
      what: 'the alarm',
    });

    await press(session, 'Export with tokens…', { menu: 'Recording' });
    await press(session, 'Export with tokens');
    const full = await savedFile(downloads, false);
    await press(session, 'Export redacted', { menu: 'Recording' });
    const redacted = await savedFile(downloads, true);

    expect(full.text).toContain(expired);
    expect(foundIn(redacted.text, secretsIn(full.text))).toEqual([]);
    for (const file of [full, redacted]) {
      await chooseFile(session.panel, file);
      await session.panel.waitFor(
        (name) => document.querySelector('[aria-label="Opened recording"]')?.textContent.includes(name),
        [file.name],
        { what: `${file.name}, opened` },
      );
      const opened = (await tokensOf(session)).filter(({ number }) => number <= newest);
      expect(opened.map(({ number, cause }) => [number, cause])).toEqual(
        rows.map(({ number, cause }) => [number, cause]),
      );
    }
  });
});
