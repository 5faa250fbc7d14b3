import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startClerkApp, type ClerkApp } from '../test/apps/clerk/server.ts';
import { startRoqApp } from '../test/apps/roq/server.ts';
import { startSuperTokensApp } from '../test/apps/supertokens/server.ts';
import { startSwitcher } from '../test/apps/switcher.ts';
import { EXTENSIONS, openBrowser } from './browsers/index.ts';
import { press, readPanelUntil } from './browsers/panel.ts';
import type { Session } from './browsers/session.ts';
import type { BrowserName } from './setup/browser.ts';
import { runTool } from './setup/run.ts';

const USAGE = 'Usage: npm start -- [--browser chromium|firefox] [--headless]';
const USER = 'ada@example.com';
const NEW_BIRTHDAY = '1815-12-10';
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

interface DemoOptions {
  browser: BrowserName;
  headless: boolean;
}

class UsageError extends Error {}

function readArguments(): DemoOptions {
  try {
    const { values } = parseArgs({
      options: { browser: { type: 'string', default: 'chromium' }, headless: { type: 'boolean', default: false } },
    });
    if (!(values.browser in EXTENSIONS)) throw new UsageError(`There is no browser "${values.browser}".`);
    return { browser: values.browser as BrowserName, headless: values.headless || !hasDisplay() };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

/** Says which step failed. */
async function attempt<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new Error(`Could not ${name}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

async function buildExtension(browser: BrowserName): Promise<void> {
  const { code, output } = await runTool(['wxt', 'build', '-b', EXTENSIONS[browser].target]);
  if (code !== 0) throw new Error(`wxt build ended with ${code}\n${output}`);
}

/** The whole story without a person: what is there, what changes on the server, and the proof that it arrived. */
async function tellStory(session: Session, app: ClerkApp): Promise<void> {
  const before = await attempt('read the session in the panel', () =>
    readPanelUntil(session, 'a session with its countdown', ({ timer, user, claims }) =>
      Boolean(timer && user?.includes(USER) && claims['birthday']),
    ),
  );
  console.log(`provider: ${before.provider}`);
  console.log(`session: ${before.session}`);
  console.log(`user: ${before.user}`);
  console.log(`expires in: ${before.timer}`);
  console.log(`credentials: ${before.credentials.join(', ')}`);
  console.log('claims:');
  for (const [name, value] of Object.entries(before.claims)) console.log(`  ${name}: ${value}`);

  console.log(
    `\nOn the server, the birthday is now ${NEW_BIRTHDAY}; the token still says ${before.claims['birthday']}.`,
  );
  app.setBirthday(NEW_BIRTHDAY);
  await attempt('press "Refresh token"', () => press(session, 'Refresh token'));
  const after = await attempt('see the birthday change in the panel', () =>
    readPanelUntil(session, 'a changed birthday', ({ changes }) => Boolean(changes['birthday'])),
  );
  const { before: old, after: current } = after.changes['birthday']!;
  if (!current.includes(NEW_BIRTHDAY)) throw new Error(`The panel says that the birthday became ${current}.`);
  console.log(`outcome: ${after.outcome}`);
  console.log(`birthday: ${old} → ${current}`);

  // The browser tells DevTools of a request a little after the page has its answer.
  await sleep(1000);
  const picture = resolve('demo.png');
  await attempt('save demo.png', () => session.screenshot(picture));
  console.log(`\nSaved ${picture}`);
}

async function demo({ browser, headless }: DemoOptions): Promise<void> {
  console.log(`Building the extension for ${browser}…`);
  await attempt('build the extension', () => buildExtension(browser));
  const switcher = await startSwitcher([
    { id: 'clerk', title: 'Clerk', start: async () => app },
    { id: 'roq', title: 'ROQ', start: () => startRoqApp({ nav: switcher.navigation('roq') }) },
    {
      id: 'supertokens',
      title: 'SuperTokens',
      start: () => startSuperTokensApp({ nav: switcher.navigation('supertokens') }),
    },
  ]);
  const app = await attempt('start the demo app', () =>
    startClerkApp({ port: headless ? 0 : 4000, nav: switcher.navigation('clerk') }),
  );
  console.log(`The demo app is at ${app.url}`);
  // Listened to before the browser is there, for otherwise an early Ctrl-C would leave it running.
  const stopped = headless ? undefined : Promise.race(STOP_SIGNALS.map((signal) => once(process, signal)));
  let session: Session | undefined;
  try {
    const options = { url: app.url, headless, endOnSignal: headless };
    session = await attempt(`open ${browser} with DevTools`, () => openBrowser(browser, options));
    if (headless) return await tellStory(session, app);

    console.log('Change the birthday on the page, then press "Refresh token" in the panel.');
    console.log('Press Ctrl-C to stop');
    await Promise.race([session.closed, stopped]);
  } finally {
    await session?.close();
    await app.close();
    await switcher.close();
  }
}

try {
  await demo(readArguments());
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
