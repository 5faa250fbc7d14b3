import { browser } from 'wxt/browser';
import { patternsFor } from '@/lib/recording/access.ts';

/** How many other tabs are open that share a page's cookies. Browsers tell only of sites with granted access. */
export async function countOtherTabs(tabId: number, url: string, storeId: string): Promise<number> {
  const [tabs, stores] = await Promise.all([
    browser.tabs.query({ url: patternsFor(url) }),
    browser.cookies.getAllCookieStores(),
  ]);
  const ofStore = new Set(stores.find(({ id }) => id === storeId)?.tabIds);
  return tabs.filter(({ id }) => id !== undefined && id !== tabId && ofStore.has(id)).length;
}
