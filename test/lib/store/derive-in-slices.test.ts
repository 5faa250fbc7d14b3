import { expect, it } from 'vitest';
import { deriveInSlices } from '@/lib/store/derive-in-slices.ts';
import { createSceneSelector } from '@/lib/store/selectors.ts';
import { cookieSet, navigated, record } from '../support/events.ts';

const events = [navigated(), ...Array.from({ length: 4_500 }, (_, index) => cookieSet({ value: String(index % 7) }))];

it('makes the same of a long recording as at once', async () => {
  const atOnce = createSceneSelector();

  expect(await deriveInSlices(events)).toEqual(atOnce(record(...events)));
  expect(await deriveInSlices([])).toEqual(atOnce(record()));
});

it('lets others go on in between', async () => {
  const order: string[] = [];
  const derived = deriveInSlices(events).then(() => order.push('derived'));
  setTimeout(() => order.push('another task'));
  await derived;

  expect(order).toEqual(['another task', 'derived']);
});
