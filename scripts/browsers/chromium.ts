import { writeFile } from 'node:fs/promises';
import { launch, type Browser, type Page, type Target } from 'puppeteer-core';
import { openDevTools } from './chromium-devtools.ts';
import { createProfile } from './chromium-profile.ts';
import { frameScope, inspectedPage } from './scope.ts';
import { DEFAULT_LAYOUT, DEFAULT_WINDOW, type Layout, type OpenOptions, type Scope, type Session } from './session.ts';
import { step } from './wait.ts';

/** Opens Chromium (or Chrome, or Edge) on a page, with DevTools and our panel. */
export async function openChromium(options: OpenOptions): Promise<Session> {
  const { layout = DEFAULT_LAYOUT, theme = 'light', startPanel = true } = options;
  const profile = createProfile(layout, theme);
  const browser = await step('start Chromium', launchBrowser(options, profile.path)).catch((error: unknown) => {
    profile.remove();
    throw error;
  });
  const close = async () => {
    if (browser.connected) await browser.close();
    profile.remove();
  };

  try {
    const [page = await browser.newPage()] = await browser.pages();
    return await openSession(
      { browser, page, extensionPath: options.extensionPath, layout, close },
      options.url,
      startPanel,
    );
  } catch (error) {
    await close();
    throw error;
  }
}

function launchBrowser(options: OpenOptions, userDataDir: string): Promise<Browser> {
  const { extensionPath, executablePath, headless = true, hosts = [], downloads } = options;
  const { window = DEFAULT_WINDOW, endOnSignal = true } = options;
  return launch({
    executablePath,
    headless,
    userDataDir,
    // Branded Chrome loads an unpacked extension over this pipe only.
    pipe: true,
    enableExtensions: [extensionPath],
    defaultViewport: null,
    ...(downloads !== undefined && { downloadBehavior: { policy: 'allow' as const, downloadPath: downloads } }),
    handleSIGINT: endOnSignal,
    handleSIGTERM: endOnSignal,
    handleSIGHUP: endOnSignal,
    // It shows a bar over the page.
    ignoreDefaultArgs: ['--enable-automation'],
    args: [
      `--window-size=${window.width},${window.height}`,
      ...(hosts.length ? [`--host-resolver-rules=${hosts.map((host) => `MAP ${host} 127.0.0.1`).join(',')}`] : []),
      // Chromium refuses to start its sandbox as root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
}

interface Tab {
  browser: Browser;
  page: Page;
  extensionPath: string;
  layout: Layout;
  close(): Promise<void>;
}

async function openSession(tab: Tab, url: string, startPanel: boolean): Promise<Session> {
  const { browser, page, extensionPath } = tab;
  const inspected = inspectedPage(page);
  await inspected.goto(url);
  const open = () => step('open DevTools', openDevTools(page, extensionPath));
  let devtools = await open();
  const panel = frameScope('panel', () => devtools.panelFrame());

  const session: Session = {
    browser: 'chromium',
    page: inspected,
    panel: {
      ...panel,
      async click(selector) {
        // A tab in the background takes no clicks. Only then, since this takes the focus from DevTools.
        if (await inspected.evaluate(() => document.hidden)) await page.bringToFront();
        await panel.click(selector);
      },
    },
    closed: new Promise((resolve) => {
      page.once('close', () => resolve());
      browser.once('disconnected', () => resolve());
    }),
    screenshot: (path) =>
      step(
        'take a screenshot',
        devtools.capture().then((png) => writeFile(path, png)),
      ),
    setTheme: (theme) => step(`set the ${theme} theme`, devtools.setTheme(theme)),
    resize: (layout) => step('resize DevTools', devtools.resize(layout)),
    showPanel: () => step('show the panel', devtools.showPanel()),
    hidePanel: () => step('hide the panel', devtools.showOtherTool()),
    closeDevTools: () => step('close DevTools', devtools.close()),
    async openDevTools() {
      devtools = await open();
    },
    killBackground: () => step('end the service worker', endServiceWorker(browser)),
    setHostAccess: (allowed) => step('set the host access', setHostAccess(browser, allowed)),
    recordingTab: () => step('open the recording tab', openRecordingTab(page)),
    async openTab(tabUrl) {
      const opened = await step('open a tab', browser.newPage());
      return openSession({ ...tab, page: opened, close: () => opened.close() }, tabUrl, true);
    },
    close: () => step('close', tab.close()),
  };

  if (tab.layout.dock === 'undocked') await session.resize(tab.layout);
  if (startPanel) await session.showPanel();
  return session;
}

async function openRecordingTab(page: Page): Promise<Scope> {
  const browser = page.browser();
  const [extension] = (await browser.extensions()).values();
  if (!extension) throw new Error('the extension is not installed');
  const isPanel = (target: Target) => target.type() === 'page' && target.url().endsWith('/panel.html');
  const opened = browser.waitForTarget(isPanel);
  await extension.triggerAction(page);
  const tab = await (await opened).page();
  if (!tab) throw new Error('the tab has no page');
  return frameScope('recording tab', () => tab.mainFrame());
}

async function endServiceWorker(browser: Browser): Promise<void> {
  const target = browser.targets().find((each) => each.type() === 'service_worker');
  if (!target) throw new Error('no service worker is running');
  const gone = new Promise<void>((resolve) => {
    browser.on('targetdestroyed', (destroyed) => destroyed === target && resolve());
  });
  const worker = await target.worker();
  await worker?.close();
  await gone;
}

/** The page of extensions has the API behind its own switches. */
async function setHostAccess(browser: Browser, allowed: boolean): Promise<void> {
  const ours = browser.targets().find((target) => target.url().startsWith('chrome-extension:'));
  if (!ours) throw new Error('nothing of the extension is running');
  const extensionId = new URL(ours.url()).host;
  const settings = await browser.newPage({ background: true });
  await settings.goto(`chrome://extensions/?id=${extensionId}`);
  const change = JSON.stringify({ extensionId, hostAccess: allowed ? 'ON_ALL_SITES' : 'ON_CLICK' });
  await settings.evaluate(`chrome.developerPrivate.updateExtensionConfiguration(${change})`);
  await settings.close();
}
