// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { OpenedFile } from '@/lib/store/panel-store.ts';
import { createSceneSelector } from '@/lib/store/selectors.ts';
import { cookieSet, granted, navigated, record } from '../lib/support/events.ts';
import { makeClerkToken } from '../lib/support/tokens.ts';
import { renderPanel } from './render.tsx';

const EVENTS = [navigated(), granted(), cookieSet({ value: makeClerkToken() })];

const FILE: OpenedFile = {
  name: 'claimcheck.json',
  exportedAt: new Date(2026, 10, 21, 15, 4).getTime(),
  app: { version: '0.1.0', browser: 'Chrome 156' },
  redacted: true,
  events: EVENTS,
  scene: createSceneSelector()(record(...EVENTS)),
};

const shown = { file: FILE, shows: 'file' } as const;

it('says which recording is shown, and goes back to the live one', () => {
  const { getByRole, onShow, onCloseFile } = renderPanel(EVENTS, shown);

  expect(getByRole('note', { name: 'Opened recording' }).textContent).toContain(
    'Recording claimcheck.json, exported 2026-11-21 15:04, redacted, read-only',
  );
  fireEvent.click(getByRole('button', { name: 'Back to live' }));
  expect(onShow).toHaveBeenCalledExactlyOnceWith('live');
  fireEvent.click(getByRole('button', { name: 'Close the recording' }));
  expect(onCloseFile).toHaveBeenCalledOnce();
});

it('lets nothing be asked of a page that is not there', () => {
  const { getByRole, queryByRole } = renderPanel(EVENTS, shown);
  const refresh = getByRole('button', { name: 'Refresh token' });

  expect(refresh).toHaveProperty('disabled', true);
  expect(refresh.title).toBe('This is a saved recording: there is no page to ask');
  for (const name of ['Clear history', 'Look again']) expect(queryByRole('button', { name })).toBeNull();
  expect(queryByRole('checkbox', { name: 'Preserve' })).toBeNull();
});

it('keeps an opened recording at hand while the live one is shown', () => {
  const { getByRole, onShow } = renderPanel(EVENTS, { file: FILE, shows: 'live' });

  fireEvent.click(getByRole('button', { name: 'Show it' }));

  expect(onShow).toHaveBeenCalledExactlyOnceWith('file');
  expect(getByRole('button', { name: 'Refresh token' })).toHaveProperty('disabled', false);
});

it('says so when nothing is in a recording', () => {
  const { getByText } = renderPanel([navigated(), granted()], { ...shown, file: { ...FILE, events: [] } });

  expect(getByText('This recording holds no session')).toBeTruthy();
});

it('asks for a recording in a tab that inspects no page', () => {
  const { getByRole, queryByRole, container, onOpen } = renderPanel([], { connection: 'none' });
  const file = new File(['{}'], 'a.json');
  const inputs = container.querySelectorAll('.start input');
  fireEvent.change(inputs[0]!, { target: { files: [file] } });

  expect(getByRole('heading', { name: 'Open a recording' })).toBeTruthy();
  expect(queryByRole('button', { name: 'Look again' })).toBeNull();
  expect(onOpen).toHaveBeenCalledExactlyOnceWith(file);
});

it('opens a file that is dropped on it', () => {
  const { getByRole, onOpen } = renderPanel(EVENTS);
  const file = new File(['{}'], 'a.json');
  const main = getByRole('main');

  fireEvent.dragOver(main, { dataTransfer: { types: ['Files'], files: [] } });
  expect(main.dataset['dropping']).toBe('true');
  fireEvent.drop(main, { dataTransfer: { types: ['Files'], files: [file] } });

  expect(onOpen).toHaveBeenCalledExactlyOnceWith(file);
  expect(main.dataset['dropping']).toBeUndefined();
});

it('opens no file that is dropped while something is done with another', () => {
  const notice = { tone: 'busy', text: 'Preparing the file…' } as const;
  const { getByRole, onOpen } = renderPanel(EVENTS, { notice });
  const main = getByRole('main');

  fireEvent.dragOver(main, { dataTransfer: { types: ['Files'], files: [] } });
  expect(main.dataset['dropping']).toBeUndefined();
  const isLeftToTheBrowser = fireEvent.drop(main, { dataTransfer: { types: ['Files'], files: [new File([], 'a')] } });
  expect(isLeftToTheBrowser).toBe(false);
  expect(onOpen).not.toHaveBeenCalled();
});

it('says what was wrong with a file until it is dismissed', () => {
  const notice = { tone: 'bad', text: 'a.json cannot be opened. It is not JSON.' } as const;
  const { getByRole, onDismiss } = renderPanel(EVENTS, { notice });

  expect(getByRole('alert').textContent).toBe(notice.text);
  fireEvent.click(getByRole('button', { name: 'Dismiss' }));
  expect(onDismiss).toHaveBeenCalledOnce();
});

it('says what is being done, and lets nothing else be done with a file meanwhile', async () => {
  const notice = { tone: 'busy', text: 'Preparing the file…' } as const;
  const { getByRole, findAllByRole, queryByRole } = renderPanel(EVENTS, { notice });

  expect(getByRole('status', { name: '' }).textContent).toBe(notice.text);
  expect(queryByRole('button', { name: 'Dismiss' })).toBeNull();
  fireEvent.click(getByRole('button', { name: 'Recording' }));
  const items = await findAllByRole('menuitem');
  expect(items.map((item) => item.getAttribute('aria-disabled'))).toEqual(['true', 'true', 'true', 'true']);
});

it('has a button for what a click was too long ago to copy', () => {
  const onCopy = vi.fn<() => void>();
  const { getByRole } = renderPanel(EVENTS, { notice: { tone: 'ready', text: 'The bug report is ready', onCopy } });

  fireEvent.click(getByRole('button', { name: 'Copy it' }));

  expect(onCopy).toHaveBeenCalledOnce();
});

it('asks before secrets are written to a file, and says which', async () => {
  const { getByRole, findByRole, onExport } = renderPanel(EVENTS);
  fireEvent.click(getByRole('button', { name: 'Recording' }));
  fireEvent.click(await findByRole('menuitem', { name: 'Export with tokens…' }));
  const dialog = await findByRole('alertdialog');

  expect(dialog.textContent).toContain('refresh tokens and session cookies, HttpOnly ones too');
  expect(onExport).not.toHaveBeenCalled();
  fireEvent.click(await findByRole('button', { name: 'Export with tokens' }));
  await waitFor(() => expect(onExport).toHaveBeenCalledExactlyOnceWith(false));
});

it('exports a redacted recording at once, and copies its report', async () => {
  const { getByRole, findByRole, onExport, onCopyReport } = renderPanel(EVENTS);
  fireEvent.click(getByRole('button', { name: 'Recording' }));
  fireEvent.click(await findByRole('menuitem', { name: 'Export redacted' }));
  expect(onExport).toHaveBeenCalledExactlyOnceWith(true);

  fireEvent.click(getByRole('button', { name: 'Recording' }));
  fireEvent.click(await findByRole('menuitem', { name: 'Copy bug report' }));
  expect(onCopyReport).toHaveBeenCalledOnce();
});
