// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import type { RequestTokens as Original } from '@/components/RequestTokens.tsx';
import { RequestsView } from '@/components/RequestsView.tsx';
import { createExchangeSelector, type Exchange } from '@/lib/recording/exchange.ts';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { cookieSet, granted, navigated, record, requested } from '../lib/support/events.ts';
import { makeClerkToken } from '../lib/support/tokens.ts';
import { renderPanel } from './render.tsx';

vi.mock('@/components/RequestTokens.tsx', async (original) => {
  const module = await original<{ RequestTokens: typeof Original }>();
  return {
    ...module,
    RequestTokens: (props: Parameters<typeof Original>[0]) => {
      drawn();
      return <module.RequestTokens {...props} />;
    },
  };
});

const drawn = vi.fn<() => void>();

// Nothing has a size here, and a list that has none draws no rows.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(480);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900);
});

/** It ends at 1,060 s. */
const token = makeClerkToken();
const sent = [{ place: 'authorization', name: 'Authorization', value: `Bearer ${token}` }] as const;
const url = 'http://localhost:3000/api/me?page=1';

const live = requested({ url, startedAt: 1_017_000, sent });
const expired = requested({
  url: 'http://localhost:3000/api/orders',
  startedAt: 1_068_000,
  status: 401,
  sent,
  verdict: {
    'x-clerk-auth-status': 'signed-out',
    'x-clerk-auth-reason': 'session-token-expired-refresh-non-eligible-no-refresh-cookie',
  },
});
const page = [navigated(), granted(), cookieSet({ value: token })];

function open(...events: RecordingEvent[]) {
  const panel = renderPanel([...page, ...events]);
  fireEvent.click(screen.getByRole('tab', { name: 'Requests' }));
  return panel;
}

const rows = () => [...document.querySelectorAll<HTMLElement>('.request-row')];
const filter = (text: string) =>
  fireEvent.change(screen.getByRole('searchbox', { name: 'Filter requests' }), { target: { value: text } });

it('says which token a request was sent and how much life it had left, newest first', () => {
  open(live, expired);

  expect(rows().map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/GET \/api\/orders\s*#1, expired 8 s before 401 The session token had expiredClerk/),
    expect.stringMatching(/GET \/api\/me #1, 43 s left 200 50 msClerk/),
  ]);
});

it('makes an expired token that was sent hard to miss: in the row, above the list and beside the tabs', () => {
  open(live, expired);

  expect(rows().map(({ dataset }) => dataset['expired'])).toEqual(['true', undefined]);
  expect(screen.getByText('1 request was sent an expired token')).toBeTruthy();
  expect(screen.getByRole('button', { name: /^1 expired/ })).toBeTruthy();

  fireEvent.click(screen.getByRole('button', { name: 'Show them' }));
  expect(rows()).toHaveLength(1);
  expect(screen.getByText('1 of 2')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
  expect(rows()).toHaveLength(2);
});

it('goes from the alarm to the requests that it is about, whatever tab is open', () => {
  open(live, expired);
  fireEvent.click(screen.getByRole('tab', { name: 'Token' }));
  fireEvent.click(screen.getByRole('button', { name: /^1 expired/ }));

  expect(screen.getByRole('tab', { name: 'Requests' }).getAttribute('aria-selected')).toBe('true');
  expect(screen.getByRole('searchbox')).toHaveProperty('value', 'has:expired');
  expect(rows()).toHaveLength(1);
});

it('is silent where none was', () => {
  open(live);

  expect(screen.queryByText(/sent an expired token/)).toBeNull();
  expect(screen.queryByRole('button', { name: /expired/ })).toBeNull();
});

it('filters, keeps the filter over another tab, and says what is wrong with it', () => {
  open(live, expired);
  filter('status:401');
  expect(rows()).toHaveLength(1);

  fireEvent.click(screen.getByRole('tab', { name: 'Claims' }));
  fireEvent.click(screen.getByRole('tab', { name: 'Requests' }));
  expect(rows()).toHaveLength(1);

  filter('stauts:401');
  expect(screen.getByText(/there is no key stauts; there are status, path/)).toBeTruthy();
  expect(screen.getByRole('searchbox').getAttribute('aria-invalid')).toBe('true');
  filter('status:302');
  expect(screen.getByText('No request matches the filter.')).toBeTruthy();
});

it('opens a row with the mouse or the keyboard, and closes it', () => {
  open(live, expired);
  const detail = () => screen.queryByRole('region', { name: 'Selected request' });
  const grid = screen.getByRole('grid');

  fireEvent.click(rows()[0]!);
  expect(detail()?.textContent).toContain('no __refresh cookie came with the request');
  expect(detail()?.textContent).toContain('x-clerk-auth-reason');
  expect(grid.getAttribute('aria-activedescendant')).toBe(rows()[0]!.id);

  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  expect(detail()?.textContent).toContain('43 s left');
  expect(rows()[1]!.getAttribute('aria-selected')).toBe('true');
  fireEvent.keyDown(grid, { key: 'Home' });
  expect(detail()?.textContent).toContain('/api/orders');
  fireEvent.keyDown(grid, { key: 'Escape' });
  expect(detail()).toBeNull();
});

it.each([
  ['Escape', () => fireEvent.keyDown(screen.getByRole('button', { name: 'Close the request' }), { key: 'Escape' })],
  ['its button', () => fireEvent.click(screen.getByRole('button', { name: 'Close the request' }))],
])('closes what is selected with %s, and gives the focus back to the list', (_, close) => {
  open(live);
  fireEvent.click(rows()[0]!);
  close();

  expect(screen.queryByRole('region', { name: 'Selected request' })).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('grid'));
});

