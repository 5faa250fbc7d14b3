import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { bundlePageScript } from './bundle.ts';
import type { SuperTokensState } from './state.ts';

const PAGE_FOLDER = join(import.meta.dirname, 'page');
/** The demo apps look alike. */
const SHARED_STYLE = join(import.meta.dirname, '../clerk/page/style.css');

export function createPages(state: SuperTokensState, apiOrigin: string, nav: string) {
  const contentSecurityPolicy = [
    "default-src 'self'",
    `connect-src 'self' ${apiOrigin}`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
  ].join('; ');

  async function sendPage(response: ServerResponse, file: string, signInByItself = false): Promise<void> {
    const values: Record<string, string> = { nav, api: apiOrigin, mode: state.mode, signIn: String(signInByItself) };
    const template = await readFile(join(PAGE_FOLDER, file), 'utf8');
    response.setHeader('content-security-policy', contentSecurityPolicy);
    send(
      response,
      'text/html; charset=utf-8',
      template.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole),
    );
  }

  /** Answers with the page or file at `path`; false when there is none. */
  return async (response: ServerResponse, path: string): Promise<boolean> => {
    switch (path) {
      case '/':
        await sendPage(response, 'supertokens.html', state.signInByItself);
        return true;
      case '/signed-out':
        await sendPage(response, 'supertokens.html');
        return true;
      case '/no-sdk':
        await sendPage(response, 'no-sdk.html');
        return true;
      case '/page/main.js':
        send(response, 'text/javascript; charset=utf-8', await bundlePageScript());
        return true;
      case '/page/shared.css':
        send(response, 'text/css', await readFile(SHARED_STYLE, 'utf8'));
        return true;
      case '/page/style.css':
        send(response, 'text/css', await readFile(join(PAGE_FOLDER, 'style.css'), 'utf8'));
        return true;
      default:
        return false;
    }
  };
}

function send(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(text);
}
