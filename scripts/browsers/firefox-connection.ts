import type { Browser } from 'puppeteer-core';
import { createWindowDriver, type WindowDriver } from './firefox-window.ts';

export interface FirefoxWindow {
  call<K extends keyof WindowDriver>(
    method: K,
    ...args: Parameters<WindowDriver[K]>
  ): Promise<Awaited<ReturnType<WindowDriver[K]>>>;
}

/** WebDriver BiDi, as far as Puppeteer does not wrap it: commands for Firefox's own window. */
interface Connection {
  send(method: string, params: object): Promise<{ result: unknown }>;
}
interface Tree {
  contexts: { context: string; url: string }[];
}
interface Evaluation {
  exceptionDetails?: { text: string };
  result?: { value?: string };
}

/** Connects to the window that was opened last. */
export async function connectToWindow(browser: Browser): Promise<FirefoxWindow> {
  const { connection } = browser as unknown as { connection: Connection };
  const send = async <T>(method: string, params: object) => (await connection.send(method, params)).result as T;

  const { contexts } = await send<Tree>('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const context = contexts.findLast(({ url }) => url.includes('browser.xhtml'))?.context;
  if (!context) throw new Error('Firefox has no browser window');

  return {
    async call(method, ...args) {
      const expression = `(async () => {
        window.claimcheckDriver ??= (${createWindowDriver})();
        return JSON.stringify(await window.claimcheckDriver.${method}(...${JSON.stringify(args)}));
      })()`;
      const evaluation = await send<Evaluation>('script.evaluate', {
        expression,
        target: { context },
        awaitPromise: true,
      });
      if (evaluation.exceptionDetails) throw new Error(evaluation.exceptionDetails.text);
      const json = evaluation.result?.value;
      return json === undefined ? undefined : JSON.parse(json);
    },
  };
}
