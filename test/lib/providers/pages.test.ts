import { expect, it } from 'vitest';
import { AGENT_KEY, type Agent } from '@/lib/providers/agent.ts';
import { installAgent } from '@/lib/providers/pages.ts';
import { providers } from '@/lib/providers/index.ts';

const pageWith = (globals: object) => {
  const document = { hasFocus: () => true, visibilityState: 'visible', defaultView: null };
  return { document, ...globals } as unknown as Window & Record<symbol, Agent>;
};
const agentOf = (page: Record<symbol, Agent>): Agent =>
  page[Symbol.for(AGENT_KEY)] ?? (() => Promise.reject(new Error('no agent')));

it('leaves an agent under its symbol, in nobody’s way', async () => {
  const page = pageWith({ Clerk: { loaded: true, session: { id: 'sess_1', getToken: async () => 'raw' } } });
  const before = Object.keys(page);

  installAgent(page);

  expect(Object.keys({ ...page })).toEqual(before);
  expect(Object.getOwnPropertyDescriptor(page, Symbol.for(AGENT_KEY))?.enumerable).toBe(false);
  expect(JSON.parse(await agentOf(page)('{"kind":"snapshot"}'))).toMatchObject({ sdks: [{ provider: 'clerk' }] });
  const request = JSON.stringify({ kind: 'act', id: '1', provider: 'clerk', action: 'refresh-token', options: {} });
  expect(JSON.parse(await agentOf(page)(request))).toEqual({ status: 'done', token: 'raw' });
});

it('replaces the agent that is there', () => {
  const page = pageWith({});
  installAgent(page);
  const first = agentOf(page);

  installAgent(page);

  expect(agentOf(page)).not.toBe(first);
});

it('answers for every provider that has actions', async () => {
  const page = pageWith({});
  installAgent(page);

  for (const { id, actions } of providers) {
    for (const { id: action } of actions) {
      const request = JSON.stringify({ kind: 'act', id: `${id} ${action}`, provider: id, action, options: {} });
      expect(JSON.parse(await agentOf(page)(request))).toMatchObject({
        status: expect.stringMatching(/missing|failed/),
      });
    }
  }
});
