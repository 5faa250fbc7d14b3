import { AGENT_KEY, createAgent } from './agent.ts';
import type { PageProvider } from './page.ts';

/** Each provider's `page.ts` exports one thing: its page half. */
const halves = import.meta.glob<Record<string, (page: Window) => PageProvider>>('./*/page.ts', { eager: true });

/** Leaves the agent in this page. Run again, it replaces the one that is there. */
export function installAgent(page: Window): void {
  const providers = Object.values(halves)
    .flatMap((half) => Object.values(half))
    .map((create) => create(page));
  Object.defineProperty(page, Symbol.for(AGENT_KEY), {
    value: createAgent(page.document, providers),
    configurable: true,
    enumerable: false,
  });
}
