import { browser } from 'wxt/browser';
import { accessFromUrl, patternsFor } from '@/lib/recording/access.ts';
import type { HostAccess } from '@/lib/recording/event.ts';

/** Whether this extension may read the page at an address. */
export async function checkAccess(url: string): Promise<HostAccess> {
  const access = accessFromUrl(url);
  if (access.state !== 'missing') return access;
  const { hostname } = new URL(url);
  return (await browser.permissions.contains({ origins: [`*://${hostname}/*`] })) ? { state: 'granted' } : access;
}

/** Calls back when the user granted or took back access to any site. */
export function watchAccess(listener: () => void): void {
  browser.permissions.onAdded.addListener(listener);
  browser.permissions.onRemoved.addListener(listener);
}

export type AskResult = 'granted' | 'declined' | 'cannot-ask';

/** Asks the user. To be called straight from a click. Firefox panels cannot ask: `permissions` is not there. */
export async function askForAccess(origins: readonly string[]): Promise<AskResult> {
  if (!canAsk()) return 'cannot-ask';
  return (await browser.permissions.request({ origins: [...origins] })) ? 'granted' : 'declined';
}

const canAsk = () => (browser as Partial<typeof browser>).permissions?.request !== undefined;

const GRANT_PAGE = '/grant.html';

export async function openGrantPage(url: string): Promise<void> {
  const page = new URL(browser.runtime.getURL(GRANT_PAGE));
  page.searchParams.set('site', new URL(url).origin);
  await browser.tabs.create({ url: page.href });
}

/** The site that this grant page was opened for; undefined where its address was made up by somebody else. */
export function grantPageSite(
  address: string,
): { readonly site: string; readonly origins: readonly string[] } | undefined {
  const site = new URL(address).searchParams.get('site') ?? '';
  if (!URL.canParse(site) || accessFromUrl(site).state !== 'missing') return undefined;
  return { site: new URL(site).origin, origins: patternsFor(site) };
}
