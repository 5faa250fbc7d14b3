// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Identity } from '@/components/Identity.tsx';
import { RecordingMenu } from '@/components/RecordingMenu.tsx';
import { clerk } from '@/lib/providers/clerk/index.ts';
import { decodePaste } from '@/lib/recording/decoder.ts';
import { findStaleClaims } from '@/lib/recording/stale.ts';
import { cookieSet, granted, makeSdk, navigated, pageState } from '../lib/support/events.ts';
import { makeClerkToken } from '../lib/support/tokens.ts';
import { renderPanel } from './render.tsx';

vi.mock('@/lib/recording/stale.ts', async (original) => ({
  ...(await original<object>()),
  findStaleClaims: vi.fn<typeof findStaleClaims>(),
}));
vi.mock('@/lib/recording/decoder.ts', async (original) => ({
  ...(await original<object>()),
  decodePaste: vi.fn<typeof decodePaste>(),
}));

vi.mock('@/components/Identity.tsx', () => ({ Identity: vi.fn<typeof Identity>() }));
vi.mock('@/components/RecordingMenu.tsx', () => ({ RecordingMenu: vi.fn<typeof RecordingMenu>() }));

beforeEach(() => vi.spyOn(console, 'error').mockReturnValue());

afterEach(() => vi.resetAllMocks());

const fail = () => {
  throw new Error('a fault');
};
const open = () =>
  renderPanel([navigated(), granted(), cookieSet({ value: makeClerkToken() }), pageState([makeSdk()])]);

it('shows the other tabs where one cannot be shown', async () => {
  vi.mocked(findStaleClaims).mockImplementation(fail);
  open();
  expect(screen.getByRole('alert').textContent).toContain('This tab cannot be shown: a fault');

  fireEvent.click(screen.getByRole('tab', { name: 'Token' }));
  expect((await screen.findByRole('tabpanel', { name: 'Token' })).textContent).toContain('eyJ');
});

it('shows the rest of the panel where the decoder cannot be shown', () => {
  vi.mocked(findStaleClaims).mockReturnValue([]);
  vi.mocked(decodePaste).mockImplementation(fail);
  open();
  fireEvent.click(screen.getByRole('button', { name: /Decode/ }));
  expect(screen.getByRole('alert').textContent).toContain('The decoder cannot be shown: a fault');

  fireEvent.click(screen.getByRole('button', { name: /Decode/ }));
  expect(screen.getByRole('region', { name: 'Claims' })).toBeTruthy();
});

it.each([
  ['The toolbar', () => vi.mocked(RecordingMenu).mockImplementation(fail)],
  ['The session', () => vi.mocked(Identity).mockImplementation(fail)],
  ['What limits the picture', () => vi.spyOn(clerk, 'notices').mockImplementation(fail)],
])('shows the rest of the panel where one region cannot be shown: %s', (region, breakIt) => {
  vi.mocked(findStaleClaims).mockReturnValue([]);
  breakIt();
  open();

  expect(screen.getByRole('alert').textContent).toContain(`${region} cannot be shown: a fault`);
  expect(screen.getByRole('region', { name: 'Claims' })).toBeTruthy();
  expect(screen.getByRole('table', { name: 'Credentials' })).toBeTruthy();
});
