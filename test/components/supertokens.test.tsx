// @vitest-environment happy-dom
import { fireEvent, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { makeAccessToken, makeFrontToken } from '../lib/providers/supertokens-samples.ts';
import { cookiesListed, granted, navigated } from '../lib/support/events.ts';
import { renderPanel } from './render.tsx';

const front = (claims: object = {}) => ({ name: 'sFrontToken', value: makeFrontToken(claims) });
const access = { name: 'sAccessToken', value: makeAccessToken() };
const MIRROR = 'copy of the access token’s payload, not a token that is sent to the API';

it('tells sFrontToken as a copy of the access token’s payload, and not as a token that nobody signed', () => {
  const { getByRole } = renderPanel([navigated(), granted(), cookiesListed([access, front()])]);
  const row = within(getByRole('table', { name: 'Credentials' })).getByRole('row', { name: 'sFrontToken' });

  expect(row.textContent).toContain(`front token: a ${MIRROR}`);
  expect(row.textContent).toContain('Claims only');
  expect(row.textContent).not.toMatch(/#\d|not signed/);
});

it('shows its claims and its value as they stand, without the form that they are read in', () => {
  const { container, getByRole, queryByRole } = renderPanel([navigated(), granted(), cookiesListed([front()])]);
  const claims = getByRole('region', { name: 'Claims' }).textContent;

  expect(claims).toContain(`Front token: a ${MIRROR}.`);
  expect(claims).toContain('handle-1');
  expect(claims).toContain('Access token’s expiry in milliseconds');
  expect(claims).not.toMatch(/No signature|Not signed at all/);

  fireEvent.click(getByRole('tab', { name: 'Token' }));
  expect(getByRole('button', { name: 'Copy value' })).toBeTruthy();
  expect(container.textContent).toContain(makeFrontToken());
  expect(queryByRole('button', { name: 'Copy token' })).toBeNull();
});

it('numbers no change of a front token', () => {
  const { getByRole } = renderPanel([
    navigated(),
    granted(),
    cookiesListed([front({ role: 'user' })]),
    cookiesListed([front({ role: 'admin' })]),
  ]);

  expect(getByRole('region', { name: 'Changes' }).querySelector('header')?.textContent).toBe('ChangesLast refresh');
});

it('names where a refresh goes before it is pressed', () => {
  const { getByRole } = renderPanel([navigated(), granted(), cookiesListed([access])]);

  expect(getByRole('button', { name: 'Refresh session' }).title).toMatch(
    /^POST https:\/\/api\.test\/auth\/session\/refresh\. /,
  );
});
