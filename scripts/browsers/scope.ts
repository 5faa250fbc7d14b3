import type { Frame, Page } from 'puppeteer-core';
import type { InspectedPage, Scope } from './session.ts';
import { poll, step } from './wait.ts';

interface Reach {
  evaluate: Scope['evaluate'];
  click(selector: string): Promise<void>;
}

/** A scope whose failures say where they happened. */
export function createScope(name: string, { evaluate, click }: Reach): Scope {
  return {
    evaluate: (fn, ...args) => step(`evaluate in the ${name}`, evaluate(fn, ...args)),
    waitFor: (fn, args, options) =>
      poll(() => evaluate(fn, ...(args ?? ([] as never))), { what: `in the ${name}, ${fn}`, ...options }),
    click: (selector) => step(`click ${selector} in the ${name}`, click(selector)),
  };
}

/** The frame is looked up for each call, since navigation and reopening DevTools replace it. */
export function frameScope(name: string, currentFrame: () => Frame): Scope {
  return createScope(name, {
    async evaluate(fn, ...args) {
      // Puppeteer's types unwrap handles, which nothing here passes.
      const result = await currentFrame().evaluate(fn as (...args: unknown[]) => unknown, ...args);
      return result as Awaited<ReturnType<typeof fn>>;
    },
    async click(selector) {
      await currentFrame().locator(selector).setTimeout(10_000).click();
    },
  });
}

export function inspectedPage(page: Page): InspectedPage {
  return {
    ...frameScope('page', () => page.mainFrame()),
    async goto(url) {
      await step(`open ${url}`, page.goto(url));
    },
    async reload() {
      await step('reload the page', page.reload());
    },
    async back() {
      await step('go back', page.goBack());
    },
  };
}
