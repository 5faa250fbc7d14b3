import { browser, type Browser } from 'wxt/browser';
import { createClient, type Client } from '@/lib/messaging/client.ts';
import { createJoiner, cut, type Piece } from '@/lib/messaging/pieces.ts';
import type { GatewayEvents, GatewayRequests } from '@/lib/messaging/protocol.ts';
import type { Transport } from '@/lib/messaging/transport.ts';

export const GATEWAY_PORT = 'gateway';

export const portTransport = (port: Browser.runtime.Port): Transport => ({
  post(message) {
    for (const piece of cut(message)) port.postMessage(piece);
  },
  subscribe(listener) {
    const join = createJoiner(listener);
    const forward = (piece: Piece) => join(piece);
    port.onMessage.addListener(forward);
    return () => port.onMessage.removeListener(forward);
  },
});

/** A content script has the extension's id as well, but runs in a page's process: only our own pages are served. */
export function isOwnPage(sender: Browser.runtime.MessageSender | undefined): boolean {
  return sender?.id === browser.runtime.id && sender.url?.startsWith(browser.runtime.getURL('/')) === true;
}

/** Long enough not to spin when the background fails to start, too short to notice. Milliseconds. */
export const RECONNECT_DELAY = 100;

/**
 * The devtools page's line to the background. Browsers end an idle background: the line is then opened again,
 * which starts it, and `onConnect` is called so that what was missed can be read again.
 */
export function connectGateway(onConnect: (client: Client<GatewayRequests, GatewayEvents>) => void): void {
  function connect(): void {
    // Without an id the extension was updated or removed, and this page belongs to nobody.
    if (!browser.runtime?.id) return;
    const port = browser.runtime.connect({ name: GATEWAY_PORT });
    const client = createClient<GatewayRequests, GatewayEvents>(portTransport(port));
    port.onDisconnect.addListener(() => {
      client.abandon();
      setTimeout(connect, RECONNECT_DELAY);
    });
    onConnect(client);
  }
  connect();
}
