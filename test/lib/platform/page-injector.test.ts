// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';
import { callAgent } from '@/lib/platform/page-injector.ts';
import { AGENT_KEY } from '@/lib/providers/agent.ts';

interface Injection {
  readonly func?: (...args: readonly string[]) => unknown;
  readonly args?: readonly string[];
}

/** Runs what is injected here, as the page would. */
const executeScript = vi.hoisted(() =>
  vi.fn<(injection: Injection) => Promise<{ result: unknown }[]>>(async ({ func, args = [] }: Injection) => [
    { result: await func?.(...args) },
  ]),
);
vi.mock('wxt/browser', () => ({ browser: { scripting: { executeScript } } }));

const page = window as unknown as Record<symbol, unknown>;
const key = Symbol.for(AGENT_KEY);

beforeEach(() => {
  delete page[key];
  executeScript.mockClear();
});

it('gives back what the agent answers', async () => {
  page[key] = async (request: string) => `answer to ${request}`;

  expect(await callAgent(1, 'a question')).toEqual({ state: 'answered', text: 'answer to a question' });
  expect(executeScript).toHaveBeenCalledTimes(1);
});

it('puts the agent there where it is missing', async () => {
  executeScript.mockImplementationOnce(async () => [{ result: 'no agent' }]);
  page[key] = async () => 'an answer';

  expect(await callAgent(1, '')).toEqual({ state: 'answered', text: 'an answer' });
  expect(executeScript.mock.calls[1]?.[0]).toMatchObject({ files: ['/content-scripts/page-agent.js'] });
});

it.each([
  ['is too long', 'x'.repeat(1_000_001)],
  ['is no text', { length: 1 }],
])('takes nothing that %s: a page may have put an agent of its own there', async (_, answer) => {
  page[key] = async () => answer;

  expect(await callAgent(1, '')).toEqual({ state: 'answered', text: '' });
});
