// @vitest-environment happy-dom
import { fireEvent, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { accessOf, cookieSet, granted, navigated } from '../lib/support/events.ts';
import { makeClerkToken, makeToken } from '../lib/support/tokens.ts';
import { renderPanel } from './render.tsx';

const CLAIMS = { birthday: '1990-01-01' };
const signedIn = [navigated(), granted(), cookieSet({ value: makeClerkToken(CLAIMS) })];

function open(events = signedIn) {
  const panel = renderPanel(events);
  fireEvent.click(panel.getByRole('button', { name: 'Decode' }));
  const field = panel.getByLabelText(/^Token, Cookie or/) as HTMLTextAreaElement;
  const paste = (text: string) => fireEvent.change(field, { target: { value: text } });
  return { ...panel, field, paste };
}

it('takes the place of the panes, and gives it back', () => {
  const { getByRole, queryByRole, field } = open();
  expect(queryByRole('table', { name: 'Credentials' })).toBeNull();
  expect(getByRole('timer', { name: 'Expires in' }).textContent).toBe('0:50');

  fireEvent.keyDown(field, { key: 'Escape' });
  expect(getByRole('table', { name: 'Credentials' })).toBeTruthy();
  fireEvent.click(getByRole('button', { name: 'Decode' }));
  fireEvent.click(getByRole('button', { name: 'Back' }));
  expect(queryByRole('region', { name: 'Decoder' })).toBeNull();
});

it('keeps what is pasted from the browser, and forgets it when it is left', () => {
  const { getByRole, getByLabelText, field, paste, container } = open();
  expect(field.getAttribute('spellcheck')).toBe('false');
  expect(field.getAttribute('autocomplete')).toBe('off');
  expect(field.closest('form')).toBeNull();
  paste(makeToken({ secret: 'pasted' }));
  expect(container.textContent).toContain('pasted');

  fireEvent.click(getByRole('button', { name: 'Back' }));
  expect(container.textContent).not.toContain('"pasted"');
  fireEvent.click(getByRole('button', { name: 'Decode' }));
  expect((getByLabelText(/^Token, Cookie or/) as HTMLTextAreaElement).value).toBe('');
});

it('shows what a token says, whose it is and how long it lives', () => {
  const { getByRole, paste, onCopy } = open();
  paste(`Authorization: Bearer ${makeClerkToken({ plan: 'pro' })}`);

  const decoder = getByRole('region', { name: 'Decoder' });
  expect(decoder.textContent).toContain('Clerk, JWT');
  expect(decoder.textContent).toContain('0:50');
  const claims = within(decoder).getByRole('region', { name: 'Claims' });
  expect(claims.querySelector('[data-claim="plan"]')?.textContent).toContain('"pro"');
  fireEvent.click(within(decoder).getByRole('button', { name: 'Copy token' }));
  expect(onCopy).toHaveBeenCalledOnce();
});

it('lists several tokens, of which one is shown', () => {
  const { getByRole, paste } = open();
  paste(`Cookie: one=${makeToken({ sub: 'first' })}; two=${makeToken({ sub: 'second' })}; theme=dark`);

  const list = within(getByRole('list', { name: 'Tokens found' }));
  expect(list.getAllByRole('button')).toHaveLength(2);
  fireEvent.click(list.getByRole('button', { name: /two/ }));
  expect(getByRole('region', { name: 'Claims' }).querySelector('[data-claim="sub"]')?.textContent).toContain('second');
});

it('says what is wrong with what was pasted', () => {
  const { getByRole, paste } = open();
  paste('eyJhbGciOiJub25lIn0.eyJh');

  expect(getByRole('status', { name: 'What was found' }).textContent).toMatch(/Truncated: 2 of the 3 parts/);
});

it('is there where a page has nothing to show, too', () => {
  const { getByRole, paste } = open([
    navigated('chrome://settings'),
    accessOf({ state: 'restricted', why: 'Closed.' }),
  ]);
  paste(makeToken({ sub: 'user_1' }));

  expect(getByRole('region', { name: 'Claims' }).textContent).toContain('"user_1"');
});
