import { providers } from '@/lib/providers/index.ts';
import type { RequestFacts } from './event.ts';

/** An SDK's own call to its API, which went well: that an expired token went with it is in order. */
export function isRenewal({ url, status }: RequestFacts): boolean {
  if (status <= 0 || status >= 400) return false;
  const address = URL.parse(url);
  return address !== null && providers.some(({ isOwnRequest }) => isOwnRequest(address));
}
