/** What is used here of the objects that Firefox's own window has. */
interface Toolbox {
  win: ChromeWindow;
  topWindow: ChromeWindow;
  hostType: string;
  visibleAdditionalTools: Iterable<string>;
  selectTool(id: string): Promise<unknown>;
  switchHost(type: string): Promise<unknown>;
  destroy(): Promise<unknown>;
}
interface RemoteBrowser extends HTMLElement {
  browserId: number;
  currentURI: { spec: string } | null;
  messageManager: MessageManager;
}
interface MessageManager {
  addMessageListener(name: string, listener: (message: { data: Reply }) => void): void;
  removeMessageListener(name: string, listener: (message: { data: Reply }) => void): void;
  loadFrameScript(url: string, delayed: boolean): void;
}
interface Reply {
  value?: string;
  error?: string;
}
interface Tab {
  linkedBrowser: RemoteBrowser;
}
interface ChromeWindow extends Window {
  browsingContext: {
    currentWindowGlobal: { drawSnapshot(rect: null, scale: number, background: string): Promise<ImageBitmap> };
    embedderElement: HTMLElement;
  };
}
interface Modules {
  'resource://gre/modules/ExtensionPermissions.sys.mjs': {
    ExtensionPermissions: { add: ChangePermissions; remove: ChangePermissions };
  };
  'resource://gre/modules/ExtensionParent.sys.mjs': {
    ExtensionParent: {
      apiManager: {
        global: { browserActionFor(extension: Extension): { triggerAction(window: Window): void } };
      };
    };
  };
  'resource://gre/modules/AddonManager.sys.mjs': {
    AddonManager: { getAddonByID(id: string): Promise<{ reload(): Promise<void> }> };
  };
  'resource://devtools/shared/loader/Loader.sys.mjs': { require(id: string): { gDevTools: DevTools } };
  'chrome://remote/content/shared/webdriver/Event.sys.mjs': {
    event: { synthesizeMouseAtPoint(x: number, y: number, options: object, window: Window): Promise<void> };
  };
}
type ChangePermissions = (
  extensionId: string,
  change: { permissions: string[]; origins: string[] },
  extension: Extension,
) => Promise<void>;
interface DevTools {
  getToolboxForTab(tab: Tab): Toolbox | undefined;
  showToolboxForTab(tab: Tab, options: { toolId: string }): Promise<Toolbox>;
}
interface Extension {
  terminateBackground(options: object): Promise<void>;
}

declare const ChromeUtils: { importESModule<K extends keyof Modules>(url: K): Modules[K] };
declare function OpenBrowserWindow(options: object): {
  gBrowserInit?: { delayedStartupFinished: boolean };
  gBrowser: {
    selectedBrowser: { currentURI: { spec: string }; webProgress: { isLoadingDocument: boolean } };
  };
};
declare const gBrowser: EventTarget & { selectedTab: Tab; tabs: Tab[] };
declare const Services: {
  prefs: { setStringPref(name: string, value: string): void; setIntPref(name: string, value: number): void };
};
declare const WebExtensionPolicy: { getByID(id: string): { extension: Extension } | null };

/** A tab's panel, by the tab's `browserId`, or a page of the extension in a tab of its own. */
export type Target = number | ExtensionPage;
export type ExtensionPage = 'grant page' | 'recording tab';

export type WindowDriver = ReturnType<typeof createWindowDriver>;

/**
 * Runs inside Firefox's own window, where it is sent as text: it uses nothing from around it. A tab is named by its
 * `browserId`, which outlives navigation. What its functions take and return passes through JSON.
 */
