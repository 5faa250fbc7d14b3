import { expect, it, vi } from 'vitest';
import { createAgent, type AgentRequest } from '@/lib/providers/agent.ts';
import type { ActionAnswer, PageProvider, SdkState } from '@/lib/providers/page.ts';

const DONE: ActionAnswer = { status: 'done', token: 'raw.new.token' };

const page = (facts: object = {}) =>
  ({
    hasFocus: () => true,
    visibilityState: 'visible',
    defaultView: { navigator: { onLine: true } },
    ...facts,
  }) as unknown as Document;

const provider = (refresh: () => Promise<ActionAnswer>, state: SdkState | null = null): PageProvider => ({
  id: 'clerk',
  snapshot: () => state,
  actions: { refresh },
});

const request = (of: Partial<Extract<AgentRequest, { kind: 'act' }>> = {}) =>
  JSON.stringify({ kind: 'act', id: 'action-1', provider: 'clerk', action: 'refresh', ...of });

const ask = async (agent: (text: string) => Promise<string>, text: string) => JSON.parse(await agent(text)) as unknown;

it('answers with the state of the page and of every SDK that is on it', async () => {
  const state = { provider: 'clerk', problems: [] } as unknown as SdkState;
  const providers = [provider(async () => DONE, state), provider(async () => DONE, null)];

  await expect(ask(createAgent(page(), providers), '{"kind":"snapshot"}')).resolves.toEqual({
    page: { focused: true, visible: true, online: true },
    sdks: [state],
  });
});

it('tells a page in the background, and one that is offline', async () => {
  const agent = createAgent(
    page({ hasFocus: () => false, visibilityState: 'hidden', defaultView: { navigator: { onLine: false } } }),
    [],
  );

  await expect(ask(agent, '{"kind":"snapshot"}')).resolves.toEqual({
    page: { focused: false, visible: false, online: false },
    sdks: [],
  });
});

it('takes a document without a window for online', async () => {
  await expect(ask(createAgent(page({ defaultView: null }), []), '{"kind":"snapshot"}')).resolves.toMatchObject({
    page: { online: true },
  });
});

it('runs the action that is asked for and answers how it ended', async () => {
  const refresh = vi.fn<() => Promise<ActionAnswer>>().mockResolvedValue(DONE);

  await expect(ask(createAgent(page(), [provider(refresh)]), request())).resolves.toEqual(DONE);
  expect(refresh).toHaveBeenCalledOnce();
});

it('runs an action once for one id, and gives every asker its answer', async () => {
  const { promise, resolve } = Promise.withResolvers<ActionAnswer>();
  const refresh = vi.fn<() => Promise<ActionAnswer>>().mockReturnValue(promise);
  const agent = createAgent(page(), [provider(refresh)]);

  const early = [agent(request()), agent(request())];
  resolve(DONE);

  expect((await Promise.all(early)).map((text) => JSON.parse(text) as unknown)).toEqual([DONE, DONE]);
  await expect(ask(agent, request())).resolves.toEqual(DONE);
  expect(refresh).toHaveBeenCalledOnce();
});

it('runs an action again for another id', async () => {
  const refresh = vi.fn<() => Promise<ActionAnswer>>().mockResolvedValue(DONE);
  const agent = createAgent(page(), [provider(refresh)]);

  await agent(request({ id: 'action-1' }));
  await agent(request({ id: 'action-2' }));

  expect(refresh).toHaveBeenCalledTimes(2);
});

it.each([
  [{ provider: 'other' }],
  [{ action: 'other' }],
  [{ action: 'constructor' }],
  [{ action: 'toString' }],
  [{ action: '__proto__' }],
])('has nothing to run for %j', async (of) => {
  const agent = createAgent(page(), [provider(async () => DONE)]);

  await expect(ask(agent, request(of))).resolves.toEqual({ status: 'sdk-missing' });
});

it.each([['not JSON'], ['null'], ['']])('answers the request %j with a failure', async (text) => {
  await expect(ask(createAgent(page(), []), text)).resolves.toMatchObject({
    status: 'failed',
    message: expect.stringContaining('Error'),
  });
});

it.each([
  ['rejects', () => Promise.reject(new Error('boom'))],
  [
    'throws',
    () => {
      throw new Error('boom');
    },
  ],
])('answers with a failure when an action %s', async (_, refresh) => {
  await expect(ask(createAgent(page(), [provider(refresh)]), request())).resolves.toEqual({
    status: 'failed',
    message: 'Error: boom',
    httpStatus: null,
    code: null,
  });
});

it('answers with a failure when a page cannot even be asked for its focus', async () => {
  const hasFocus = () => {
    throw new Error('boom');
  };

  await expect(ask(createAgent(page({ hasFocus }), []), '{"kind":"snapshot"}')).resolves.toMatchObject({
    status: 'failed',
    message: 'Error: boom',
  });
});

it('answers with a failure even where the page has broken JSON', async () => {
  const agent = createAgent(page(), [provider(async () => DONE)]);
  const text = request();
  Reflect.defineProperty(Object.prototype, 'toJSON', {
    configurable: true,
    get() {
      throw new Error('boom');
    },
  });

  const answer = await agent(text).finally(() => Reflect.deleteProperty(Object.prototype, 'toJSON'));

  expect(JSON.parse(answer)).toEqual({ status: 'failed', message: 'Error: boom', httpStatus: null, code: null });
});
