import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accessFromUrl, patternsFor, restriction } from '@/lib/recording/access.ts';

it.each([
  'http://localhost:3000/',
  'https://example.com/a?b#c',
  'http://[::1]/',
  'http://constructor/',
  'http://__proto__/',
])('knows no reason why %s could not be read', (url) => {
  expect(restriction(url)).toBeUndefined();
});

it.each([
  ['https://chromewebstore.google.com/detail/x', 'Browsers let no extension read the Chrome Web Store.'],
  ['https://addons.mozilla.org/', 'Browsers let no extension read Firefox Add-ons.'],
  ['https://microsoftedge.microsoft.com/addons', 'Browsers let no extension read Edge Add-ons.'],
  ['chrome://settings/', 'Browsers let no extension read chrome: pages.'],
  ['about:blank', 'Browsers let no extension read about: pages.'],
  ['data:text/html,x', 'Browsers let no extension read data: pages.'],
  ['view-source:http://localhost/', 'Browsers let no extension read view-source: pages.'],
  ['moz-extension://id/page.html', 'Browsers let no extension read moz-extension: pages.'],
  ['file:///home/me/page.html', 'Pages opened from a file have no cookies. Serve it from localhost.'],
  ['', 'It has no address.'],
  ['not an address', 'It has no address.'],
])('says why %j cannot be read', (url, why) => {
  expect(restriction(url)).toBe(why);
  expect(accessFromUrl(url)).toEqual({ state: 'restricted', why });
});

it('does not close a site for being near a closed one', () => {
  expect(restriction('https://sub.addons.mozilla.org/')).toBeUndefined();
  expect(restriction('https://www.google.com/')).toBeUndefined();
});

it.each([
  ['https://app.example.com:8443/deep?x', '*://*.example.com/*'],
  ['https://example.co.uk/', '*://*.example.co.uk/*'],
  ['https://mine.vercel.app/', '*://*.mine.vercel.app/*'],
  ['http://localhost:3000/', '*://localhost/*'],
  ['http://127.0.0.1:8080/', '*://127.0.0.1/*'],
  ['http://[::1]:3000/', '*://[::1]/*'],
  ['http://intranet/', '*://intranet/*'],
])('asks for the whole site of %s', (url, pattern) => {
  expect(patternsFor(url)).toEqual([pattern]);
});

it('does not ask for every site of a hoster when the page is the hoster’s own', () => {
  expect(patternsFor('https://github.io/')).toEqual(['*://github.io/*']);
});

it('says what to ask for where a page may be read', () => {
  expect(accessFromUrl('https://app.example.com/')).toEqual({ state: 'missing', origins: ['*://*.example.com/*'] });
});

it('asks for patterns that cover the page, and its site and nothing above', () => {
  fc.assert(
    fc.property(fc.webUrl({ validSchemes: ['http', 'https'] }), (url) => {
      const { hostname } = new URL(url);
      for (const pattern of patternsFor(url)) {
        const [, wildcard, host = ''] = /^\*:\/\/(\*\.)?([^/*]+)\/\*$/.exec(pattern) ?? [];

        expect(hostname === host || (wildcard !== undefined && hostname.endsWith(`.${host}`))).toBe(true);
        expect(wildcard === undefined || host.includes('.')).toBe(true);
      }
    }),
  );
});

it('judges any text for an address', () => {
  const schemed = fc
    .tuple(fc.constantFrom('http://', 'https://', 'chrome://', 'x:'), fc.string())
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(fc.string(), schemed), (url) => {
      const access = accessFromUrl(url);

      expect(access.state).toBe(restriction(url) === undefined ? 'missing' : 'restricted');
      expect(JSON.parse(JSON.stringify(access))).toEqual(access);
    }),
  );
});
