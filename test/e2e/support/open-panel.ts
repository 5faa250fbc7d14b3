import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, onTestFinished, type TestContext } from 'vitest';
import { EXTENSIONS, openBrowser } from '../../../scripts/browsers/index.ts';
import type { OpenOptions, Session } from '../../../scripts/browsers/session.ts';
import type { BrowserName } from '../../../scripts/setup/browser.ts';
import { ROOT } from '../../../scripts/setup/run.ts';
import { startClerkApp, type ClerkApp, type ClerkAppOptions } from '../../apps/clerk/server.ts';

/** For `describe.each`. */
export const BROWSERS = Object.keys(EXTENSIONS) as BrowserName[];

type PanelOptions = Partial<Omit<OpenOptions, 'extensionPath' | 'executablePath' | 'url'>>;

/** The demo app for one test file: `const app = await useClerkApp()` at its top. */
export async function useClerkApp(options?: ClerkAppOptions): Promise<ClerkApp> {
  const app = await startClerkApp(options);
  afterAll(() => app.close());
  return app;
}

/** Opens the panel for one test, on a path of the app or an address; when the test fails, a screenshot stays. */
export async function openPanel(
  browser: BrowserName,
  app: { readonly url: string },
  path = '/',
  options: PanelOptions = {},
): Promise<Session> {
  if (!existsSync(EXTENSIONS[browser].path))
    throw new Error(`${EXTENSIONS[browser].path} is missing: run \`npm run build\``);
  const session = await openBrowser(browser, { ...options, url: new URL(path, app.url).href });

  // One hook for both, since a failed test's own hooks run after the ones that would have closed the browser.
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await session.screenshot(pictureOf(task)).catch(() => undefined);
    await session.close();
  });
  return session;
}

function pictureOf(task: TestContext['task']): string {
  const names: string[] = [];
  for (let each: { name: string; suite?: typeof each } | undefined = task; each; each = each.suite)
    names.unshift(each.name);
  const folder = join(ROOT, 'test-results');
  mkdirSync(folder, { recursive: true });
  return join(folder, `${names.join(' ').replaceAll(/[^\w.-]+/g, '-')}.png`);
}
