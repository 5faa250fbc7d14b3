// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { copyText } from '@/lib/platform/copy.ts';

let copied: string | undefined;
let works = true;

beforeEach(() => {
  copied = undefined;
  works = true;
  document.execCommand = () => {
    const { activeElement } = document;
    if (works && activeElement instanceof HTMLTextAreaElement) copied = activeElement.value;
    return works;
  };
});
afterEach(() => document.body.replaceChildren());

it('copies, and leaves nothing of it in the document', async () => {
  await copyText('eyJ…');

  expect(copied).toBe('eyJ…');
  expect(document.body.childElementCount).toBe(0);
});

it('gives the focus back to the button that was pressed', async () => {
  const button = document.body.appendChild(document.createElement('button'));
  button.focus();
  await copyText('eyJ…');

  expect(document.activeElement).toBe(button);
});

it('takes the other way where the older one is closed', async () => {
  works = false;
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await copyText('eyJ…');

  expect(write).toHaveBeenCalledWith('eyJ…');
});
