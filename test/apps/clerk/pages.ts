import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PROXY_PATH, SIGNED_OUT_PROXY_PATH } from './fapi.ts';
import { hostileCookies } from './hostile.ts';
import type { ClerkState } from './state.ts';
import { PRODUCTION_KEY, PUBLISHABLE_KEY, type Tokens } from './tokens.ts';

/** By the major version, as Clerk's own CDN has them. */
const SDK_FOLDERS = {
  5: join(import.meta.dirname, 'node_modules/@clerk/clerk-js-5/dist'),
  6: join(import.meta.dirname, 'node_modules/@clerk/clerk-js/dist'),
};
export type ClerkJs = keyof typeof SDK_FOLDERS;

const sdkPath = (major: ClerkJs) => `/npm/@clerk/clerk-js@${major}/dist/`;
const ASSET_FOLDER = join(import.meta.dirname, 'page');

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** clerk-js runs its timers in workers made from blobs; all else is the app's own. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "worker-src 'self' blob:",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
].join('; ');

interface Page {
  file: string;
  cookies?: string[];
  values?: Record<string, string>;
}

export function createPages(state: ClerkState, tokens: Tokens, clerkJs: ClerkJs, nav: string) {
  const clerkPage = (proxy: string, values: Record<string, string> = {}): Page => ({
    file: 'clerk.html',
    values: {
      nav,
      publishableKey: PUBLISHABLE_KEY,
      proxy,
      satellite: 'false',
      sdk: `${sdkPath(clerkJs)}clerk.browser.js`,
      ...values,
    },
  });

  const cookie = async (name: string, attributes: string) =>
    `${name}=${await tokens.mint(state, { ttl: 3600, claims: { cookie: name } })}; ${attributes}`;

  async function pageFor(path: string): Promise<Page | undefined> {
    switch (path) {
      case '/':
        return clerkPage(PROXY_PATH);
      case '/signed-out':
        return clerkPage(SIGNED_OUT_PROXY_PATH);
      case '/production':
        return clerkPage(PROXY_PATH, { publishableKey: PRODUCTION_KEY });
      case '/satellite':
        return clerkPage(PROXY_PATH, { satellite: 'true' });
      case '/handshake':
        return { ...clerkPage(PROXY_PATH), cookies: await handshakeCookies(state, tokens) };
      case '/blank':
        return { file: 'blank.html' };
      case '/hostile':
        return { file: 'hostile.html', cookies: hostileCookies };
      case '/frame':
        return { file: 'frame.html' };
      case '/frame/inner':
        return { file: 'frame-inner.html', cookies: [await cookie('frame_session', 'Path=/frame/inner')] };
      case '/narrow/':
        return {
          file: 'blank.html',
          cookies: [
            await cookie('narrow_session', 'Path=/narrow/deep; HttpOnly'),
            await cookie('partitioned_session', 'Path=/; Secure; SameSite=None; Partitioned'),
          ],
        };
      default:
        return undefined;
    }
  }

  /** Answers with the page or file at `path`; false when there is none. */
  return async (response: ServerResponse, path: string): Promise<boolean> => {
    const page = await pageFor(path);
    if (page) {
      await sendPage(response, page);
      return true;
    }
    const sdk = path.startsWith(sdkPath(clerkJs)) ? sdkPath(clerkJs) : undefined;
    const [folder, name] = sdk
      ? [SDK_FOLDERS[clerkJs], path.slice(sdk.length)]
      : [ASSET_FOLDER, path.slice('/page/'.length)];
    const known = sdk !== undefined || path.startsWith('/page/');
    if (!known || !/^[\w.-]+\.(js|css)$/.test(name)) return false;
    response.writeHead(200, { 'content-type': TYPES[extname(name)], 'cache-control': 'no-cache' });
    await pipeline(createReadStream(join(folder, name)), response);
    return true;
  };
}

/** What the Frontend API and a backend leave when an expired token has been renewed by a handshake, and clerk-js does not. */
async function handshakeCookies(state: ClerkState, tokens: Tokens): Promise<string[]> {
  const handshake = await tokens.mint(state, { template: 'handshake', claims: { handshake: ['__session=…; Path=/'] } });
  return [
    `__clerk_handshake=${handshake}; Path=/`,
    '__clerk_handshake_nonce=n0nce; Path=/',
    '__clerk_redirect_count=1; Path=/; HttpOnly; SameSite=Lax',
    '__refresh_XbPsHh4i=rt_2claimcheckDemo; Path=/; HttpOnly; SameSite=Lax',
  ];
}

async function sendPage(response: ServerResponse, { file, cookies = [], values = {} }: Page): Promise<void> {
  const template = await readFile(join(ASSET_FOLDER, file), 'utf8');
  response.writeHead(200, {
    'content-type': TYPES['.html'],
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'cache-control': 'no-store',
    'set-cookie': cookies,
  });
  response.end(template.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole));
}
