import { join } from 'node:path';
import { ensureBrowser, type BrowserName } from '../setup/browser.ts';
import { ROOT } from '../setup/run.ts';
import { openChromium } from './chromium.ts';
import { openFirefox } from './firefox.ts';
import type { OpenOptions, Session } from './session.ts';

const OPENERS = { chromium: openChromium, firefox: openFirefox };

/** The extension for each browser: what wxt calls the build, and where it leaves it. */
export const EXTENSIONS: Record<BrowserName, { target: string; path: string }> = {
  chromium: { target: 'chrome', path: join(ROOT, '.output/chrome-mv3') },
  firefox: { target: 'firefox', path: join(ROOT, '.output/firefox-mv3') },
};

/** Opens the browser that this machine has, with our extension as it was built last. */
export async function openBrowser(
  name: BrowserName,
  options: Omit<OpenOptions, 'extensionPath' | 'executablePath'>,
): Promise<Session> {
  const executablePath = await ensureBrowser(name);
  return OPENERS[name]({ ...options, executablePath, extensionPath: EXTENSIONS[name].path });
}
