// @vitest-environment happy-dom
import { renderHook } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { useMedia } from '@/components/heartbeat/use-media.ts';

it('listens once to one query, however often what asks is drawn', () => {
  const listen = vi.fn<() => void>();
  const list = { matches: true, addEventListener: listen, removeEventListener: () => undefined };
  vi.stubGlobal('matchMedia', () => list);
  const { rerender } = renderHook((query: string) => useMedia(query), { initialProps: '(min-width: 1px)' });
  rerender('(min-width: 1px)');
  expect(listen).toHaveBeenCalledOnce();

  rerender('(min-width: 2px)');
  expect(listen).toHaveBeenCalledTimes(2);
  vi.unstubAllGlobals();
});
