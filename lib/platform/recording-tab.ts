import { browser } from 'wxt/browser';

/** The extension's button opens the panel in a tab, where there is no page: to look at a recording from a file. */
export function watchButton(): void {
  browser.action.onClicked.addListener(() => {
    void browser.tabs.create({ url: browser.runtime.getURL('/panel.html') });
  });
}
