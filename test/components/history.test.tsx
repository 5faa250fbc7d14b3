// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { cookieKey, credentialId } from '@/lib/recording/credential.ts';
import { cookieSet, granted, makeCookie, navigated, otherTabs, requested } from '../lib/support/events.ts';
import { makeClerkToken } from '../lib/support/tokens.ts';
import { renderPanel } from './render.tsx';

const SESSION = credentialId(cookieKey(makeCookie()));
const MINT = 'https://clerk.test/v1/client/sessions/sess_1/tokens?_clerk_js_version=6.40.0';
const token = (n: number, role: string) => makeClerkToken({ iat: 1_000 + n, exp: 1_060 + n, role });
const [one, two, three] = [token(1, 'member'), token(2, 'member'), token(3, 'admin')];
const EVENTS = [
  navigated(undefined, 1_000_000),
  granted(1_000_000),
  otherTabs(1, 1_000_000),
  cookieSet({ value: one }, 1_001_500),
  requested({
    method: 'POST',
    url: MINT,
    startedAt: 1_002_000,
    received: [{ place: 'body', name: 'jwt', value: two }],
  }),
  cookieSet({ value: two }, 1_002_060),
  cookieSet({ value: three }, 1_003_100),
  otherTabs(1, 1_010_000),
];

function open(options = {}) {
  const panel = renderPanel(EVENTS, options);
  fireEvent.click(screen.getByRole('tab', { name: 'History' }));
  return { ...panel, history: within(screen.getByRole('region', { name: 'History' })) };
}

const rows = () =>
  [...document.querySelectorAll('[data-token]')].map((row) => [
    row.getAttribute('data-token'),
    row.getAttribute('data-cause'),
    row.lastElementChild?.textContent,
  ]);
const diffed = () => [...document.querySelectorAll('.detail .diff [data-change]')].map((row) => row.textContent);

it('lists every token, the newest first, with its cause and what it changed', () => {
  open();

  expect(rows()).toEqual([
    ['3', 'other-tab', 'role'],
    ['2', 'sdk', 'no claim'],
    ['1', 'other-tab', ''],
  ]);
});

it('compares the last two tokens, as long as no other are picked', () => {
  const { history } = open();

  expect(diffed()[0]).toBe('role"member""admin"');
  expect(history.getByLabelText<HTMLSelectElement>('Before').value).toBe(two);
  expect(history.getByLabelText<HTMLSelectElement>('After').value).toBe(three);
});

it('compares any two: one that is picked, and one that is picked with Shift or from the list', () => {
  const { history, onSelectToken } = open({ selected: SESSION, selectedToken: two });
  expect(diffed().filter((row) => row?.startsWith('role'))).toEqual([]);

  const tokens = within(history.getByRole('table', { name: 'Tokens' }));
  fireEvent.click(tokens.getByRole('button', { name: '#3' }), { shiftKey: true });
  expect(diffed()[0]).toBe('role"admin""member"');
  fireEvent.change(history.getByLabelText('Before'), { target: { value: one } });
  expect(history.getByLabelText<HTMLSelectElement>('Before').value).toBe(one);

  fireEvent.change(history.getByLabelText('After'), { target: { value: one } });
  fireEvent.click(tokens.getByRole('button', { name: '#1' }));
  expect(onSelectToken.mock.calls).toEqual([
    [SESSION, one],
    [SESSION, one],
  ]);
});

it('tells every value that a claim had', () => {
  const { onSelectToken } = open();
  const periods = [...document.querySelectorAll('[data-claim-history="role"] li')];

  expect(periods.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^"admin"since .+, #3, in 1 token$/),
    expect.stringMatching(/^"member"since .+, #1, in 2 tokens$/),
  ]);
  fireEvent.click(within(periods[1] as HTMLElement).getByRole('button', { name: '#1' }));
  expect(onSelectToken).toHaveBeenCalledWith(SESSION, one);
});

it('shows the claims of a token that was picked, says that it is past, and goes back', () => {
  const { onSelect } = renderPanel(EVENTS, { selected: SESSION, selectedToken: one });
  const claims = within(screen.getByRole('region', { name: 'Claims' }));

  expect(claims.getByText('"member"')).toBeDefined();
  expect(claims.getByText(/^Token #1, which is not there any more/)).toBeDefined();
  fireEvent.click(claims.getByRole('button', { name: 'Show the current one' }));
  expect(onSelect).toHaveBeenCalledWith(SESSION);
});

it('names the cause of a token that no action asked for beside the proof', () => {
  renderPanel(EVENTS);
  const changes = within(screen.getByRole('region', { name: 'Changes' }));

  expect(changes.getByText('Cause: Another tab')).toBeDefined();
  expect(changes.getByText(/^Another tab of this site is open/)).toBeDefined();
});

it('says that there is nothing to compare with one token', () => {
  renderPanel(EVENTS.slice(0, 4));
  fireEvent.click(screen.getByRole('tab', { name: 'History' }));

  expect(screen.getByText(/^One token so far/)).toBeDefined();
});

it('lists no more values of a claim than can be read, and says so', () => {
  const values = Array.from({ length: 203 }, (_, index) =>
    cookieSet({ value: token(index, `role-${index}`) }, 1_001_000 + index * 2_000),
  );
  renderPanel([navigated(undefined, 1_000_000), granted(1_000_000), ...values]);
  fireEvent.click(screen.getByRole('tab', { name: 'History' }));
  const history = document.querySelector('[data-claim-history="role"]');

  expect(history?.querySelectorAll('li').length).toBe(200);
  expect(history?.textContent).toContain('The newest 200; 3 older ones not listed.');
});
