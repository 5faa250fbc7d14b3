import type { Carried } from './event.ts';
import type { HarHeader } from './har.ts';

const MAX_HEADERS = 20;
const MAX_HEADER = 500;

/** What browsers and curl fill in themselves, and what would make of a repeated request another one. */
const FILLED_IN =
  /^(?::.*|sec-.*|if-.*|accept-encoding|accept-language|authorization|cache-control|connection|content-length|cookie|dnt|host|keep-alive|pragma|priority|proxy-.*|te|trailer|transfer-encoding|upgrade.*|user-agent)$/i;

/** The headers that matter besides those that carry a session, bounded in number and length. */
export function otherHeaders(
  headers: readonly HarHeader[],
  sent: readonly Carried[],
): (readonly [name: string, value: string])[] {
  const known = new Set(sent.filter(({ place }) => place === 'header').map(({ name }) => name));
  return headers
    .filter(({ name, value }) => !FILLED_IN.test(name) && !known.has(name) && name.length + value.length <= MAX_HEADER)
    .slice(0, MAX_HEADERS)
    .map(({ name, value }) => [name, value] as const);
}
