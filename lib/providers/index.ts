import { clerk } from './clerk/index.ts';
import type { Provider } from './provider.ts';

export const providers: readonly Provider[] = [clerk];

export function providerById(id: string): Provider | undefined {
  return providers.find((provider) => provider.id === id);
}
