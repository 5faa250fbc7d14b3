import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { connectToWindow, type FirefoxWindow } from './firefox-connection.ts';
import type { Target } from './firefox-window.ts';
import { createScope, inspectedPage } from './scope.ts';
import { DEFAULT_LAYOUT, DEFAULT_WINDOW, type Layout, type OpenOptions, type Scope, type Session } from './session.ts';
import { poll, step } from './wait.ts';

/** Opens Firefox on a page, with DevTools and our panel. */
export async function openFirefox(options: OpenOptions): Promise<Session> {
  const { url, extensionPath, startPanel = true } = options;
  const browser = await step('start Firefox', launchBrowser(options));
  const close = async () => {
    if (browser.connected) await browser.close();
  };
  try {
    const id = await step('install the extension', browser.installExtension(extensionPath));
    const extension = { id, hosts: hostPermissions(extensionPath) };
    const reachWindow = () => step("reach Firefox's own window", connectToWindow(browser));
    let window = await reachWindow();
    let [page = await browser.newPage()] = await browser.pages();
    if (options.privateWindow) {
      const before = await browser.pages();
      await step('open a private window', window.call('openPrivateWindow', id));
      window = await reachWindow();
      const findNew = async () => (await browser.pages()).find((opened) => !before.includes(opened));
      page = await poll(findNew, { what: 'a page in the private window' });
    }
    return await openSession({ browser, page, window, extension, close }, url, startPanel);
  } catch (error) {
    await close();
    throw error;
  }
}

function launchBrowser(options: OpenOptions): Promise<Browser> {
  const { executablePath, headless = true, hosts = [], autoGrant = false, theme = 'light', downloads } = options;
  const { layout = DEFAULT_LAYOUT, window = DEFAULT_WINDOW, endOnSignal = true } = options;
  return launch({
    browser: 'firefox',
    executablePath,
    headless,
    defaultViewport: null,
    handleSIGINT: endOnSignal,
    handleSIGTERM: endOnSignal,
    handleSIGHUP: endOnSignal,
    // Without system access a client may not reach the browser's own window, where DevTools are.
    args: ['--remote-allow-system-access', '--width', `${window.width}`, '--height', `${window.height}`],
    env: { ...process.env, MOZ_HEADLESS_WIDTH: `${window.width}`, MOZ_HEADLESS_HEIGHT: `${window.height}` },
    extraPrefsFirefox: {
      ...layoutPrefs(layout),
      ...(downloads !== undefined && {
        'browser.download.folderList': 2,
        'browser.download.dir': downloads,
        'browser.download.useDownloadDir': true,
        'browser.download.always_ask_before_handling_new_types': false,
      }),
      'devtools.theme': theme,
      'devtools.everOpened': true,
      'extensions.webextOptionalPermissionPrompts': !autoGrant,
      'network.dns.localDomains': hosts.join(','),
      // A page must lose the focus to DevTools here as it does for a person.
      'focusmanager.testmode': false,
    },
  });
}

const layoutPrefs = (layout: Layout) => ({
  'devtools.toolbox.host': layout.dock === 'undocked' ? 'window' : layout.dock,
  ...('height' in layout && { 'devtools.toolbox.footer.height': layout.height }),
  ...('width' in layout && { 'devtools.toolbox.sidebar.width': layout.width }),
});

interface Tab {
  browser: Browser;
  page: Page;
  window: FirefoxWindow;
  extension: { id: string; hosts: string[] };
  close(): Promise<void>;
}

async function openSession(tab: Tab, url: string, startPanel: boolean): Promise<Session> {
  const { browser, page, window, extension } = tab;
  const inspected = inspectedPage(page);
  await inspected.goto(url);
  await page.bringToFront();
  const id = await window.call('selectedTab');

  const session: Session = {
    browser: 'firefox',
    page: inspected,
    panel: extensionScope('panel', window, id),
    closed: new Promise((resolve) => {
      page.once('close', () => resolve());
      browser.once('disconnected', () => resolve());
    }),
    async screenshot(path) {
      const picture = await step('take a screenshot', window.call('snapshot', id));
      await writeFile(path, Buffer.from(picture.slice(picture.indexOf(',') + 1), 'base64'));
    },
    setTheme: (theme) => step(`set the ${theme} theme`, window.call('setTheme', theme)),
    async resize(layout) {
      const { dock, width = 500, height = 400 } = { width: undefined, height: undefined, ...layout };
      await step('resize DevTools', window.call('resize', id, dock, width, height));
    },
    showPanel: () => step('show the panel', window.call('showPanel', id)),
    hidePanel: () => step('hide the panel', window.call('showOtherTool', id)),
    closeDevTools: () => step('close DevTools', window.call('close', id)),
    openDevTools: () => step('open DevTools', window.call('open', id)),
    killBackground: () => step('end the event page', window.call('terminateBackground', extension.id)),
    setHostAccess: (allowed) =>
      step('set the host access', window.call('setHostAccess', extension.id, extension.hosts, allowed)),
    async grantPage() {
      await step('see the grant page', window.call('waitForPage', 'grant page'));
      return extensionScope('grant page', window, 'grant page');
    },
    async recordingTab() {
      await step("press the extension's button", window.call('pressButton', extension.id));
      await step('see the recording tab', window.call('waitForPage', 'recording tab'));
      return extensionScope('recording tab', window, 'recording tab');
    },
    async openTab(tabUrl) {
      const opened = await step('open a tab', browser.newPage());
      return openSession({ ...tab, page: opened, close: () => opened.close() }, tabUrl, true);
    },
    close: () => step('close', tab.close()),
  };

  await session.openDevTools();
  if (startPanel) await session.showPanel();
  return session;
}

function hostPermissions(extensionPath: string): string[] {
  const manifest = readFileSync(join(extensionPath, 'manifest.json'), 'utf8');
  return (JSON.parse(manifest) as { host_permissions?: string[] }).host_permissions ?? [];
}

function extensionScope(name: string, window: FirefoxWindow, target: Target): Scope {
  const evaluate: Scope['evaluate'] = async (fn, ...args) => {
    const json = await window.call('run', target, `(${fn})(...${JSON.stringify(args)})`);
    return json === undefined ? undefined : JSON.parse(json);
  };
  return createScope(name, {
    evaluate,
    async click(selector) {
      let last: string | undefined;
      const stillCentre = async () => {
        const centre = await evaluate(centreOf, selector);
        const still = JSON.stringify(centre) === last;
        last = JSON.stringify(centre);
        return still && centre;
      };
      const { x, y } = await poll(stillCentre, { what: `a visible ${selector} that stands still` });
      await window.call('click', target, x, y);
    },
  });
}

/** Runs in the extension's page. */
function centreOf(selector: string) {
  const element = [...document.querySelectorAll(selector)].find((each) => each.checkVisibility());
  if (!element) return undefined;
  element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2 };
}
