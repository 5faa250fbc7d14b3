import { browser } from 'wxt/browser';
import type { AgentReply } from '@/lib/messaging/protocol.ts';
import { AGENT_KEY } from '@/lib/providers/agent.ts';

/**
 * Asks the page agent in the tab's top frame. Puts it there first where it is missing:
 * it is injected when it is first needed, and again after a navigation took it away.
 */
export async function callAgent(tabId: number, request: string): Promise<AgentReply> {
  try {
    let answer = await askAgent(tabId, request);
    if (answer === NO_AGENT) {
      await inject(tabId);
      answer = await askAgent(tabId, request);
    }
    // A page that is left while it works on an answer gives none.
    return typeof answer === 'string' ? { state: 'answered', text: answer } : { state: 'gone' };
  } catch (error) {
    return { state: isNoAccess(error) ? 'no-access' : 'gone' };
  }
}

const NO_AGENT = 'no agent';

/** As much as is read of one: see `answers.ts`. Characters. */
const MAX_ANSWER = 1_000_000;

async function inject(tabId: number): Promise<void> {
  await browser.scripting.executeScript({
    target: { tabId },
    world: 'MAIN',
    injectImmediately: true,
    files: ['/content-scripts/page-agent.js'],
  });
}

async function askAgent(tabId: number, request: string): Promise<unknown> {
  const [frame] = await browser.scripting.executeScript({
    target: { tabId },
    world: 'MAIN',
    // Else a frame that is still loading would keep everything waiting.
    injectImmediately: true,
    // Runs in the page, away from this module: it may use nothing but its arguments.
    func: async (key: string, text: string, missing: string, limit: number) => {
      const agent = (window as unknown as Record<symbol, unknown>)[Symbol.for(key)];
      if (typeof agent !== 'function') return missing;
      const answer: unknown = await agent(text);
      // The page may have put an agent of its own there: what no agent of ours says does not leave the page.
      return typeof answer === 'string' && answer.length <= limit ? answer : '';
    },
    args: [AGENT_KEY, request, NO_AGENT, MAX_ANSWER],
  });
  return frame?.result;
}

/** Chromium: "Cannot access contents of…"; Firefox: "Missing host permission for the tab". */
function isNoAccess(error: unknown): boolean {
  return error instanceof Error && /cannot access|cannot be scripted|missing host permission/i.test(error.message);
}
