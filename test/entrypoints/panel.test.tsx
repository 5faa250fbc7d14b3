// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { Panel } from '@/entrypoints/panel/Panel.tsx';
import { createClock } from '@/lib/store/clock.ts';
import { INITIAL_STATE, type PanelStore } from '@/lib/store/panel-store.ts';
import type { RefreshUntil } from '@/lib/store/refresh-until.ts';
import { createStore } from 'zustand/vanilla';

afterEach(cleanup);

it('says so where nothing can be derived from the recording', () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const sceneOf = () => {
    throw new Error('a fault');
  };
  const panel = { store: createStore(() => INITIAL_STATE), clock: createClock(), sceneOf } as unknown as PanelStore;
  const until = { store: createStore(() => ({ run: null })) } as unknown as RefreshUntil;
  render(<Panel panel={panel} until={until} />);

  expect(screen.getByRole('alert').textContent).toContain('The panel cannot be shown: a fault');
});
