// @vitest-environment happy-dom
import { fireEvent, render, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { PinnedClaims } from '@/components/PinnedClaims.tsx';
import { PinContext } from '@/components/pin-context.ts';
import { listCredentials } from '@/lib/recording/credentials.ts';
import { cookieSet, granted, navigated, record } from '../lib/support/events.ts';
import { makeClerkToken, makeToken } from '../lib/support/tokens.ts';
import { renderPanel } from './render.tsx';

const SITE = 'http://localhost:3000';
const PIN = { provider: 'clerk', path: ['birthday'] };
const session = (claims: object) => cookieSet({ value: makeClerkToken(claims) });

it('pins a claim by the button in its row, which the keyboard reaches', () => {
  const { getByRole, onPin } = renderPanel([navigated(), granted(), session({ birthday: '1990-01-01' })]);

  const button = getByRole('button', { name: 'Pin birthday' });
  expect(button.getAttribute('aria-pressed')).toBe('false');
  expect(button.tabIndex).toBe(0);
  fireEvent.click(button);
  expect(onPin).toHaveBeenCalledExactlyOnceWith(PIN);
});

it('shows pinned claims beside the countdown, also those that are gone', () => {
  const pins = { [SITE]: [PIN, { provider: 'clerk', path: ['role'] }, { provider: 'roq', path: ['sub'] }] };
  const panel = renderPanel([navigated(), granted(), session({ birthday: '1990-01-01' })], { pins });

  const list = within(panel.getByRole('region', { name: 'Session' })).getByRole('list', { name: 'Pinned claims' });
  const texts = within(list)
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);
  expect(texts).toEqual(['birthday"1990-01-01"', 'rolegone']);
  expect(panel.getByRole('button', { name: 'Pin birthday' }).getAttribute('aria-pressed')).toBe('true');
  fireEvent.click(within(list).getByRole('button', { name: 'Unpin role' }));
  expect(panel.onPin).toHaveBeenCalledExactlyOnceWith({ provider: 'clerk', path: ['role'] });
});

it('pins none of another site', () => {
  const pins = { 'https://elsewhere.test': [PIN] };
  const { queryByRole } = renderPanel([navigated(), granted(), session({ birthday: '1990-01-01' })], { pins });

  expect(queryByRole('list', { name: 'Pinned claims' })).toBeNull();
});

it('offers no pin for a header, nor for what was pasted', () => {
  const { getByRole, queryByRole, getByLabelText } = renderPanel([navigated(), granted(), session({})]);
  expect(queryByRole('button', { name: 'Pin alg' })).toBeNull();

  fireEvent.click(getByRole('button', { name: 'Decode' }));
  fireEvent.change(getByLabelText(/^Token, Cookie or/), { target: { value: makeToken({ pasted: 1 }) } });
  expect(queryByRole('button', { name: 'Pin pasted' })).toBeNull();
});

it('flashes when the value changes, once for each time, and not before', () => {
  const strip = (claims: object) => (
    <PinContext value={{ pins: [PIN], onPin: () => undefined }}>
      <PinnedClaims providerId="clerk" view={listCredentials(record(session(claims)))[0]} />
    </PinContext>
  );
  const { rerender, container } = render(strip({ birthday: 1 }));
  const value = () => container.querySelector('.pin-value');
  rerender(strip({ birthday: 1, jti: 'another' }));
  const before = value();
  expect(before?.classList.contains('flash')).toBe(false);

  rerender(strip({ birthday: 2 }));
  const flashed = value();
  expect(flashed?.classList.contains('flash')).toBe(true);
  expect(flashed).not.toBe(before);
  rerender(strip({ birthday: 2, jti: 'another' }));
  expect(value()).toBe(flashed);
  rerender(strip({}));
  expect(value()).not.toBe(flashed);
  expect(value()?.textContent).toBe('gone');
});
