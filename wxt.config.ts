import { defineConfig } from 'wxt';

const LOCAL_MACHINE = ['*://localhost/*', '*://*.localhost/*', '*://127.0.0.1/*', '*://[::1]/*'];

export default defineConfig({
  modules: ['@wxt-dev/module-react'],
  manifestVersion: 3,
  imports: false,
  zip: { excludeSources: ['test-results/**', '*.png'] },
  manifest: ({ browser }) => ({
    name: 'Claimcheck',
    description: 'Watch session tokens live in DevTools, force a refresh, and see what it changed.',
    // The first with `URL.parse`.
    minimum_chrome_version: '126',
    action: { default_title: 'Open a Claimcheck recording' },
    permissions: ['cookies', 'scripting', 'storage'],
    host_permissions: LOCAL_MACHINE,
    optional_host_permissions: ['*://*/*'],
    ...(browser === 'firefox' && {
      browser_specific_settings: {
        gecko: {
          id: 'claimcheck@claimcheck.dev',
          strict_min_version: '142.0',
          data_collection_permissions: { required: ['none'] },
        },
      },
    }),
  }),
});
