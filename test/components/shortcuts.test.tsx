// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { cookieSet, granted, makeSdk, navigated, pageState } from '../lib/support/events.ts';
import { makeClerkToken } from '../lib/support/tokens.ts';
import { renderPanel } from './render.tsx';

const EVENTS = [navigated(), granted(), pageState([makeSdk()]), cookieSet({ value: makeClerkToken() })];

const open = (options?: Parameters<typeof renderPanel>[1]) => renderPanel(EVENTS, options);
const press = (key: string, change: KeyboardEventInit = {}, target: Element = document.body) =>
  fireEvent.keyDown(target, { key, ...change });
const selected = () => screen.getByRole('tab', { selected: true }).dataset['tab'];

it('refreshes with R, as its button says', () => {
  const { onRun } = open();
  press('r');

  expect(onRun).toHaveBeenCalledOnce();
  expect(onRun.mock.lastCall?.[1].id).toBe('refresh-token');
  expect(screen.getByRole('button', { name: 'Refresh token' }).title).toMatch(/\(R\)$/);
});

it('asks what to refresh until with U, and takes no key as long as it asks', () => {
  const { onRun } = open();
  press('u');
  expect(screen.getByRole('alertdialog', { name: 'Refresh until' })).toBeTruthy();

  press('r');
  expect(onRun).not.toHaveBeenCalled();
});

it('chooses tabs with digits, by the place of the key too', () => {
  open();
  press('3');
  expect(selected()).toBe('heartbeat');
  press('é', { code: 'Digit2' });
  expect(selected()).toBe('history');
  press('8');
  expect(selected()).toBe('history');
});

it('takes digits and the slash that a keyboard has under Shift, and nothing else under it', () => {
  open();
  press('3', { code: 'Digit3', shiftKey: true });
  expect(selected()).toBe('heartbeat');
  press('@', { code: 'Digit2', shiftKey: true });
  expect(selected()).toBe('heartbeat');
  press('/', { code: 'Digit7', shiftKey: true, ctrlKey: true });
  expect(selected()).toBe('heartbeat');
  press('/', { code: 'Digit7', shiftKey: true });

  expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Filter requests' }));
});

it('goes to the filter of the requests with a slash, from any tab', () => {
  open();
  press('/');

  expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Filter requests' }));
});

it('leaves keys alone in fields, with modifiers, while they repeat, and where nothing can be done', () => {
  const { onRun, again } = open();
  press('/');
  press('r', {}, screen.getByRole('searchbox'));
  for (const modifier of ['ctrlKey', 'metaKey', 'altKey', 'shiftKey', 'repeat', 'isComposing'])
    press('r', { [modifier]: true });
  again([], { connection: 'none' });
  press('r');

  expect(onRun).not.toHaveBeenCalled();
  expect(selected()).toBe('requests');
});

it('leaves keys to the decoder', () => {
  const { onRun } = open();
  fireEvent.click(screen.getByRole('button', { name: 'Decode' }));
  press('r');

  expect(onRun).not.toHaveBeenCalled();
});

it('takes no single keys once they are switched off', () => {
  const { onRun, onShortcuts } = open({ shortcuts: false });
  press('r');
  expect(onRun).not.toHaveBeenCalled();

  fireEvent.click(screen.getByRole('button', { name: 'Recording' }));
  fireEvent.click(screen.getByRole('menuitemcheckbox', { name: 'Keyboard shortcuts' }));
  expect(onShortcuts.mock.lastCall?.[0]).toBe(true);
});
