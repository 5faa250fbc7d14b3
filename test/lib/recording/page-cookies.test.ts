import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isCookieOfPage, registrableDomain, siteOf } from '@/lib/recording/page-cookies.ts';
import { cookie as anyCookie, url as anyUrl } from '../support/arbitraries.ts';
import { makeCookie } from '../support/events.ts';

it.each([
  ['localhost', 'localhost'],
  ['intranet', 'intranet'],
  ['127.0.0.1', '127.0.0.1'],
  ['[::1]', '[::1]'],
  ['app.example.com', 'example.com'],
  ['www.shop.example.co.uk', 'example.co.uk'],
  ['mine.github.io', 'mine.github.io'],
  ['deep.mine.vercel.app', 'mine.vercel.app'],
  ['github.io', 'github.io'],
  ['', ''],
])('finds the site of %j', (host, site) => {
  expect(siteOf(host)).toBe(site);
});

it.each(['localhost', '127.0.0.1', '[::1]', 'github.io', 'co.uk'])('finds no registrable domain in %s', (host) => {
  expect(registrableDomain(host)).toBeUndefined();
});

it('gives a cookie of one host to that host alone', () => {
  const cookie = makeCookie({ domain: 'example.com', hostOnly: true });

  expect(isCookieOfPage(cookie, ['https://example.com/a'])).toBe(true);
  expect(isCookieOfPage(cookie, ['https://www.example.com/'])).toBe(false);
});

it('gives a cookie of a domain to every host below it', () => {
  const cookie = makeCookie({ domain: 'example.com', hostOnly: false });

  for (const host of ['example.com', 'www.example.com', 'a.b.example.com']) {
    expect(isCookieOfPage(cookie, [`https://${host}/`])).toBe(true);
  }
  for (const host of ['evil-example.com', 'example.com.evil.com', 'com']) {
    expect(isCookieOfPage(cookie, [`https://${host}/`])).toBe(false);
  }
});

it('takes a cookie of a narrower path, and of another port, for the page’s too', () => {
  expect(isCookieOfPage(makeCookie({ path: '/api' }), ['http://localhost:3000/'])).toBe(true);
  expect(isCookieOfPage(makeCookie(), ['http://localhost:4000/'])).toBe(true);
});

it('counts the cookies of frames', () => {
  const cookie = makeCookie({ domain: 'clerk.test' });

  expect(isCookieOfPage(cookie, ['http://localhost/', 'about:blank', 'https://clerk.test/v1'])).toBe(true);
  expect(isCookieOfPage(cookie, ['http://localhost/', 'about:blank'])).toBe(false);
});

it('counts a partitioned cookie only where the page’s own site is its top-level site', () => {
  const cookie = makeCookie({ domain: 'clerk.test', partition: 'https://example.com' });
  const frame = 'https://clerk.test/';

  expect(isCookieOfPage(cookie, ['https://example.com/', frame])).toBe(true);
  expect(isCookieOfPage(cookie, ['https://www.example.com:8443/', frame])).toBe(true);
  expect(isCookieOfPage(cookie, ['http://example.com/', frame])).toBe(false);
  expect(isCookieOfPage(cookie, ['https://other.com/', frame])).toBe(false);
  expect(isCookieOfPage(cookie, ['https://other.com/', 'https://example.com/', frame])).toBe(false);
  expect(isCookieOfPage({ ...cookie, partition: 'not an address' }, ['https://example.com/', frame])).toBe(false);
});

it('finds no cookie of a page without an address', () => {
  expect(isCookieOfPage(makeCookie({ domain: '' }), [])).toBe(false);
  expect(isCookieOfPage(makeCookie(), ['not an address'])).toBe(false);
});

it('answers for any cookie and any addresses, and more frames never take a cookie away', () => {
  fc.assert(
    fc.property(anyCookie, anyUrl, fc.array(anyUrl), (cookie, top, frames) => {
      const alone = isCookieOfPage(cookie, [top]);
      const withFrames = isCookieOfPage(cookie, [top, ...frames]);

      expect(withFrames || !alone).toBe(true);
    }),
  );
});

it('finds a site that is the host or a parent of it, and that is its own site', () => {
  const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
  const suffix = fc.constantFrom('com', 'co.uk', 'github.io', 'localhost', 'test', 'constructor');
  fc.assert(
    fc.property(fc.array(label, { maxLength: 4 }), suffix, (labels, end) => {
      const host = [...labels, end].join('.');
      const site = siteOf(host);

      expect(host === site || host.endsWith(`.${site}`)).toBe(true);
      expect(siteOf(site)).toBe(site);
    }),
  );
});

it('takes a cookie for a host’s exactly where its domain is the host or, unless it is host-only, a parent', () => {
  const label = fc.constantFrom('a', 'b', 'example');
  const hostOf = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => [...labels, 'com'].join('.'));
  fc.assert(
    fc.property(hostOf, hostOf, fc.boolean(), (domain, host, hostOnly) => {
      const [inner, outer] = [host.split('.').toReversed(), domain.split('.').toReversed()];
      const below = outer.every((part, index) => inner[index] === part);

      expect(isCookieOfPage(makeCookie({ domain, hostOnly }), [`https://${host}/`])).toBe(
        host === domain || (below && !hostOnly),
      );
    }),
  );
});
