import { join } from 'node:path';

const PAGE_SCRIPT = join(import.meta.dirname, 'page', 'main.js');
let bundle: Promise<string> | undefined;

/** The page's script with the real supertokens-web-js, as an app's own bundler would put them together. */
export function bundlePageScript(): Promise<string> {
  bundle ??= buildPageScript();
  return bundle;
}

async function buildPageScript(): Promise<string> {
  // Loaded late: an app whose pages nobody asks for needs no bundler.
  const { build } = await import('vite');
  const result = await build({
    root: import.meta.dirname,
    configFile: false,
    envFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: { input: PAGE_SCRIPT },
    },
  });
  for (const file of 'output' in result ? result.output : []) {
    if (file.type === 'chunk') return file.code;
  }
  throw new Error(`vite made no script of ${PAGE_SCRIPT}`);
}
