// @vitest-environment happy-dom
import { fireEvent, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { CookieFacts } from '@/lib/recording/event.ts';
import { cookieSet, cookiesListed, granted, navigated } from '../lib/support/events.ts';
import { makeAccessToken, makeIdToken, makeRoqToken } from '../lib/providers/roq/tokens.ts';
import { renderPanel } from './render.tsx';

const open = (cookie: Partial<CookieFacts> = {}, claims: object = {}) =>
  renderPanel([
    navigated(),
    granted(),
    cookieSet({ name: 'roq-session-token', value: makeRoqToken(claims), expiresAt: 87_400_000, ...cookie }),
  ]);

it('counts on the access token inside, in the strip and in the list', () => {
  const { getByRole } = open();

  expect(getByRole('timer').textContent).toBe('4:50');
  expect(getByRole('row', { name: 'roq-session-token' }).querySelector('.col-expires')?.textContent).toBe('4:50');
});

it('shows whose session it is, from the tokens inside', () => {
  const { container } = open();
  const field = (name: string) => container.querySelector(`[data-field="${name}"]`)?.textContent;

  expect(field('user')).toContain('ada@example.com');
  expect(field('session')).toContain('session_1');
  expect(field('organization')).toContain('member in acme');
  expect(field('provider')).toContain('ROQ');
});

it('shows no tenant where the ID token tells of none', () => {
  const { container } = open({}, { roqIdToken: makeIdToken({ tenantId: undefined, roles: undefined }) });

  expect(container.querySelector('[data-field="organization"]')).toBeNull();
});

it('gives both dates of the session, and says that they mean nothing', () => {
  const { getByRole, getByText, container } = open();

  const exp = container.querySelector('[data-claim="exp"]')?.textContent;
  expect(exp).toMatch(/Expires: .* UTC, .*; means nothing/);
  fireEvent.click(getByRole('tab', { name: 'Cookie' }));
  expect(getByText(/^Means nothing for ROQ/)).toBeTruthy();
});

it('shows the tokens inside in their place', () => {
  const { getByRole } = open({}, { roqAccessToken: makeAccessToken({ roqEnvironmentId: 'env_7' }) });
  const claims = within(getByRole('region', { name: 'Claims' }));

  expect(claims.getByRole('heading', { name: 'roqAccessToken' })).toBeTruthy();
  expect(claims.getByText('"env_7"')).toBeTruthy();
});

it('says what a provider has to say of its cookies, as long as they are there', () => {
  const secure = { name: '__Secure-roq-session-token', value: makeRoqToken() };
  const notes = (...cookies: Partial<CookieFacts>[]) =>
    renderPanel([navigated(), granted(), cookiesListed([secure]), cookiesListed(cookies)]).container.querySelector(
      '.banner',
    )?.textContent;

  expect(notes(secure)).toContain('For the app nobody is signed in');
  expect(notes({ ...secure, name: 'roq-session-token' })).toBeUndefined();
});