it('still has what was selected after another tab was looked at', async () => {
  open(live);
  fireEvent.click(rows()[0]!);
  fireEvent.click(screen.getByRole('tab', { name: 'Claims' }));
  await waitFor(() => expect(screen.queryByRole('grid')).toBeNull());
  fireEvent.click(screen.getByRole('tab', { name: 'Requests' }));

  expect(screen.getByRole('region', { name: 'Selected request' })).toBeTruthy();
});

it('leaves Escape to a menu that is open in what is selected', async () => {
  open(live);
  fireEvent.click(rows()[0]!);
  fireEvent.click(screen.getByRole('button', { name: 'Copy this request' }));
  fireEvent.keyDown(await screen.findByRole('menuitem', { name: 'Copy as cURL' }), { key: 'Escape' });

  expect(screen.getByRole('region', { name: 'Selected request' })).toBeTruthy();
});

it('says that nobody knows what an answer says that the page did not read', () => {
  open(live, requested({ url, startedAt: 1_018_000, sent, bodyRead: 'not-yet' }));
  const detail = () => screen.getByRole('region', { name: 'Selected request' }).textContent;

  fireEvent.click(rows()[0]!);
  expect(detail()).toContain('the page had not read the body');
  fireEvent.click(rows()[1]!);
  expect(detail()).not.toContain('the page had not read the body');
});

it('keeps a request open whose body is read late', () => {
  const panel = open(live, requested({ url, startedAt: 1_018_000, sent, bodyRead: 'not-yet' }));
  fireEvent.click(rows()[0]!);
  panel.again([requested({ url, startedAt: 1_018_000, sent, bodyRead: 'late' })]);

  expect(screen.getByRole('region', { name: 'Selected request' }).textContent).not.toContain('had not read');
});

it('lets the keyboard reach a token’s number, in what is selected', () => {
  open(live);
  fireEvent.click(rows()[0]!);
  const [inRow, inDetail] = screen.getAllByRole('button', { name: '#1' });

  expect([inRow?.tabIndex, inDetail?.tabIndex]).toEqual([-1, 0]);
});

it('draws no row again for an event that has nothing to do with it', () => {
  const { again } = open(live);
  drawn.mockClear();
  again([cookieSet({ name: 'theme', value: 'dark' })]);

  expect(drawn).not.toHaveBeenCalled();
});

it('copies as cURL without the token, and with it only when asked to', async () => {
  const { onCopy } = open(live);
  const copy = async (button: string, item: string) => {
    fireEvent.click(screen.getByRole('button', { name: button }));
    fireEvent.click(await screen.findByRole('menuitem', { name: item }));
  };
  fireEvent.click(rows()[0]!);

  await copy('Copy this request', 'Copy as cURL');
  expect(onCopy).toHaveBeenLastCalledWith(expect.stringContaining('"$TOKEN"'));
  expect(onCopy).toHaveBeenLastCalledWith(expect.not.stringContaining(token));
  await copy('Copy this request', 'Copy as cURL with the token');
  expect(onCopy).toHaveBeenLastCalledWith(expect.stringContaining(token));
  await copy(`Copy GET ${url}`, 'Copy URL');
  expect(onCopy).toHaveBeenLastCalledWith(url);
});

it('shows a token by its number where that is possible', () => {
  const onSelectToken = vi.fn<(number: number) => void>();
  const props = {
    expired: 0,
    dropped: 0,
    skew: { state: 'unknown' },
    filter: '',
    filterField: { current: null },
  } as const;
  render(
    <RequestsView
      {...props}
      exchanges={createExchangeSelector()(record(live))}
      onFilter={vi.fn<(text: string) => void>()}
      chosen={undefined}
      onChoose={vi.fn<(exchange: Exchange | undefined) => void>()}
      onCopy={vi.fn<(text: string) => void>()}
      onSelectToken={onSelectToken}
    />,
  );

  fireEvent.click(screen.getByRole('button', { name: '#1' }));
  expect(onSelectToken).toHaveBeenCalledExactlyOnceWith(1);
  expect(screen.queryByRole('region', { name: 'Selected request' })).toBeNull();
});

it('goes from a token’s number to its claims', () => {
  const { onSelectToken } = open(live);

  fireEvent.click(screen.getByRole('button', { name: '#1' }));
  expect(onSelectToken).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('__session'), token);
  expect(screen.getByRole('tab', { name: 'Claims' }).getAttribute('aria-selected')).toBe('true');
});

it('has only the rows in sight in the document, of however many', () => {
  open(...Array.from({ length: 5_000 }, (_, index) => requested({ url, startedAt: index, sent })));

  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('5001');
  expect(rows().length).toBeGreaterThan(10);
  expect(rows().length).toBeLessThan(60);
});

it('hides requests without a token, and says so where there are none', () => {
  open(requested({ url }));

  expect(screen.getByText('No request in this recording has carried a token.')).toBeTruthy();
});
