import { randomUUID } from 'node:crypto';
import { afterAll } from 'vitest';
import { cookiesOf, listenOnLocalhost, sendJson } from '../../apps/http.ts';

export interface OpaqueApp {
  url: string;
  /** What the server takes for signed in; a refresh replaces it. */
  sid(): string;
  refreshes(): number;
}

/** An app of no known make: its session is the cookie `sid`, a number in the server's own list, and nothing else. */
export async function useOpaqueApp(): Promise<OpaqueApp> {
  let sid = randomUUID();
  let refreshes = 0;
  const setCookie = () => `sid=${sid}; Path=/; HttpOnly; SameSite=Lax`;

  const { port, close } = await listenOnLocalhost((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/') {
      const analytics = '<script>document.cookie = "_hjSession_1=opaque; path=/"</script>';
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'set-cookie': setCookie() });
      response.end(`<!doctype html><title>An app</title>${analytics}<p>Signed in</p>`);
    } else if (cookiesOf(request).get('sid') !== sid) {
      sendJson(response, 401, { signedIn: false });
    } else if (pathname === '/refresh' && request.method === 'POST') {
      refreshes += 1;
      sid = randomUUID();
      response.setHeader('set-cookie', setCookie());
      sendJson(response, 200, { refreshed: true });
    } else if (pathname === '/logout') {
      response.setHeader('set-cookie', 'sid=; Path=/; Max-Age=0');
      sendJson(response, 200, { signedIn: false });
    } else {
      sendJson(response, 200, { signedIn: true });
    }
  });
  afterAll(close);
  return { url: `http://localhost:${port}`, sid: () => sid, refreshes: () => refreshes };
}
