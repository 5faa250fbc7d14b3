import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensureBrowser, ensureDisplayTools } from '../../scripts/setup/browser.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'claimcheck-'));
  vi.stubEnv('PATH', folder);
  vi.stubEnv('CLAIMCHECK_CHROMIUM', undefined);
  vi.stubEnv('CLAIMCHECK_FIREFOX', undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A command whose `--version` prints this. */
function command(name: string, output: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\necho '${output}'\n`);
  chmodSync(path, 0o755);
  return path;
}

describe.skipIf(process.platform !== 'linux')('with only these commands on the path', () => {
  it.each([
    ['google-chrome', 'Google Chrome 156.0.8078.79 '],
    ['chromium', 'Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)'],
    ['microsoft-edge-stable', 'Microsoft Edge 156.0.4123.1 unknown'],
  ])('takes %s', async (name, version) => {
    const path = command(name, version);

    await expect(ensureBrowser('chromium')).resolves.toBe(path);
  });

  it.each(['Mozilla Firefox 153.7.0esr', 'Mozilla Firefox 158.0a1'])('takes %s', async (version) => {
    const path = command('firefox', version);

    await expect(ensureBrowser('firefox')).resolves.toBe(path);
  });

  it('passes over an old browser and one that does not start', async () => {
    command('google-chrome', 'Google Chrome 119.0.6045.1');
    writeFileSync(join(folder, 'chromium'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const edge = command('microsoft-edge-stable', 'Microsoft Edge 156.0.4123.1');

    await expect(ensureBrowser('chromium')).resolves.toBe(edge);
  });

  it('says which browser is too old and what to do', async () => {
    const path = command('firefox', 'Mozilla Firefox 141.0.3');

    await expect(ensureBrowser('firefox')).rejects.toThrow(
      `${path} is version 141, which is too old.\nInstall Firefox 142 or newer (`,
    );
  });

  it('says what to install when there is none', async () => {
    await expect(ensureBrowser('chromium')).rejects.toThrow(
      /^No Chrome, Chromium or Edge was found\.\nInstall .+ 120 or newer \(.+\)\nor set CLAIMCHECK_CHROMIUM to the path/,
    );
  });

  it('knows whether a native dialog can be answered', async () => {
    await expect(ensureDisplayTools()).resolves.toBe(false);

    command('Xvfb', '');
    command('xdotool', '');
    await expect(ensureDisplayTools()).resolves.toBe(true);
  });

  it('takes the browser the environment names before any other', async () => {
    command('chromium', 'Chromium 156.0.8078.79');
    const chosen = command('my-chrome', 'Google Chrome for Testing 150.0.1.2');
    vi.stubEnv('CLAIMCHECK_CHROMIUM', chosen);

    await expect(ensureBrowser('chromium')).resolves.toBe(chosen);
  });

  it('does not put another browser in the place of the one the environment names', async () => {
    command('firefox', 'Mozilla Firefox 153.7.0esr');
    vi.stubEnv('CLAIMCHECK_FIREFOX', '/no/firefox');

    await expect(ensureBrowser('firefox')).rejects.toThrow('CLAIMCHECK_FIREFOX is /no/firefox, which does not start.');
  });
});
