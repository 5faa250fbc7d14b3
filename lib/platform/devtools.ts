import { browser } from 'wxt/browser';
import type { RequestFacts } from '@/lib/recording/event.ts';
import { requestFromHar, wantsBody, type HarEntry } from '@/lib/recording/har.ts';

/** Whether this document is one of DevTools', and not in a tab of its own. */
export const isInspecting = (): boolean =>
  (browser.devtools as typeof browser.devtools | undefined)?.inspectedWindow !== undefined;

export const inspectedTabId = (): number => browser.devtools.inspectedWindow.tabId;

/** Adds the panel to DevTools. Both paths start with `/`: Firefox resolves them against the devtools page. */
export async function createPanel(onVisible: (visible: boolean) => void): Promise<void> {
  const panel = await new Promise<PanelEvents>((resolve, reject) => {
    const created = browser.devtools.panels.create('Claimcheck', '/icon/32.png', '/panel.html', (made) =>
      resolve(made as PanelEvents),
    ) as unknown as Promise<PanelEvents> | undefined;
    // Firefox gives a promise, Chromium calls back.
    created?.then(resolve, reject);
  });
  panel.onShown.addListener(() => onVisible(true));
  panel.onHidden.addListener(() => onVisible(false));
}

interface PanelEvents {
  readonly onShown: { addListener(listener: () => void): void };
  readonly onHidden: { addListener(listener: () => void): void };
}

type NetworkRequest = HarEntry & {
  getContent(
    callback?: (content: string, encoding: string) => void,
  ): Promise<[content: string, encoding: string]> | void;
};

/** Calls back for each finished request that can say something of a session. */
export function watchRequests(listener: (request: RequestFacts) => void): void {
  browser.devtools.network.onRequestFinished.addListener((finished) => {
    const request = finished as unknown as NetworkRequest;
    void bodyOf(request).then((body) => {
      const facts = requestFromHar(request, body);
      if (facts) listener(facts);
    });
  });
}

/**
 * Every request in DevTools' log. None in Firefox, which tells of each request whether its body is read or not, and
 * may leave this question unanswered.
 */
export async function requestLog(): Promise<readonly HarEntry[]> {
  if (import.meta.env.FIREFOX) return [];
  const { entries } = await new Promise<{ entries: unknown[] }>((resolve) => {
    void browser.devtools.network.getHAR((log) => resolve(log as unknown as { entries: unknown[] }));
  });
  return entries as HarEntry[];
}

async function bodyOf(request: NetworkRequest): Promise<string | undefined> {
  if (!wantsBody(request)) return undefined;
  const [content] = await new Promise<[content: string | null, encoding: string]>((resolve, reject) => {
    const promised = request.getContent((text, encoding) => resolve([text, encoding]));
    promised?.then(resolve, reject);
  }).catch(() => [null]);
  return content ?? undefined;
}

export function watchNavigation(listener: (url: string) => void): void {
  browser.devtools.network.onNavigated.addListener(listener);
}

/** On a page that is closed to extensions Chromium does not refuse the question, it leaves it unanswered. Milliseconds. */
const EVAL_PATIENCE = 1_000;

/** The inspected page's address, also where this extension has no access to it; null where no extension may ask. */
export async function inspectedUrl(): Promise<string | null> {
  const { inspectedWindow } = browser.devtools;
  const [url] = await new Promise<unknown[]>((resolve) => {
    setTimeout(() => resolve([null]), EVAL_PATIENCE);
    const promised = inspectedWindow.eval('location.href', (result: unknown, problem: unknown) =>
      resolve([result, problem]),
    ) as unknown as Promise<unknown[]> | undefined;
    promised?.then(resolve, () => resolve([null]));
  });
  return typeof url === 'string' ? url : null;
}

export const reloadInspectedPage = (): void => browser.devtools.inspectedWindow.reload({});
