import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { createAgent } from '@/lib/providers/agent.ts';
import { parseAnswer, parseSnapshot } from '@/lib/providers/answers.ts';
import { clerkPage } from '@/lib/providers/clerk/page.ts';
import type { ActionAnswer } from '@/lib/providers/page.ts';

const ACTIONS = ['refresh-token', 'reload-user'];

const trap = () => {
  throw new Error('trapped');
};

/** Throws whatever is done with it; a thrown proxy cannot be shown either. */
const throwing = (thrown: unknown = new Error('trapped')): object => {
  const fail = () => {
    throw thrown;
  };
  const traps = Object.getOwnPropertyNames(Reflect).map((name) => [name, fail]);
  return new Proxy(() => undefined, Object.fromEntries(traps) as ProxyHandler<() => void>);
};

/** Answers every question with itself, and every call. */
const endless: object = new Proxy(() => endless, { get: (_, key) => (key === 'then' ? undefined : endless) });

const withGetters = (names: readonly string[]) =>
  Object.defineProperties({}, Object.fromEntries(names.map((name) => [name, { get: trap, enumerable: true }])));

const snapshotOf = (page: object) => clerkPage(page).snapshot();

/** What the extension makes of it, after all the borders. */
async function asSeen(page: object) {
  const document = { hasFocus: () => true, visibilityState: 'visible', defaultView: null } as unknown as Document;
  const agent = createAgent(document, [clerkPage(page)]);
  const act = (action: string) => agent(JSON.stringify({ kind: 'act', id: action, provider: 'clerk', action }));
  return {
    snapshot: parseSnapshot(await agent('{"kind":"snapshot"}')),
    answers: await Promise.all(ACTIONS.map(async (action) => parseAnswer(await act(action)))),
  };
}

/** Loaded, with somebody signed in, and actions that end so. */
const ending = (end: () => unknown) => ({
  Clerk: { loaded: true, session: { id: 'sess_1', getToken: end }, user: { id: 'user_1', reload: end } },
});

const answersOf = (page: object): Promise<ActionAnswer>[] =>
  ACTIONS.map((action) => clerkPage(page).actions[action]?.() ?? Promise.reject(new Error(action)));

it('says that window.Clerk itself throws', () => {
  const page = Object.defineProperty({}, 'Clerk', { get: trap });

  expect(snapshotOf(page)).toMatchObject({
    provider: 'clerk',
    loaded: false,
    session: null,
    problems: ['window.Clerk threw Error: trapped'],
  });
});

it('says of every part that throws that it does, and reads the rest', () => {
  const Clerk = Object.assign(withGetters(['version', 'user']), {
    loaded: true,
    session: Object.assign(withGetters(['status', 'expireAt', 'lastActiveToken']), { id: 'sess_1' }),
    organization: { id: 'org_1', slug: 'acme' },
  });

  expect(snapshotOf({ Clerk })).toMatchObject({
    loaded: true,
    version: null,
    session: { id: 'sess_1', status: null, expireAt: null },
    user: null,
    organization: { id: 'org_1', label: 'acme', role: null },
    token: null,
    problems: [
      'Clerk.version threw Error: trapped',
      'Clerk.session.status threw Error: trapped',
      'Clerk.session.expireAt threw Error: trapped',
      'Clerk.user.id threw Error: trapped',
      'Clerk.user.organizationMemberships threw Error: trapped',
      'Clerk.session.lastActiveToken threw Error: trapped',
    ],
  });
});

it.each([
  ['a proxy that throws on everything', throwing()],
  ['a date that is none', Object.create(Date.prototype) as unknown],
  ['a date without a time', new Date(Number.NaN)],
  ['a date that throws', Object.assign(new Date(), { getTime: trap })],
  ['a date that is text', Object.assign(new Date(), { getTime: () => 'soon' })],
  [
    'a date that changes its mind',
    Object.assign(new Date(), { getTime: vi.fn<() => unknown>().mockReturnValueOnce(1).mockReturnValue('x') }),
  ],
  ['a number', 1_700_000_000_000],
])('reads the session although its expireAt is %s', async (_, expireAt) => {
  const { snapshot } = await asSeen({ Clerk: { loaded: true, session: { id: 'sess_1', status: 'active', expireAt } } });

  expect(snapshot?.sdks).toMatchObject([{ session: { id: 'sess_1', status: 'active' } }]);
});

it.each([
  ['a proxy that throws on everything', throwing()],
  ['a proxy that throws what cannot be shown', throwing(throwing())],
  ['a proxy that throws null', throwing(null)],
  ['a proxy that answers everything with itself', endless],
  ['a text', 'Clerk'],
  ['a number', 7],
  ['true', true],
  ['a symbol', Symbol('Clerk')],
  ['a class', Map],
  ['an array', [[]]],
  ['full of text where objects are due', { loaded: true, session: 'a', user: 'b', organization: 'c' }],
  ['full of numbers where text is due', { loaded: true, session: { id: 7 }, user: { id: 7 }, organization: { id: 7 } }],
])('answers what the extension can read when window.Clerk is %s', async (_, Clerk) => {
  const { snapshot, answers } = await asSeen({ Clerk });

  expect(snapshot?.sdks).toMatchObject([
    { provider: 'clerk', session: null, user: null, organization: null, token: null },
  ]);
  for (const answer of answers) expect(['sdk-loading', 'failed']).toContain(answer?.status);
});

