import { browser } from 'wxt/browser';
import type { Transport } from '@/lib/messaging/transport.ts';
import { isOwnPage, portTransport, RECONNECT_DELAY } from './port.ts';

/**
 * The line between a tab's devtools page and its panel. A port, not a BroadcastChannel: in a private window Firefox
 * gives the panel the window's origin attributes and the devtools page none, and a channel does not cross that.
 */
const lineOf = (tabId: number) => `panel:${tabId}`;

/**
 * The panel's end. Firefox cuts the line when the background ends, which hears it as well: it is opened again,
 * and `onReconnect` is called so that what was missed can be read again.
 */
export function connectToRecorder(tabId: number, onReconnect: () => void): Transport {
  const listeners = new Set<(message: unknown) => void>();
  /** What was posted while the line was cut. */
  let unsent: unknown[] = [];
  let cut = false;
  let line = open();

  function open(): Transport {
    const port = browser.runtime.connect({ name: lineOf(tabId) });
    const opened = portTransport(port);
    opened.subscribe((message) => {
      for (const listener of listeners) listener(message);
    });
    port.onDisconnect.addListener(() => {
      cut = true;
      setTimeout(reopen, RECONNECT_DELAY);
    });
    return opened;
  }

  function reopen(): void {
    // Without an id the extension was updated or removed, and this page belongs to nobody.
    if (!browser.runtime?.id) return;
    line = open();
    cut = false;
    for (const message of unsent) line.post(message);
    unsent = [];
    onReconnect();
  }

  return {
    post(message) {
      if (cut) unsent.push(message);
      else line.post(message);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Calls back for each panel of the tab that connects; what that returns is called when it has gone. */
export function onPanelConnected(tabId: number, listener: (panel: Transport) => () => void): void {
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== lineOf(tabId) || !isOwnPage(port.sender)) return;
    port.onDisconnect.addListener(listener(portTransport(port)));
  });
}
