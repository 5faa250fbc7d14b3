import fc from 'fast-check';
import { expect, it } from 'vitest';
import { coalesce } from '@/lib/recorder/coalesce.ts';

/** A task whose runs the test ends one by one. */
function controlled() {
  const runs: PromiseWithResolvers<void>[] = [];
  const ask = coalesce(() => {
    const run = Promise.withResolvers<void>();
    runs.push(run);
    return run.promise;
  });
  return { ask, runs };
}

const settle = () => new Promise<void>((resolve) => setTimeout(resolve));

it('runs at once when nothing runs', async () => {
  const { ask, runs } = controlled();
  const asked = ask();
  expect(runs).toHaveLength(1);

  runs[0]?.resolve();
  await expect(asked).resolves.toBeUndefined();
});

it('runs at once again when the run before has ended', async () => {
  const { ask, runs } = controlled();
  const first = ask();
  runs[0]?.resolve();
  await first;
  void ask();

  expect(runs).toHaveLength(2);
});

it('runs once more afterwards, however often it is asked while it runs', async () => {
  const { ask, runs } = controlled();
  const first = ask();
  const others = [ask(), ask(), ask()];
  expect(runs).toHaveLength(1);
  runs[0]?.resolve();
  await first;
  await settle();
  expect(runs).toHaveLength(2);

  runs[1]?.resolve();
  await Promise.all(others);
  await settle();
  expect(runs).toHaveLength(2);
});

it('resolves only when a run has ended that began after it was asked', async () => {
  const { ask, runs } = controlled();
  void ask();
  let done = false;
  void ask().then(() => (done = true));
  runs[0]?.resolve();
  await settle();
  expect(done).toBe(false);

  runs[1]?.resolve();
  await settle();
  expect(done).toBe(true);
});

it('runs again after a failure, which only those learn of who asked for it', async () => {
  const { ask, runs } = controlled();
  const first = ask();
  const second = ask();
  runs[0]?.reject(new Error('first'));
  await expect(first).rejects.toThrow('first');
  await settle();
  runs[1]?.reject(new Error('second'));
  await expect(second).rejects.toThrow('second');

  const third = ask();
  runs[2]?.resolve();
  await expect(third).resolves.toBeUndefined();
});

it('never runs twice at a time, and never answers with a run that began before the question', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ ticks: fc.nat(6), length: fc.nat(4), again: fc.boolean() })),
      async (askers) => {
        let [running, began, most] = [0, 0, 0];
        let length = 0;
        const ask = coalesce(async () => {
          began++;
          most = Math.max(most, ++running);
          for (let tick = 0; tick < length; tick++) await undefined;
          running--;
        });
        const stale: number[] = [];
        const askOnce = async () => {
          const [before, idle] = [began, running === 0];
          await ask();
          if (began === before && !idle) stale.push(before);
        };
        await Promise.all(
          askers.map(async (asker) => {
            for (let tick = 0; tick < asker.ticks; tick++) await undefined;
            length = asker.length;
            await askOnce();
            if (asker.again) await askOnce();
          }),
        );

        expect(most).toBeLessThanOrEqual(1);
        expect(stale).toEqual([]);
      },
    ),
  );
});
