import { browser, type Browser } from 'wxt/browser';
import { MAX_DATE } from '@/lib/recording/bounds.ts';
import type { CookieFacts } from '@/lib/recording/event.ts';
import { isCookieOfPage, siteOf } from '@/lib/recording/page-cookies.ts';

/** Every cookie that these addresses may be sent: HttpOnly, partitioned and narrow-pathed ones included. */
export async function listCookies(urls: readonly string[], storeId: string): Promise<CookieFacts[]> {
  const hosts = new Set(urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).hostname));
  const queries = [...new Set([...hosts].map(siteOf))].map((domain) =>
    browser.cookies.getAll({ domain, storeId, partitionKey: {}, ...FIREFOX_ANY_FIRST_PARTY }),
  );
  const cookies = (await Promise.all(queries)).flat().map(toFacts);
  return cookies.filter((cookie) => isCookieOfPage(cookie, urls));
}

/** Calls back for each cookie that is set or removed anywhere this extension may look. */
export function watchCookies(
  listener: (change: { cookie: CookieFacts; removed: boolean; storeId: string }) => void,
): () => void {
  const forward = ({ cookie, removed, cause }: Browser.cookies.CookieChangeInfo) => {
    // A cookie that is overwritten is announced twice: removed, then set. The second says it all.
    if (removed && cause === 'overwrite') return;
    listener({ cookie: toFacts(cookie), removed, storeId: cookie.storeId });
  };
  browser.cookies.onChanged.addListener(forward);
  return () => browser.cookies.onChanged.removeListener(forward);
}

/** The store of a tab: the default one, a private window's, or a Firefox container's. */
export async function storeOfTab(tabId: number): Promise<string> {
  const stores = await browser.cookies.getAllCookieStores();
  const store = stores.find(({ tabIds }) => tabIds.includes(tabId)) ?? stores[0];
  return store?.id ?? '0';
}

/** With first-party isolation on, Firefox refuses a query that does not name the first party; null asks for any. */
const FIREFOX_ANY_FIRST_PARTY = import.meta.env.FIREFOX ? { firstPartyDomain: null } : {};

function toFacts(cookie: Browser.cookies.Cookie): CookieFacts {
  return {
    name: cookie.name,
    value: cookie.value,
    domain: cookie.domain.replace(/^\./, ''),
    hostOnly: cookie.hostOnly,
    path: cookie.path,
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    sameSite: SAME_SITE[cookie.sameSite] ?? 'unspecified',
    expiresAt: cookie.expirationDate === undefined ? null : Math.min(MAX_DATE, cookie.expirationDate * 1_000),
    partition: cookie.partitionKey?.topLevelSite ?? null,
  };
}

const SAME_SITE: Readonly<Record<string, CookieFacts['sameSite']>> = {
  strict: 'strict',
  lax: 'lax',
  no_restriction: 'none',
};
