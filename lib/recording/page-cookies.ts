import { getDomain } from 'tldts';
import type { CookieFacts } from './event.ts';

/** The site of a host: its registrable domain, or the host itself where it has none (`localhost`, an address). */
export function siteOf(host: string): string {
  return registrableDomain(host) ?? host;
}

export function registrableDomain(host: string): string | undefined {
  return getDomain(host, { allowPrivateDomains: true }) ?? undefined;
}

/**
 * Whether a cookie may be sent to one of these addresses, leaving paths aside: a cookie of a narrower path is the
 * page's too. RFC 6265 section 5.1.3 for the domain; a partitioned cookie counts where its top-level site is the page's.
 *
 * @param urls the top-level page's address first, then its frames'.
 */
export function isCookieOfPage(cookie: CookieFacts, urls: readonly string[]): boolean {
  const [top, ...frames] = urls.filter((url) => URL.canParse(url)).map((url) => new URL(url));
  if (!top) return false;
  const ofTop = cookie.partition === null || sameSite(cookie.partition, top);
  return ofTop && [top, ...frames].some(({ hostname }) => domainMatches(cookie, hostname));
}

function domainMatches({ domain, hostOnly }: CookieFacts, host: string): boolean {
  return host === domain || (!hostOnly && host.endsWith(`.${domain}`));
}

function sameSite(topLevelSite: string, page: URL): boolean {
  if (!URL.canParse(topLevelSite)) return false;
  const site = new URL(topLevelSite);
  return site.protocol === page.protocol && siteOf(site.hostname) === siteOf(page.hostname);
}
