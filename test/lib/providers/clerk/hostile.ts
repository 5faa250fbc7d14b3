import { createAgent } from '@/lib/providers/agent.ts';
import { parseAnswer, parseSnapshot } from '@/lib/providers/answers.ts';
import { clerkPage } from '@/lib/providers/clerk/page.ts';
import type { ActionAnswer } from '@/lib/providers/page.ts';

const ACTIONS = ['refresh-token', 'reload-user'];

export const trap = () => {
  throw new Error('trapped');
};

/** Throws whatever is done with it; a thrown proxy cannot be shown either. */
export const throwing = (thrown: unknown = new Error('trapped')): object => {
  const fail = () => {
    throw thrown;
  };
  const traps = Object.getOwnPropertyNames(Reflect).map((name) => [name, fail]);
  return new Proxy(() => undefined, Object.fromEntries(traps) as ProxyHandler<() => void>);
};

/** Answers every question with itself, and every call. */
export const endless: object = new Proxy(() => endless, { get: (_, key) => (key === 'then' ? undefined : endless) });

export const withGetters = (names: readonly string[]) =>
  Object.defineProperties({}, Object.fromEntries(names.map((name) => [name, { get: trap, enumerable: true }])));

export const snapshotOf = (page: object) => clerkPage(page).snapshot();

/** What the extension makes of it, after all the borders. */
export async function asSeen(page: object) {
  const document = { hasFocus: () => true, visibilityState: 'visible', defaultView: null } as unknown as Document;
  const agent = createAgent(document, [clerkPage(page)]);
  const act = (action: string) =>
    agent(JSON.stringify({ kind: 'act', id: action, provider: 'clerk', action, options: {} }));
  return {
    snapshot: parseSnapshot(await agent('{"kind":"snapshot"}')),
    answers: await Promise.all(ACTIONS.map(async (action) => parseAnswer(await act(action)))),
  };
}

/** Loaded, with somebody signed in, and actions that end so. */
export const ending = (end: () => unknown) => ({
  Clerk: { loaded: true, session: { id: 'sess_1', getToken: end }, user: { id: 'user_1', reload: end } },
});

export const answersOf = (page: object): Promise<ActionAnswer>[] =>
  ACTIONS.map((action) => clerkPage(page).actions[action]?.({}) ?? Promise.reject(new Error(action)));
