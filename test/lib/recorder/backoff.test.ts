import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createBackoff } from '@/lib/recorder/backoff.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('waits longer each time, and gives up after the last delay', () => {
  const times: number[] = [];
  const started = Date.now();
  const backoff = createBackoff(() => {
    times.push(Date.now() - started);
    backoff.again();
  }, [100, 200, 400]);

  backoff.again();
  vi.advanceTimersByTime(10_000);

  expect(times).toEqual([100, 300, 700]);
});

it('counts one wait at a time', () => {
  const task = vi.fn<() => void>();
  const backoff = createBackoff(task, [100, 200]);

  backoff.again();
  backoff.again();
  vi.advanceTimersByTime(10_000);

  expect(task).toHaveBeenCalledOnce();
});

it('begins with the first delay again once what was waited for has come', () => {
  const task = vi.fn<() => void>();
  const backoff = createBackoff(task, [100, 5_000]);

  backoff.again();
  backoff.done();
  vi.advanceTimersByTime(1_000);
  expect(task).not.toHaveBeenCalled();

  backoff.again();
  vi.advanceTimersByTime(100);
  expect(task).toHaveBeenCalledOnce();
});
