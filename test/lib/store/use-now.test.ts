// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { createElement, type ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createClock } from '@/lib/store/clock.ts';
import { ClockContext, useNow } from '@/lib/store/use-now.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 5_000 });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('draws what shows time once a second, and no longer than it is there', () => {
  const clock = createClock();
  const times: number[] = [];
  const wrapper = ({ children }: { children: ReactNode }) => createElement(ClockContext, { value: clock }, children);
  const { unmount } = renderHook(() => times.push(useNow()), { wrapper });
  act(() => vi.advanceTimersByTime(1_000));
  act(() => vi.advanceTimersByTime(1_000));

  expect(times).toEqual([5_000, 6_000, 7_000]);
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});
