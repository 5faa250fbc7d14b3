// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { Panel } from '@/entrypoints/panel/Panel.tsx';
import { createClock } from '@/lib/store/clock.ts';
import { INITIAL_STATE, type PanelState, type PanelStore } from '@/lib/store/panel-store.ts';
import type { RefreshUntil } from '@/lib/store/refresh-until.ts';
import { createSceneSelector } from '@/lib/store/selectors.ts';
import { cookieSet, granted, navigated, record } from '../lib/support/events.ts';
import { makeToken } from '../lib/support/tokens.ts';

vi.mock('@/lib/platform/copy.ts', () => ({ copyText: () => Promise.reject(new Error('The clipboard is closed')) }));

afterEach(cleanup);

it('says so when something cannot be copied', async () => {
  const recording = record(navigated(), granted(), cookieSet({ name: 'session', value: makeToken({}) }));
  const store = createStore(() => ({ ...INITIAL_STATE, connection: 'ready', recording }));
  const select = createSceneSelector();
  const sceneOf = (state: PanelState) => select(state.recording);
  const panel = { store, clock: createClock(), sceneOf } as unknown as PanelStore;
  const until = { store: createStore(() => ({ run: null })) } as unknown as RefreshUntil;
  render(<Panel panel={panel} until={until} />);
  fireEvent.click(screen.getByRole('tab', { name: 'Token' }));
  fireEvent.click(screen.getByRole('button', { name: 'Copy token' }));

  expect((await screen.findByRole('alert')).textContent).toBe('It could not be copied. The clipboard is closed');
});
