import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'puppeteer-core';
import { UI_THEMES } from './chromium-profile.ts';
import type { Layout, Theme } from './session.ts';
import { poll } from './wait.ts';

export type ChromiumDevTools = Awaited<ReturnType<typeof openDevTools>>;

/**
 * Opens a page's DevTools and drives them through their own modules, which their own page can import. The code is
 * text, since a bundler (a test runner's too) rewrites each `import()` that it sees.
 */
export async function openDevTools(inspected: Page, extensionPath: string) {
  const devtools = await inspected.openDevTools();
  const run = (code: string) => devtools.evaluate(`(async () => { ${code} })()`);
  const isPanel = panelTest(extensionPath);
  const findPanel = () => devtools.frames().find(isPanel);

  async function showView(test: string, what: string): Promise<void> {
    const show = () =>
      run(`
        const { ViewManager } = await import('./ui/legacy/legacy.js');
        const manager = ViewManager.ViewManager.instance();
        const view = [...manager.views.keys()].find((id) => ${test});
        if (view) await manager.showView(view);
        return Boolean(view);`);
    // Early calls throw, as long as DevTools has not read its settings.
    await poll(show, { timeout: 20_000, what });
  }

  return {
    panelFrame(): Frame {
      const frame = findPanel();
      if (!frame) throw new Error('the panel has not been shown');
      return frame;
    },
    showOtherTool: () => showView(`id === 'console'`, 'selecting the console'),
    async showPanel() {
      await showView(`id.startsWith('chrome-extension://')`, 'a panel made by the extension');
      await poll(async () => findPanel(), { what: "the panel's document" });
    },
    async setTheme(theme: Theme) {
      await run(`
        const { Settings } = await import('./core/common/common.js');
        Settings.Settings.instance().moduleSetting('ui-theme').set('${UI_THEMES[theme]}');`);
    },
    async resize(layout: Layout) {
      const dock = () =>
        run(`
          const { DockController } = await import('./ui/legacy/legacy.js');
          DockController.DockController.instance().setDockSide('${layout.dock}');
          return true;`);
      // As above: DevTools that have just been opened may not be ready for it.
      await poll(dock, { what: `docking to ${layout.dock}` });
      await devtools.setViewport(layout.dock === 'undocked' ? { width: layout.width, height: layout.height } : null);
      if (layout.dock === 'undocked') return;
      const size = layout.dock === 'bottom' ? layout.height : layout.width;
      await run(`
        const { AdvancedApp } = await import('./panels/emulation/emulation.js');
        AdvancedApp.AdvancedApp.instance().rootSplitWidget.setSidebarSize(${size});`);
    },
    /** Docked DevTools leave a hole over which the browser draws the page: the picture is put together from both. */
    async capture(): Promise<Uint8Array> {
      const session = await inspected.createCDPSession();
      const { data } = await session.send('Page.captureScreenshot', { format: 'png' });
      await session.detach();
      await run(`
        const { AdvancedApp } = await import('./panels/emulation/emulation.js');
        const app = AdvancedApp.AdvancedApp.instance();
        const hole = app.inspectedPagePlaceholder.element.getBoundingClientRect();
        const picture = new Image(hole.width, hole.height);
        picture.id = 'inspected-page-picture';
        picture.src = 'data:image/png;base64,${data}';
        Object.assign(picture.style, { position: 'fixed', left: hole.x + 'px', top: hole.y + 'px', zIndex: 1 });
        await picture.decode();
        if (hole.width) document.body.append(picture);`);
      const picture = await devtools.screenshot({ captureBeyondViewport: false });
      await run(`document.getElementById('inspected-page-picture')?.remove();`);
      return picture;
    },
    close: () => devtools.close(),
  };
}

/** The extension has two documents in DevTools: the panel, and the invisible page that created it. */
function panelTest(extensionPath: string) {
  const manifest = JSON.parse(readFileSync(join(extensionPath, 'manifest.json'), 'utf8')) as { devtools_page: string };
  const creator = `/${manifest.devtools_page.replace(/^\//, '')}`;
  return (frame: Frame) => {
    const { protocol, pathname } = new URL(frame.url() || 'about:blank');
    return protocol === 'chrome-extension:' && pathname !== creator;
  };
}
