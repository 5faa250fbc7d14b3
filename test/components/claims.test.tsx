// @vitest-environment happy-dom
import { fireEvent, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { cookieSet, granted, makeSdk, navigated, pageState, storageListed } from '../lib/support/events.ts';
import { makeClerkToken, makeJwe, makeToken } from '../lib/support/tokens.ts';
import { renderPanel } from './render.tsx';

const opened = [navigated(), granted()];

it('says what each claim means, in its group, custom claims first', () => {
  const { getByRole } = renderPanel([...opened, cookieSet({ value: makeClerkToken({ plan: 'pro', sts: 'pending' }) })]);

  const claims = getByRole('region', { name: 'Claims' });
  const headings = within(claims)
    .getAllByRole('heading')
    .map(({ textContent }) => textContent);
  expect(headings).toEqual(['Custom', 'Time', 'Identity', 'Header']);
  expect(claims.querySelector('[data-claim="sts"]')?.textContent).toContain('a session task is still to do');
  expect(claims.querySelector('[data-claim="exp"]')?.textContent).toMatch(/Expires: .* UTC, in 50 sec/);
});

it('shows markup in names and values as text', () => {
  const { getByRole, container } = renderPanel([
    ...opened,
    cookieSet({ name: '<b>token</b>', value: makeToken({ '<i>x</i>': '<script>alert(1)</script>' }) }),
  ]);

  expect(getByRole('row', { name: '<b>token</b>' })).toBeTruthy();
  expect(getByRole('region', { name: 'Claims' }).textContent).toContain('"<script>alert(1)</script>"');
  expect(container.querySelector('b, i:not([style], .separator, [class^="legend-"]), script')).toBeNull();
});

it('names a claim of the wrong type, and goes on', () => {
  const { getByRole } = renderPanel([...opened, cookieSet({ value: makeClerkToken({ exp: 'soon', iat: 1_000 }) })]);

  const claims = getByRole('region', { name: 'Claims' });
  expect(claims.querySelector('[data-claim="exp"]')?.textContent).toContain('Not a NumericDate');
  expect(claims.querySelector('[data-claim="iat"]')?.textContent).toContain('Issued');
});

it('shows the tokens inside a token', () => {
  const outer = makeToken({ inner: makeToken({ deep: 'yes' }) });
  const { getByRole } = renderPanel([...opened, cookieSet({ name: 'nested_token', value: outer })]);

  const claims = getByRole('region', { name: 'Claims' });
  expect(within(claims).getByRole('heading', { name: 'inner' })).toBeTruthy();
  expect(claims.querySelector('[data-claim="deep"]')).toBeTruthy();
});

it('says that an encrypted token keeps its claims to itself', () => {
  const { getByRole } = renderPanel([...opened, cookieSet({ name: 'authjs.session-token', value: makeJwe() })]);

  const claims = getByRole('region', { name: 'Claims' });
  expect(claims.textContent).toContain('Encrypted (JWE)');
  expect(claims.querySelector('[data-claim="enc"]')).toBeTruthy();
});

it('says why an opaque value has no claims', () => {
  const { getByRole } = renderPanel([...opened, cookieSet({ name: 'session_id', value: 'a1b2c3' })]);

  expect(getByRole('region', { name: 'Claims' }).textContent).toContain('No claims to show. Not a JWT.');
});

it('opens a long value on a click', () => {
  const permissions = Array.from({ length: 40 }, (_, index) => `permission:${index}`);
  const { getByRole } = renderPanel([...opened, cookieSet({ value: makeClerkToken({ permissions }) })]);

  const value = getByRole('button', { name: /^40 items/ });
  fireEvent.click(value);

  expect(value.getAttribute('aria-expanded')).toBe('true');
  expect(value.parentElement?.querySelector('pre')?.textContent).toContain('"permission:39"');
});

it('moves the selection with the arrow keys', () => {
  const { getByRole, onSelect } = renderPanel([
    ...opened,
    cookieSet({ value: makeClerkToken() }),
    storageListed({ access_token: makeToken({ sub: 'me' }) }),
  ]);

  const first = within(getByRole('row', { name: '__session' })).getByRole('button');
  first.focus();
  fireEvent.keyDown(first, { key: 'ArrowDown' });

  expect(document.activeElement?.textContent).toBe('access_token');
  expect(onSelect).toHaveBeenLastCalledWith(expect.stringContaining('access_token'));
});

it('flags the claim that is older than the page’s user object, until both say the same', () => {
  const sources = [{ name: 'user.publicMetadata', value: { plan: 'pro' }, updatedAt: null }];
  const withPlan = (plan: string) => [
    ...opened,
    cookieSet({ value: makeClerkToken({ plan, sid: 'sess_1' }) }),
    pageState([makeSdk({ sources })]),
  ];
  const { getByRole, unmount } = renderPanel(withPlan('free'));

  const claims = getByRole('region', { name: 'Claims' });
  expect(claims.querySelector('[data-stale-count="1"]')?.textContent).toContain('The token is behind: refresh it.');
  const row = claims.querySelector('[data-claim="plan"][data-stale="token"]');
  expect(row?.textContent).toContain('Token is behind: refresh it. user.publicMetadata.plan "pro"');

  unmount();
  const again = renderPanel(withPlan('pro')).getByRole('region', { name: 'Claims' });
  expect(again.querySelector('[data-stale], [data-stale-count]')).toBeNull();
});
