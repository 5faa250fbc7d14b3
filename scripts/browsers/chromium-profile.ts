import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Layout, Theme } from './session.ts';

export interface Profile {
  path: string;
  remove(): void;
}

/** A profile for one run, in which DevTools starts in the wanted place and colours. */
export function createProfile(layout: Layout, theme: Theme): Profile {
  const path = mkdtempSync(join(tmpdir(), 'claimcheck-chromium-'));
  // The browser may still be writing while it dies.
  const remove = () => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  process.once('exit', remove);

  mkdirSync(join(path, 'Default'));
  writeFileSync(join(path, 'Default/Preferences'), JSON.stringify({ devtools: devToolsPreferences(layout, theme) }));
  return {
    path,
    remove() {
      process.off('exit', remove);
      remove();
    },
  };
}

/** DevTools keeps each setting as JSON in a string. */
function devToolsPreferences(layout: Layout, theme: Theme) {
  const size = {
    ...(layout.dock === 'bottom' && { horizontal: { size: layout.height } }),
    ...(layout.dock === 'right' && { vertical: { size: layout.width } }),
  };
  return {
    preferences: {
      currentDockState: JSON.stringify(layout.dock),
      'inspector-view.split-view-state': JSON.stringify(size),
      'help.show-release-note': 'false',
    },
    synced_preferences_sync_disabled: { 'ui-theme': JSON.stringify(UI_THEMES[theme]) },
  };
}

/** What DevTools calls its themes. */
export const UI_THEMES = { light: 'default', dark: 'dark' } as const;
