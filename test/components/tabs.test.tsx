// @vitest-environment happy-dom
import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cookieSet, granted, navigated } from '../lib/support/events.ts';
import { makeClerkToken } from '../lib/support/tokens.ts';
import { renderPanel } from './render.tsx';

/** Pixels that every tab takes, and that the list has for them: nothing is laid out here. */
const TAB = 60;
let room = 420;
let resize: (() => void)[] = [];

beforeEach(() => {
  room = 7 * TAB;
  resize = [];
  vi.stubGlobal(
    'ResizeObserver',
    class {
      readonly #report: (entries: unknown[]) => void;
      constructor(report: (entries: unknown[]) => void) {
        this.#report = report;
      }
      observe() {
        resize.push(() => this.#report([]));
      }
      disconnect() {}
    },
  );
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(function (this: HTMLElement) {
    if (this.role === 'tablist') return new DOMRect(0, 0, room, 28);
    const list = this.closest('[role="tablist"]');
    if (!list) return new DOMRect();
    const at = [...list.querySelectorAll('[role="tab"]')].indexOf(this);
    return new DOMRect(at * TAB - list.scrollLeft, 0, TAB, 28);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const open = () => renderPanel([navigated(), granted(), cookieSet({ value: makeClerkToken() })]);
const tab = (name: string) => screen.getByRole('tab', { name });
const shrinkTo = (width: number) =>
  act(() => {
    room = width;
    for (const report of resize) report();
  });
const isInSight = (name: string) => {
  const { left, right } = tab(name).getBoundingClientRect();
  return left >= 0 && right <= room;
};

it('has no menu of tabs where all of them fit', () => {
  open();

  expect(screen.queryByRole('button', { name: 'More tabs' })).toBeNull();
});

it('keeps the selected tab in sight when it is selected and when the pane gets narrower', () => {
  open();
  shrinkTo(300);
  fireEvent.click(tab('Requests'));
  expect(isInSight('Requests')).toBe(true);

  shrinkTo(150);
  expect(isInSight('Requests')).toBe(true);
});

it('has a menu of the tabs that are cut, and selects them from there', async () => {
  open();
  shrinkTo(4.5 * TAB);
  fireEvent.click(screen.getByRole('button', { name: 'More tabs' }));
  const items = (await screen.findAllByRole('menuitem')).map(({ textContent }) => textContent);
  expect(items).toEqual(['Token', 'Cookie', 'Requests']);
  expect([...document.querySelectorAll('[data-cut]')].map(({ textContent }) => textContent)).toEqual(items);

  fireEvent.click(screen.getByRole('menuitem', { name: 'Cookie' }));
  expect(tab('Cookie').getAttribute('aria-selected')).toBe('true');
  expect(isInSight('Cookie')).toBe(true);
});
