import { clerk } from './clerk/index.ts';
import { other } from './other/index.ts';
import type { Provider } from './provider.ts';
import { roq } from './roq/index.ts';
import { supertokens } from './supertokens/index.ts';

/** In the order in which they are offered; the last one takes what nobody else knows. */
export const providers: readonly Provider[] = [clerk, roq, supertokens, other];

export function providerById(id: string): Provider | undefined {
  return providers.find((provider) => provider.id === id);
}
