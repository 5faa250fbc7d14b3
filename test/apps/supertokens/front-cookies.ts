import type { ServerResponse } from 'node:http';

const COOKIES = new Map([
  ['front-token', 'sFrontToken'],
  ['anti-csrf', 'sAntiCsrf'],
  ['st-access-token', 'st-access-token'],
  ['st-refresh-token', 'st-refresh-token'],
]);

/** Turns a new session's headers into the cookies that the SDK would have made of them, for a page that has no SDK. */
export function writeFrontCookies(response: ServerResponse): void {
  const attributes = 'expires=Fri, 31 Dec 9999 23:59:59 GMT; path=/; samesite=lax';
  const cookies = [`st-last-access-token-update=${Date.now()}; ${attributes}`];
  for (const [header, cookie] of COOKIES) {
    const value = response.getHeader(header);
    if (value !== undefined) cookies.push(`${cookie}=${String(value)}; ${attributes}`);
    response.removeHeader(header);
  }
  response.removeHeader('access-control-expose-headers');
  response.appendHeader('set-cookie', cookies);
}
