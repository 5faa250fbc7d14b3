import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Scope } from '../../../scripts/browsers/session.ts';
import { poll } from '../../../scripts/browsers/wait.ts';

/** A folder for one test's downloads. */
export function downloadFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'claimcheck-downloads-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface SavedFile {
  name: string;
  text: string;
}

/** The file of this kind, once the browser has saved it whole. */
export function savedFile(folder: string, redacted: boolean): Promise<SavedFile> {
  const find = async () => {
    const name = readdirSync(folder).find(
      (each) => each.endsWith('.json') && each.includes('with-tokens') !== redacted,
    );
    const text = name === undefined ? '' : readFileSync(join(folder, name), 'utf8');
    return name !== undefined && text.endsWith('}\n') && { name, text };
  };
  return poll(find, { what: 'the saved file' });
}

/** Gives a file to the panel, as if it had been chosen. */
export async function chooseFile(panel: Scope, { name, text }: SavedFile): Promise<void> {
  await panel.waitFor(() => document.querySelector('input[type="file"]') !== null, [], { what: 'a way to open files' });
  await panel.evaluate(
    (fileName, content) => {
      const input = document.querySelector<HTMLInputElement>('input[type="file"]');
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], fileName, { type: 'application/json' }));
      if (input) input.files = transfer.files;
      input?.dispatchEvent(new Event('change', { bubbles: true }));
    },
    name,
    text,
  );
}
