import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createProfile } from '../../scripts/browsers/chromium-profile.ts';

it('starts DevTools where and how it is wanted', () => {
  const profile = createProfile({ dock: 'right', width: 420 }, 'dark');
  const { devtools } = JSON.parse(readFileSync(join(profile.path, 'Default/Preferences'), 'utf8'));
  profile.remove();

  expect(devtools.preferences).toMatchObject({
    currentDockState: '"right"',
    'inspector-view.split-view-state': '{"vertical":{"size":420}}',
  });
  expect(devtools.synced_preferences_sync_disabled).toEqual({ 'ui-theme': '"dark"' });
});

it('leaves nothing behind', () => {
  const profile = createProfile({ dock: 'bottom', height: 300 }, 'light');
  profile.remove();
  expect(existsSync(profile.path)).toBe(false);
});
