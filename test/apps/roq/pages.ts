import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

const folder = (path: string) => join(import.meta.dirname, path);

const PAGES: Record<string, string> = {
  '/': folder('page/roq.html'),
  '/login': folder('page/login.html'),
};

const ASSETS: Record<string, string> = {
  '/page/roq.js': folder('page/roq.js'),
  '/page/roq.css': folder('page/roq.css'),
  // The demo apps look alike.
  '/page/style.css': folder('../clerk/page/style.css'),
  '/npm/react.js': folder('node_modules/react/umd/react.production.min.js'),
  '/npm/react-dom.js': folder('node_modules/react-dom/umd/react-dom.production.min.js'),
};

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** ROQ's platform, on another port, shall refuse the page's requests by CORS, as the real one would. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "connect-src 'self' http://localhost:*",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
].join('; ');

export const isPage = (path: string) => Object.hasOwn(PAGES, path);

/** Answers with the page or file at `path`; false when there is none. */
export async function sendFile(response: ServerResponse, path: string, nav: string): Promise<boolean> {
  const file = isPage(path) ? PAGES[path] : Object.hasOwn(ASSETS, path) && ASSETS[path];
  if (!file) return false;
  const content = isPage(path) ? (await readFile(file, 'utf8')).replace('{{nav}}', nav) : await readFile(file);
  response.writeHead(200, {
    'content-type': TYPES[extname(file)],
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'cache-control': isPage(path) ? 'no-store' : 'no-cache',
  });
  response.end(content);
  return true;
}

export const readPage = () => readFile(folder('page/roq.html'), 'utf8');
