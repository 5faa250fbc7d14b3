import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenOnLocalhost } from './http.ts';

interface RunningApp {
  readonly url: string;
  close(): Promise<void>;
}

export interface DemoPage {
  /** The path under which it is asked for. */
  readonly id: string;
  readonly title: string;
  /** Called when the page is first asked for: what only it needs is installed then. */
  start(): Promise<RunningApp>;
}

export interface Switcher {
  /** HTML for the page `current`, that leads to all of them. */
  navigation(current: string): string;
  close(): Promise<void>;
}

/** One address that leads to every demo page, and starts each when somebody first goes there. */
export async function startSwitcher(pages: readonly DemoPage[]): Promise<Switcher> {
  const running = new Map<string, Promise<RunningApp>>();

  async function lead({ url }: IncomingMessage, response: ServerResponse): Promise<void> {
    const page = pages.find(({ id }) => `/${id}` === url);
    if (!page) return void response.writeHead(404).end();
    try {
      const app = running.get(page.id) ?? page.start();
      running.set(page.id, app);
      response.writeHead(302, { location: (await app).url, 'cache-control': 'no-store' }).end();
    } catch (error) {
      running.delete(page.id);
      const reason = error instanceof Error ? error.message : String(error);
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`${page.title} could not be started: ${reason}`);
    }
  }

  const { port, close } = await listenOnLocalhost((request, response) => void lead(request, response));
  const link = (current: string) => (page: DemoPage) =>
    `<a href="http://localhost:${port}/${page.id}"${page.id === current ? ' aria-current="page"' : ''}>${page.title}</a>`;

  return {
    navigation: (current) => `<nav aria-label="Demos">${pages.map(link(current)).join(' ')}</nav>`,
    async close() {
      await close();
      await Promise.allSettled([...running.values()].map(async (app) => (await app).close()));
    },
  };
}
