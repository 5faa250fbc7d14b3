import { expect, it } from 'vitest';
import { providerById, providers } from '@/lib/providers/index.ts';

it('finds a provider by its id', () => {
  for (const provider of providers) expect(providerById(provider.id)).toBe(provider);
  expect(['', 'Clerk', 'constructor', '__proto__'].map(providerById)).toEqual(Array(4).fill(undefined));
});

it('has no id twice', () => {
  expect(new Set(providers.map(({ id }) => id)).size).toBe(providers.length);
});

it('keeps no state in its patterns, which are asked again and again', () => {
  const patterns = providers.flatMap(({ sessionNames, companions }) => [
    ...sessionNames,
    ...companions.map(({ name }) => name),
  ]);

  expect(patterns.filter(({ global, sticky }) => global || sticky)).toEqual([]);
});
