// @vitest-environment happy-dom
import { fireEvent, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { clerk } from '@/lib/providers/clerk/index.ts';
import { listCredentials } from '@/lib/recording/credentials.ts';
import {
  accessOf,
  actionEnded,
  actionStarted,
  cookieSet,
  granted,
  makeSdk,
  navigated,
  pageState,
  record,
  requested,
} from '../lib/support/events.ts';
import { makeClerkToken, makeToken } from '../lib/support/tokens.ts';
import { renderPanel } from './render.tsx';

const CLAIMS = { iat: 1_000, exp: 1_060, birthday: '1990-01-01' };
const session = (claims: object = CLAIMS) => cookieSet({ value: makeClerkToken(claims) });
const signedIn = [navigated(), granted(), session(), pageState([makeSdk()])];

it('has the landmarks that whoever drives it relies on', () => {
  const { getByRole, getByText } = renderPanel(signedIn);

  expect(getByRole('main', { name: 'Claimcheck' })).toBeTruthy();
  expect(getByRole('timer', { name: 'Expires in' }).textContent).toBe('0:50');
  expect(getByRole('button', { name: 'Refresh token' })).toBeTruthy();
  expect(getByRole('button', { name: 'Reload user' })).toBeTruthy();
  expect(getByRole('status').textContent).toContain('Not refreshed by you yet');
  const table = within(getByRole('table', { name: 'Credentials' }));
  expect(table.getByRole('row', { name: '__session' })).toBeTruthy();
  expect(getByRole('region', { name: 'Claims' }).textContent).toContain('"1990-01-01"');
  const changes = getByRole('region', { name: 'Changes' }).textContent;
  expect(changes).toContain('Nothing to compare yet');
  expect(changes).toContain('Refresh token After a claim changed on the server');
  expect(changes).toContain('Reload user After the user changed on the server');
  expect(getByText('Live')).toBeTruthy();
  for (const name of ['Claimcheck', 'Expires in', 'Last outcome', 'Credentials', 'Claims', 'Changes']) {
    expect(document.querySelectorAll(`[aria-label="${name}"]`)).toHaveLength(1);
  }
});

it.each([
  [1_049_000, '0:11', 'Live'],
  [1_050_000, '0:10', 'Expiring'],
  [1_060_000, '−0:00', 'Expired'],
  [1_067_900, '−0:07', 'Expired'],
  [1_060_000 - 3_723_000, '1:02:03', 'Live'],
])('at %i shows %s, %s', (now, digits, state) => {
  const { getByRole, getAllByText } = renderPanel(signedIn, { now });

  expect(getByRole('timer').textContent).toBe(digits);
  expect(getAllByText(state).length).toBe(1);
});

it.each([
  [{ iat: 1_000 }, '–:––', 'No expiry'],
  [{ iat: 1_000, exp: 'soon' }, '–:––', 'Unreadable expiry'],
  [{ iat: 1_000, exp: 1_060, nbf: 1_030 }, '0:20', 'Not started, valid in'],
])('with the claims %o shows %s, %s', (claims, digits, state) => {
  const { getByRole, getByText } = renderPanel([navigated(), granted(), session({ exp: undefined, ...claims })]);

  expect(getByRole('timer').textContent).toBe(digits);
  expect(getByText(state)).toBeTruthy();
});

it('counts down by the clock of the server, once a response has told it', () => {
  const dated = requested({ startedAt: 1_000_000, duration: 0, serverDate: 1_020_000 });
  const { getByRole, getByText } = renderPanel([...signedIn, dated]);

  expect(getByRole('timer').textContent).toBe('0:30');
  expect(getByText('−20.5 s')).toBeTruthy();
});

it('asks for the action that was pressed', () => {
  const { getByRole, onRun } = renderPanel(signedIn);

  fireEvent.click(getByRole('button', { name: 'Reload user' }));

  expect(onRun).toHaveBeenCalledExactlyOnceWith(clerk, clerk.actions[1], {});
});

it('closes a dialog with the session whose action it asks for', async () => {
  const other = cookieSet({ name: 'sid', value: makeToken({ sub: 'user_1' }) });
  const { again, getByRole, findByRole, queryByRole } = renderPanel([...signedIn, other]);
  fireEvent.click(getByRole('button', { name: 'More actions' }));
  fireEvent.click(await findByRole('menuitem', { name: 'Refresh until…' }));
  expect(await findByRole('alertdialog')).toBeTruthy();

  again([], { chosenProvider: 'other' });
  expect(queryByRole('alertdialog')).toBeNull();
});

it('keeps the token that was picked when its row gets the focus back', () => {
  const { getByRole, onSelect } = renderPanel([
    ...signedIn,
    cookieSet({ name: 'sid', value: makeToken({ sub: 'user_1' }) }),
  ]);
  fireEvent.focus(getByRole('button', { name: '__session' }));
  expect(onSelect).not.toHaveBeenCalled();

  fireEvent.focus(getByRole('button', { name: 'sid' }));
  expect(onSelect).toHaveBeenCalledOnce();
});

it('lets no second action start while one runs', () => {
  const { getByRole, getByText } = renderPanel([...signedIn, actionStarted(1_000_000)]);

  expect(getByRole('button', { name: 'Refresh token' })).toHaveProperty('disabled', true);
  expect(getByRole('button', { name: 'Reload user' })).toHaveProperty('disabled', true);
  expect(getByText('Refreshing')).toBeTruthy();
  expect(getByRole('status').textContent).toContain('Waiting for the page');
});

it('shows what a refresh changed, and folds away what always changes', () => {
  const raw = makeClerkToken({ iat: 1_005, exp: 1_065, birthday: '1815-12-10' });
  const { getByRole } = renderPanel([
    ...signedIn,
    actionStarted(1_000_000),
    cookieSet({ value: raw }, 1_000_050),
    actionEnded({ status: 'done', token: raw }, 1_000_100),
  ]);

  const changes = within(getByRole('region', { name: 'Changes' }));
  expect(changes.getByRole('row', { name: /^birthday/ }).textContent).toBe('birthday"1990-01-01""1815-12-10"');
  expect(changes.getByText('2 changed as expected', { exact: false }).closest('details')?.open).toBe(false);
  expect(getByRole('status').textContent).toContain('New token in 100 ms, 1 claim changed');
});

it('says where it looked when there is nothing', () => {
  const { getByText, queryByRole } = renderPanel([navigated(), granted()]);

  expect(getByText('No session found on http://localhost:3000')).toBeTruthy();
  expect(queryByRole('timer')).toBeNull();
});

it('asks for access where there is none, with the one button that gives it', () => {
  const missing = accessOf({ state: 'missing', origins: ['*://*.example.com/*'] });
  const { getByRole, getByText, onAllow } = renderPanel([navigated('https://app.example.com/'), missing]);

  fireEvent.click(getByRole('button', { name: 'Allow on this site' }));

  expect(getByText('Claimcheck cannot read https://app.example.com yet')).toBeTruthy();
  expect(onAllow).toHaveBeenCalledOnce();
});

it('names a page that no extension may touch', () => {
  const { getByText } = renderPanel([
    navigated('about:config'),
    accessOf({ state: 'restricted', why: 'It is closed.' }),
  ]);

  expect(getByText('It is closed. Open DevTools on the page of your app instead.')).toBeTruthy();
});

it('tells a signed-out page from one that it knows nothing of', () => {
  const { getByText, getByRole } = renderPanel([
    navigated(),
    granted(),
    pageState([makeSdk({ session: null, user: null })]),
  ]);

  expect(getByText('Signed out')).toBeTruthy();
  expect(getByRole('timer').textContent).toBe('–:––');
});

it('says what of the page could not be read', () => {
  const { getByRole } = renderPanel([
    navigated(),
    granted(),
    session(),
    pageState([makeSdk({ problems: ['Clerk.user threw Error: no'] })]),
  ]);

  expect(getByRole('note').textContent).toContain('Clerk.user threw Error: no');
});

it('says so when the recorder does not answer', () => {
  const { getByText } = renderPanel([], { connection: 'silent' });

  expect(getByText(/Close DevTools and open it again/)).toBeTruthy();
});

it('announces what went wrong also where there is no session', () => {
  const { getByRole } = renderPanel([navigated(), granted()], { problem: 'The storage is damaged' });

  expect(getByRole('alert').textContent).toBe('The storage is damaged');
});

it('promises no keys for its tools that they do not take', () => {
  const { getByRole, queryByRole } = renderPanel([navigated(), granted()]);

  expect(queryByRole('toolbar')).toBeNull();
  expect(within(getByRole('group', { name: 'Tools' })).getByRole('button', { name: 'Clear history' })).toBeTruthy();
});

it('says that a long recording is being read', () => {
  const { getByText } = renderPanel([], { connection: 'connecting' });

  expect(getByText('Reading the recording…')).toBeTruthy();
});

it('lists no more credentials than it can draw, and says how many there are', () => {
  const tokens = Array.from({ length: 1_000 }, (_, n) => makeToken({ n }));
  const received = tokens.map((value, n) => ({ place: 'body' as const, name: `token-${n}`, value }));
  const { getByRole, getByText } = renderPanel([...signedIn, requested({ received })]);

  expect(getByRole('table', { name: 'Credentials' }).querySelectorAll('tbody tr')).toHaveLength(200);
  expect(getByRole('row', { name: '__session' })).toBeTruthy();
  expect(getByText(/801 more credentials not listed/)).toBeTruthy();
});

it('can be reached by the keyboard where the credential selected is not listed', () => {
  const received = Array.from({ length: 300 }, (_, n) => ({
    place: 'body' as const,
    name: `token-${n}`,
    value: makeToken({ n }),
  }));
  const events = [...signedIn, requested({ received })];
  const hidden = listCredentials(record(...events)).at(-1)?.credential;
  const { getByRole } = renderPanel(events, { selected: hidden?.id ?? null });
  const table = getByRole('table', { name: 'Credentials' });

  expect(table.querySelectorAll('[aria-current="true"]')).toHaveLength(0);
  expect([...table.querySelectorAll('[tabindex="0"]')].map(({ textContent }) => textContent)).toEqual(['__session']);
});
