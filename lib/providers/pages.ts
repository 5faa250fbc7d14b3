import { AGENT_KEY, createAgent } from './agent.ts';
import { clerkPage } from './clerk/page.ts';
import { otherPage } from './other/page.ts';
import { roqPage } from './roq/page.ts';
import { supertokensPage } from './supertokens/page.ts';

/** Leaves the agent in this page. Run again, it replaces the one that is there. */
export function installAgent(page: Window): void {
  Object.defineProperty(page, Symbol.for(AGENT_KEY), {
    value: createAgent(page.document, [clerkPage(page), roqPage(page), supertokensPage(page), otherPage(page)]),
    configurable: true,
    enumerable: false,
  });
}
