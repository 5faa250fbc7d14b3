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

vi.mock('@/lib/platform/app.ts', () => ({ appFacts: () => ({ version: '1.0.0', browser: 'Chrome 156' }) }));
vi.mock('@/lib/platform/file-worker.ts', () => ({ inFileWorker: () => Promise.withResolvers().promise }));

afterEach(cleanup);

function renderPanel() {
  const recording = record(navigated(), granted(), cookieSet({ name: 'session', value: makeToken({}) }));
  const store = createStore(() => ({ ...INITIAL_STATE, connection: 'ready', recording }));
  const select = createSceneSelector();
  const sceneOf = (state: PanelState) => select(state.recording);
  const panel = { store, clock: createClock(), sceneOf, events: () => Promise.resolve([]) } as unknown as PanelStore;
  const until = { store: createStore(() => ({ run: null })) } as unknown as RefreshUntil;
  render(<Panel panel={panel} until={until} />);
}

it('says so when something cannot be copied', async () => {
  renderPanel();
  fireEvent.click(screen.getByRole('tab', { name: 'Token' }));
  fireEvent.click(screen.getByRole('button', { name: 'Copy token' }));

  expect((await screen.findByRole('alert')).textContent).toBe('It could not be copied. The clipboard is closed');
});

it('goes on saying what is being done with a file when something is copied', async () => {
  renderPanel();
  fireEvent.click(screen.getByRole('button', { name: 'Recording' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: /Copy bug report/ }));
  await screen.findByText('Preparing the bug report…');
  fireEvent.click(screen.getByRole('tab', { name: 'Token' }));
  fireEvent.click(screen.getByRole('button', { name: 'Copy token' }));
  await new Promise((resolve) => setTimeout(resolve));

  expect(screen.getByText('Preparing the bug report…')).toBeTruthy();
});