export function createWindowDriver() {
  const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { event } = ChromeUtils.importESModule('chrome://remote/content/shared/webdriver/Event.sys.mjs');
  const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
  const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
  const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
  const { gDevTools } = require('devtools/client/framework/devtools');
  const OTHER_TOOL = 'webconsole';
  const HOSTS = { bottom: 'bottom', right: 'right', undocked: 'window' };

  async function until<T>(what: string, ask: () => T | null | undefined | false): Promise<T> {
    for (let tries = 0; tries < 400; tries += 1) {
      const answer = ask();
      if (answer) return answer;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`${what} did not happen`);
  }

  function tabOf(browserId: number): Tab {
    const tab = [...gBrowser.tabs].find(({ linkedBrowser }) => linkedBrowser.browserId === browserId);
    if (!tab) throw new Error('the tab is gone');
    return tab;
  }

  async function select(browserId: number): Promise<void> {
    const tab = tabOf(browserId);
    if (gBrowser.selectedTab === tab) return;
    const switched = new Promise((resolve) => gBrowser.addEventListener('TabSwitchDone', resolve, { once: true }));
    gBrowser.selectedTab = tab;
    await switched;
  }

  function toolboxOf(browserId: number): Toolbox {
    const toolbox = gDevTools.getToolboxForTab(tabOf(browserId));
    if (!toolbox) throw new Error('DevTools are not open');
    return toolbox;
  }

  function findPanel(window: Window): RemoteBrowser | undefined {
    const here = window.document.getElementById('webext-panels-browser') as RemoteBrowser | null;
    return here ?? Array.from({ length: window.length }, (_, i) => findPanel(window[i]!)).find(Boolean);
  }

  function panelOf(browserId: number): RemoteBrowser {
    const panel = findPanel(toolboxOf(browserId).win);
    if (!panel?.currentURI?.spec.startsWith('moz-extension:')) throw new Error('the panel has not been shown');
    return panel;
  }

  const PATHS = { 'grant page': '/grant.html', 'recording tab': '/panel.html' };

  function extensionPage(page: ExtensionPage): RemoteBrowser | undefined {
    return [...gBrowser.tabs]
      .map(({ linkedBrowser }) => linkedBrowser)
      .find(({ currentURI }) => currentURI?.spec.includes(PATHS[page]));
  }

  function pageOf(target: Target): RemoteBrowser {
    if (typeof target === 'number') return panelOf(target);
    const page = extensionPage(target);
    if (!page) throw new Error(`the ${target} is not open`);
    return page;
  }

  /** A frame script reaches the page's process; a sandbox in it is not held by our CSP, which forbids eval. */
  function run(target: Target, code: string): Promise<string | undefined> {
    const { messageManager } = pageOf(target);
    const name = `claimcheck:${crypto.randomUUID()}`;
    const frameScript = `(async () => {
      const reply = {};
      try {
        const sandbox = Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false });
        reply.value = JSON.stringify(await Cu.evalInSandbox(${JSON.stringify(code)}, sandbox));
      } catch (error) {
        reply.error = String(error);
      }
      sendAsyncMessage(${JSON.stringify(name)}, reply);
    })()`;
    return new Promise((resolve, reject) => {
      const listener = ({ data }: { data: Reply }) => {
        messageManager.removeMessageListener(name, listener);
        if (data.error) reject(new Error(data.error));
        else resolve(data.value);
      };
      messageManager.addMessageListener(name, listener);
      messageManager.loadFrameScript(`data:text/javascript;charset=utf-8,${encodeURIComponent(frameScript)}`, false);
    });
  }

  return {
    /** Private windows have only the extensions that are allowed there, from when they are started. */
    async openPrivateWindow(extensionId: string) {
      const { extension } = WebExtensionPolicy.getByID(extensionId)!;
      const permissions = ['internal:privateBrowsingAllowed'];
      await ExtensionPermissions.add(extensionId, { permissions, origins: [] }, extension);
      await (await AddonManager.getAddonByID(extensionId)).reload();
      const opened = OpenBrowserWindow({ private: true });
      await until('the private window', () => opened.gBrowserInit?.delayedStartupFinished);
      // Its own first page would take the place of one that is opened while it loads.
      await until('its first page', () => {
        const { currentURI, webProgress } = opened.gBrowser.selectedBrowser;
        return currentURI.spec === 'about:privatebrowsing' && !webProgress.isLoadingDocument;
      });
    },

    selectedTab: () => gBrowser.selectedTab.linkedBrowser.browserId,

    async open(browserId: number) {
      await gDevTools.showToolboxForTab(tabOf(browserId), { toolId: OTHER_TOOL });
    },
    async close(browserId: number) {
      await toolboxOf(browserId).destroy();
    },
    async showPanel(browserId: number) {
      const toolbox = toolboxOf(browserId);
      const findTool = () => [...toolbox.visibleAdditionalTools].find((id) => id.startsWith('webext-devtools-panel'));
      await toolbox.selectTool(await until('a panel made by the extension', findTool));
      await until("the panel's document", () => findPanel(toolbox.win)?.currentURI?.spec.startsWith('moz-extension:'));
    },
    async showOtherTool(browserId: number) {
      await toolboxOf(browserId).selectTool(OTHER_TOOL);
    },

    async waitForPage(page: ExtensionPage) {
      await until(`the ${page}`, () => extensionPage(page));
    },

    /** As if the extension's button in the toolbar were pressed. */
    pressButton(extensionId: string) {
      const { extension } = WebExtensionPolicy.getByID(extensionId)!;
      ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);
    },

    run,

    /** A click of the mouse, at a point of the page's viewport. */
    async click(target: Target, x: number, y: number) {
      await select(typeof target === 'number' ? target : pageOf(target).browserId);
      const page = pageOf(target);
      const { left, top } = page.getBoundingClientRect();
      await event.synthesizeMouseAtPoint(left + x, top + y, {}, page.ownerDocument.defaultView!);
    },

    setTheme(theme: string) {
      Services.prefs.setStringPref('devtools.theme', theme);
    },
    async resize(browserId: number, dock: keyof typeof HOSTS, width: number, height: number) {
      const toolbox = toolboxOf(browserId);
      await toolbox.switchHost(HOSTS[dock]);
      const { topWindow } = toolbox;
      const frame = toolbox.win.browsingContext.embedderElement;
      if (dock === 'bottom') frame.style.height = `${height}px`;
      if (dock === 'right') frame.style.width = `${width}px`;
      if (dock !== 'undocked') return;
      const { outerWidth, innerWidth, outerHeight, innerHeight } = topWindow;
      topWindow.resizeTo(width + outerWidth - innerWidth, height + outerHeight - innerHeight);
    },

    /** The whole window as a data URL; DevTools' own window when they are undocked. */
    async snapshot(browserId: number) {
      const toolbox = gDevTools.getToolboxForTab(tabOf(browserId));
      const shown = toolbox?.hostType === 'window' ? toolbox.topWindow : (window as unknown as ChromeWindow);
      await select(browserId);
      const bitmap = await shown.browsingContext.currentWindowGlobal.drawSnapshot(null, 1, 'white');
      const canvas = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas') as HTMLCanvasElement;
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
      return canvas.toDataURL('image/png');
    },

    async setHostAccess(extensionId: string, origins: string[], allowed: boolean) {
      const { extension } = WebExtensionPolicy.getByID(extensionId)!;
      await ExtensionPermissions[allowed ? 'add' : 'remove'](extensionId, { permissions: [], origins }, extension);
    },
    async terminateBackground(extensionId: string) {
      // Without this option, a listener that is still at work would put the end off.
      const options = { disableResetIdleForTest: true };
      await WebExtensionPolicy.getByID(extensionId)?.extension.terminateBackground(options);
    },
  };
}
