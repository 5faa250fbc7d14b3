// @vitest-environment happy-dom
import { act } from '@testing-library/react';
import { Profiler } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Outcome as Original } from '@/components/Outcome.tsx';
import { createClock } from '@/lib/store/clock.ts';
import { cookieSet, granted, navigated } from '../lib/support/events.ts';
import { makeClerkToken } from '../lib/support/tokens.ts';
import { renderPanel } from './render.tsx';

vi.mock('@/components/Outcome.tsx', async (original) => {
  const { Outcome } = await original<{ Outcome: typeof Original }>();
  return {
    Outcome: (props: Parameters<typeof Original>[0]) => (
      <Profiler id="outcome" onRender={drawn}>
        <Outcome {...props} />
      </Profiler>
    ),
  };
});

const drawn = vi.fn<() => void>();

beforeEach(() => vi.useFakeTimers({ now: 1_010_000 }));
afterEach(() => vi.useRealTimers());

it('draws again what shows time, and nothing else', () => {
  const { getByRole } = renderPanel([navigated(), granted(), cookieSet({ value: makeClerkToken() })], {
    clock: createClock(),
  });
  drawn.mockClear();

  act(() => void vi.advanceTimersByTime(3_000));

  expect(getByRole('timer').textContent).toBe('0:47');
  expect(drawn).not.toHaveBeenCalled();
});
