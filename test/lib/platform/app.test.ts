import { expect, it } from 'vitest';
import { browserName } from '@/lib/platform/app.ts';

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

it.each([
  [CHROME, 'Chrome 156'],
  [`${CHROME} Edg/156.0.0.0`, 'Edge 156'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox 153'],
  ['curl', 'unknown'],
])('finds in %s the browser %s', (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});
