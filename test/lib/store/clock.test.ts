import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createClock } from '@/lib/store/clock.ts';

const START = 1_700_000_000_000;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A clock that is listened to, with the times at which it ticked, in milliseconds from the start. */
function listen(clock = createClock()) {
  const ticks: number[] = [];
  const stop = clock.subscribe(() => ticks.push(clock.now() - START));
  return { clock, ticks, stop };
}

it('ticks once a second, on the second', () => {
  vi.setSystemTime(START + 300);
  const { ticks } = listen();
  vi.advanceTimersByTime(3_000);

  expect(ticks).toEqual([1_000, 2_000, 3_000]);
});

it('stands still between its ticks', () => {
  const { clock } = listen();
  vi.advanceTimersByTime(1_999);

  expect(clock.now()).toBe(START + 1_000);
});

it('catches up with a second that a busy machine has not told of, and with none that is not over', () => {
  const { clock, ticks } = listen();
  vi.setSystemTime(START + 999);
  clock.catchUp();
  expect(ticks).toEqual([]);

  vi.setSystemTime(START + 1_020);
  clock.catchUp();
  expect(ticks).toEqual([1_020]);

  clock.setRunning(false);
  vi.setSystemTime(START + 5_000);
  clock.catchUp();
  expect(ticks).toEqual([1_020]);
});

it('ticks on the seconds of a clock that is ahead or behind', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.nat(999), (offset, start) => {
      vi.setSystemTime(START + start);
      const { clock, ticks, stop } = listen();
      clock.setPhase(offset);
      vi.advanceTimersByTime(2_000);
      stop();

      expect(ticks).toHaveLength(2);
      // `+ 0` makes of -0 what it is worth.
      for (const tick of ticks) expect(((START + tick + offset) % 1_000) + 0).toBe(0);
    }),
  );
});

it('shows a new phase from the next tick on', () => {
  const { clock, ticks } = listen();
  vi.advanceTimersByTime(1_000);
  clock.setPhase(400);
  vi.advanceTimersByTime(1_600);
  clock.setPhase(0);
  vi.advanceTimersByTime(400);

  expect(ticks).toEqual([1_000, 1_600, 2_600, 3_000]);
});

it('runs no timer without listeners', () => {
  const clock = createClock();
  expect(vi.getTimerCount()).toBe(0);

  const stops = [clock.subscribe(() => undefined), clock.subscribe(() => undefined)];
  expect(vi.getTimerCount()).toBe(1);
  stops[0]?.();
  expect(vi.getTimerCount()).toBe(1);
  stops[1]?.();
  expect(vi.getTimerCount()).toBe(0);

  clock.setPhase(400);
  clock.setRunning(false);
  clock.setRunning(true);
  expect(vi.getTimerCount()).toBe(0);
});

it('runs no timer while nobody looks, and ticks at once when somebody does again', () => {
  const { clock, ticks } = listen();
  clock.setRunning(false);
  expect(vi.getTimerCount()).toBe(0);

  clock.setPhase(400);
  const { ticks: others } = listen(clock);
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(5_250);
  clock.setRunning(true);
  vi.advanceTimersByTime(1_000);

  expect(ticks).toEqual([5_250, 5_600]);
  expect(others).toEqual(ticks);
});

it('does not tick for being told what it does already', () => {
  const { clock, ticks } = listen();
  vi.advanceTimersByTime(500);
  clock.setRunning(true);
  clock.setPhase(0);

  expect(ticks).toEqual([]);
  expect(vi.getTimerCount()).toBe(1);
});

it('is on time for whoever comes first after a pause, and does not move under those who listen already', () => {
  const clock = createClock();
  vi.advanceTimersByTime(10_500);
  listen(clock);
  expect(clock.now()).toBe(START + 10_500);

  vi.advanceTimersByTime(250);
  listen(clock);
  expect(clock.now()).toBe(START + 10_500);
});

it('keeps going when a listener leaves during a tick', () => {
  const clock = createClock();
  const stop = clock.subscribe(() => stop());
  const { ticks } = listen(clock);
  vi.advanceTimersByTime(2_000);

  expect(ticks).toEqual([1_000, 2_000]);
});

it('goes on for the others when a listener throws, and reports it', () => {
  const report = vi.fn<(error: unknown) => void>();
  vi.stubGlobal('reportError', report);
  const clock = createClock();
  clock.subscribe(() => {
    throw new Error('no canvas');
  });
  const { ticks } = listen(clock);
  vi.advanceTimersByTime(2_000);
  vi.unstubAllGlobals();

  expect(ticks).toEqual([1_000, 2_000]);
  expect(report).toHaveBeenCalledWith(new Error('no canvas'));
});

it('takes its time from whom it is told to', () => {
  let time = 5;
  const clock = createClock(() => time);
  time = 6;

  expect(clock.now()).toBe(5);
  listen(clock);
  expect(clock.now()).toBe(6);
});

it('stands still at a moment that is past, and goes on with the time afterwards', () => {
  const { clock, ticks } = listen();
  clock.standAt(START - 60_000);
  vi.advanceTimersByTime(5_000);

  expect(clock.now()).toBe(START - 60_000);
  expect(vi.getTimerCount()).toBe(0);

  clock.standAt(null);
  expect(clock.now()).toBe(START + 5_000);
  vi.advanceTimersByTime(1_000);
  expect(ticks).toEqual([-60_000, 5_000, 6_000]);
});

it('stands still for who comes later, too', () => {
  const clock = createClock();
  clock.standAt(1_000);
  listen(clock);
  clock.setRunning(false);
  clock.setRunning(true);
  vi.advanceTimersByTime(5_000);

  expect(clock.now()).toBe(1_000);
  expect(vi.getTimerCount()).toBe(0);
});

it('tells the time between two seconds, and stands still there too', () => {
  const clock = createClock();
  vi.advanceTimersByTime(250);
  expect([clock.now(), clock.read()]).toEqual([START, START + 250]);

  clock.standAt(1_000);
  expect(clock.read()).toBe(1_000);
});
