import type { HostAccess } from './event.ts';
import { registrableDomain } from './page-cookies.ts';

/** Sites that browsers keep extensions out of, with whose they are. */
const CLOSED_SITES: ReadonlyMap<string, string> = new Map([
  ['chromewebstore.google.com', 'the Chrome Web Store'],
  ['addons.mozilla.org', 'Firefox Add-ons'],
  ['microsoftedge.microsoft.com', 'Edge Add-ons'],
]);

/** Why no extension may touch a page; undefined where one may. */
export function restriction(url: string): string | undefined {
  if (!URL.canParse(url)) return 'It has no address.';
  const { protocol, hostname } = new URL(url);
  if (protocol === 'http:' || protocol === 'https:') {
    const owner = CLOSED_SITES.get(hostname);
    return owner && `Browsers let no extension read ${owner}.`;
  }
  if (protocol === 'file:') return 'Pages opened from a file have no cookies. Serve it from localhost.';
  return `Browsers let no extension read ${protocol} pages.`;
}

/**
 * The match patterns that reading a page's session takes: its whole site, since a session cookie often belongs to a
 * parent domain, and browsers hide a parent's cookies from who may read only the subdomain. A host that has no
 * registrable domain, such as an address or `github.io` itself, is asked for alone: what lies below is not its site.
 */
export function patternsFor(url: string): string[] {
  const { hostname } = new URL(url);
  const domain = registrableDomain(hostname);
  return [domain === undefined ? `*://${hostname}/*` : `*://*.${domain}/*`];
}

/** How a page stands before anything was asked of the browser. */
export function accessFromUrl(url: string): HostAccess {
  const why = restriction(url);
  return why === undefined ? { state: 'missing', origins: patternsFor(url) } : { state: 'restricted', why };
}
