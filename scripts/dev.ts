import { runTools } from './setup/run.ts';

// Firefox refuses the development server that WXT adds to the extension's CSP: https://github.com/wxt-dev/wxt/issues/1622
await runTools(['wxt', '-b', 'chrome', ...process.argv.slice(2)]);
