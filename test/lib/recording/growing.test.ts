import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { createGrowing } from '@/lib/recording/growing.ts';

it('goes over what is new, and over nothing twice', () => {
  const derive = vi.fn<(item: { n: number }, index: number) => string[]>(({ n }, index) =>
    n % 2 ? [`${index}:${n}`] : [],
  );
  const select = createGrowing(derive);
  const [one, two, three] = [{ n: 1 }, { n: 2 }, { n: 3 }];

  const first = select([one]);
  expect(select([one, two])).toBe(first);
  expect(select([one, two, three])).toEqual(['0:1', '2:3']);
  expect(derive).toHaveBeenCalledTimes(3);
});

it('begins anew where a list is no continuation of the last one', () => {
  const select = createGrowing((item: { n: number }) => [item.n]);
  const items = [{ n: 1 }, { n: 2 }, { n: 3 }];
  select(items);

  expect(select(items.slice(1))).toEqual([2, 3]);
  expect(select([])).toEqual([]);
  expect(select(items)).toEqual([1, 2, 3]);
  expect(select(items.with(1, { n: 4 }))).toEqual([1, 4, 3]);
});

it('comes to what going over everything would', () => {
  const item = fc.record({ n: fc.nat(5) });
  fc.assert(
    fc.property(fc.array(fc.array(item)), (batches) => {
      const select = createGrowing(({ n }: { n: number }, index) => Array.from({ length: n }, () => index));
      let all: { n: number }[] = [];
      for (const batch of batches) {
        all = [...all, ...batch];
        expect(select(all)).toEqual(all.flatMap(({ n }, index) => Array.from({ length: n }, () => index)));
      }
    }),
  );
});