it('cuts text that is too long, and takes no token that is', async () => {
  const long = 'x'.repeat(1_000_000);
  const getRawString = () => long;
  const Clerk = {
    version: long,
    loaded: true,
    session: { id: long, lastActiveToken: { getRawString }, getToken: async () => long },
    get status() {
      throw new Error(long);
    },
  };

  const { snapshot, answers } = await asSeen({ Clerk });

  expect(snapshot?.sdks).toMatchObject([
    { version: 'x'.repeat(2_000), session: { id: 'x'.repeat(2_000) }, token: null },
  ]);
  expect(answers[0]).toEqual({ status: 'done', token: null });
});

it('waits with an action that never settles, and reads the page meanwhile', async () => {
  const page = ending(() => new Promise(() => undefined));
  const settled = vi.fn<() => void>();
  for (const answer of answersOf(page)) void answer.then(settled, settled);

  await new Promise((resolve) => setTimeout(resolve, 20));

  expect(settled).not.toHaveBeenCalled();
  expect(snapshotOf(page)).toMatchObject({ session: { id: 'sess_1' } });
});

it.each([
  ['null', null, 'null'],
  ['undefined', undefined, 'undefined'],
  ['a text', 'boom', 'boom'],
  ['a number', 401, '401'],
  ['a symbol', Symbol('boom'), 'Symbol(boom)'],
  ['an error', new TypeError('Failed to fetch'), 'Failed to fetch'],
  ['an error without words', new RangeError(), 'RangeError: '],
  ['an object without prototype', Object.create(null), 'something that cannot be shown'],
  ['an object that throws when read', withGetters(['status', 'code', 'errors', 'message']), 'Error: trapped'],
  ['an object that throws when shown', { toString: trap }, 'something that cannot be shown'],
  ['a proxy that throws on everything', throwing(), 'Error: trapped'],
  ['a proxy that throws what cannot be shown', throwing(throwing()), 'something that cannot be shown'],
  ['errors that are none', { status: '401', code: 7, errors: 'many', message: {} }, '[object Object]'],
  ['errors that are empty', { errors: [], message: 'none' }, 'none'],
  ['errors that hold nothing', { errors: [null], message: 'null' }, 'null'],
  ['errors that throw', { errors: [withGetters(['code', 'longMessage'])] }, 'Error: trapped'],
])('fails with words when the SDK rejects or throws %s', async (_, thrown, message) => {
  const failed = { status: 'failed', message, httpStatus: null, code: null };
  const throws = () => {
    throw thrown;
  };

  for (const page of [ending(() => Promise.reject(thrown)), ending(throws)]) {
    await expect(Promise.all(answersOf(page))).resolves.toEqual([failed, failed]);
  }
});

it('fails where the SDK has nothing that could be called', async () => {
  const page = { Clerk: { loaded: true, session: { id: 'sess_1' }, user: { id: 'user_1' } } };

  await expect(Promise.all(answersOf(page))).resolves.toMatchObject([
    { status: 'failed', message: 'session.getToken is not a function' },
    { status: 'failed', message: 'user.reload is not a function' },
  ]);
});

it.each([[7], [{}], [['raw']], [true], [Symbol('raw')], [throwing()], ['']])(
  'takes no token of another type',
  async (token) => {
    const page = {
      Clerk: {
        loaded: true,
        session: { id: 'sess_1', getToken: () => [token], lastActiveToken: { getRawString: () => token } },
      },
    };

    expect(snapshotOf(page)?.token).toBeNull();
    await expect(answersOf(page)[0]).resolves.toEqual({ status: 'done', token: null });
  },
);

it('never throws and never rejects, whatever window.Clerk is', async () => {
  // Behind functions: the generator looks into values, which some of these do not survive.
  const junk = fc.oneof(
    fc.anything({ withDate: true, withMap: true, withBigInt: true, withSparseArray: true }).map((value) => () => value),
    fc.constantFrom<() => unknown>(
      () => throwing(),
      () => throwing(null),
      () => endless,
      () => withGetters(['id', 'slug', 'emailAddress', 'getRawString', 'find']),
      () => () => Promise.reject(throwing()),
      () => () => throwing(),
    ),
  );
  const parts = ['version', 'status', 'frontendApi', 'session', 'user', 'organization'];
  const members = ['id', 'expireAt', 'lastActiveToken', 'getToken', 'primaryEmailAddress', 'reload', 'slug'];
  const object = (names: string[], member: fc.Arbitrary<() => unknown>) =>
    fc
      .dictionary(fc.constantFrom(...names), member)
      .map((thunks) => () => Object.fromEntries(Object.entries(thunks).map(([name, thunk]) => [name, thunk()])));
  const clerk = object(parts, fc.oneof(junk, object(members, junk)));

  await fc.assert(
    fc.asyncProperty(clerk, async (make) => {
      const { snapshot, answers } = await asSeen({ Clerk: { ...make(), loaded: true } });

      expect(snapshot?.sdks).toHaveLength(1);
      expect(answers).not.toContain(undefined);
    }),
    { numRuns: 500 },
  );
});
