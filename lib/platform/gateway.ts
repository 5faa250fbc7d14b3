import { browser } from 'wxt/browser';
import type { GatewayEvents, GatewayRequests } from '@/lib/messaging/protocol.ts';
import { serve, type Handlers } from '@/lib/messaging/serve.ts';
import { listCookies, storeOfTab, watchCookies } from './cookie-jar.ts';
import { readFrames } from './frames.ts';
import { checkAccess, openGrantPage, watchAccess } from './host-access.ts';
import { countOtherTabs } from './other-tabs.ts';
import { callAgent } from './page-injector.ts';
import { GATEWAY_PORT, isOwnPage, portTransport } from './port.ts';

const handlers: Handlers<GatewayRequests> = {
  async 'tab/describe'(tabId) {
    const [tab, storeId] = await Promise.all([browser.tabs.get(tabId), storeOfTab(tabId)]);
    return { url: tab.url ?? null, storeId, isPrivate: tab.incognito };
  },
  'tabs/count-others': countOtherTabs,
  'access/check': checkAccess,
  async 'access/open-grant-page'(url) {
    await openGrantPage(url);
    return null;
  },
  'cookies/list': listCookies,
  'frames/read': readFrames,
  'agent/call': callAgent,
};

/**
 * Opens the privileged calls to the extension's own devtools pages, which in Firefox lack them.
 * Holds no state: the browser may end the background at any time.
 * All listeners are added at once, since a woken background gets only events that somebody listens to by then.
 */
export function openGateway(): void {
  const servers = new Set<ReturnType<typeof serve<GatewayRequests, GatewayEvents>>>();

  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== GATEWAY_PORT || !isOwnPage(port.sender)) return;
    const server = serve<GatewayRequests, GatewayEvents>(portTransport(port), handlers);
    servers.add(server);
    port.onDisconnect.addListener(() => servers.delete(server));
  });
  watchCookies((change) => {
    for (const { emit } of servers) emit('cookie-changed', change);
  });
  watchAccess(() => {
    for (const { emit } of servers) emit('access-changed', null);
  });
  browser.tabs.onUpdated.addListener((tabId, { status, url }) => {
    // Its page may have made a token before it is complete.
    if (status !== undefined || url !== undefined) for (const { emit } of servers) emit('tabs-changed', null);
    if (status === 'complete') for (const { emit } of servers) emit('tab-loaded', tabId);
  });
  browser.tabs.onRemoved.addListener(() => {
    for (const { emit } of servers) emit('tabs-changed', null);
  });
}
