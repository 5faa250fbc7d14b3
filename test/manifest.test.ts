import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

describe.each(['chrome', 'firefox'])('the built manifest for %s', (browser) => {
  const manifest = readManifest(browser);

  it('is of version 3', () => {
    expect(manifest).toHaveProperty('manifest_version', 3);
  });

  it('asks for nothing but cookies, scripting and its own storage', () => {
    expect(manifest['permissions']).toEqual(['cookies', 'scripting', 'storage']);
    expect(manifest).not.toHaveProperty('optional_permissions');
  });

  it('may touch the local machine at install, and other sites only when the user allows it', () => {
    expect(manifest['host_permissions']).toEqual([
      '*://localhost/*',
      '*://*.localhost/*',
      '*://127.0.0.1/*',
      '*://[::1]/*',
    ]);
    expect(manifest['optional_host_permissions']).toEqual(['*://*/*']);
  });

  it('puts nothing into a page and shows pages nothing of itself', () => {
    expect(manifest).not.toHaveProperty('content_scripts');
    expect(manifest).not.toHaveProperty('web_accessible_resources');
    expect(manifest).not.toHaveProperty('externally_connectable');
  });

  it('has a button that opens a recording, with no popup in its place', () => {
    expect(manifest['action']).toMatchObject({ default_title: 'Open a Claimcheck recording' });
    expect(manifest['action']).not.toHaveProperty('default_popup');
  });

  it('is one instance for normal and private windows', () => {
    expect(manifest['incognito'] ?? 'spanning').toBe('spanning');
  });
});

it('tells Firefox its id, the oldest version it works in, and that it collects no data', () => {
  expect(readManifest('firefox')['browser_specific_settings']).toEqual({
    gecko: {
      id: 'claimcheck@claimcheck.dev',
      strict_min_version: '142.0',
      data_collection_permissions: { required: ['none'] },
    },
  });
});

it('tells Chrome the oldest version it works in, and nothing of Firefox', () => {
  expect(readManifest('chrome')).toHaveProperty('minimum_chrome_version', '126');
  expect(readManifest('chrome')).not.toHaveProperty('browser_specific_settings');
});

/** As `npm run build` left it. */
function readManifest(browser: string): Record<string, unknown> {
  return JSON.parse(readFileSync(`.output/${browser}-mv3/manifest.json`, 'utf8')) as Record<string, unknown>;
}
