import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

interface RunningApp {
  readonly url: string;
  close(): Promise<void>;
}

export interface DemoPage {
  /** The path under which it is asked for. */
  readonly id: string;
  readonly title: string;
  /** Installs what only this page needs, on its first call, and starts it; `nav` is to stand on its pages. */
  start(nav: string): Promise<RunningApp>;
}

export interface Switcher {
  /** The address that leads to a page, starting it when it is first asked for. */
  addressOf(id: string): string;
  close(): Promise<void>;
}

/** One address for all demo pages; each is started when somebody first goes there. */
export async function startSwitcher(pages: readonly DemoPage[]): Promise<Switcher> {
  const running = new Map<string, Promise<RunningApp>>();
  const server = createServer(async (request, response) => {
    const page = pages.find(({ id }) => `/${id}` === request.url);
    if (!page) {
      response.writeHead(404).end();
      return;
    }
    try {
      const started = running.get(page.id) ?? page.start(navigation(page.id));
      running.set(page.id, started);
      response.writeHead(302, { location: (await started).url, 'cache-control': 'no-store' }).end();
    } catch (error) {
      running.delete(page.id);
      const reason = error instanceof Error ? error.message : String(error);
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`${page.title} could not be started: ${reason}`);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;

  const navigation = (current: string) =>
    `<nav aria-label="Demos">${pages
      .map(({ id, title }) => `<a href="${origin}/${id}"${id === current ? ' aria-current="page"' : ''}>${title}</a>`)
      .join(' ')}</nav>`;

  return {
    addressOf: (id) => `${origin}/${id}`,
    async close() {
      await closeServer(server);
      await Promise.allSettled([...running.values()].map(async (app) => (await app).close()));
    },
  };
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
