import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { asSeen, endless, snapshotOf, throwing, trap, withGetters } from './hostile.ts';

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
  const Clerk = Object.assign(withGetters(['version', 'status', 'frontendApi']), {
    loaded: true,
    session: Object.assign(withGetters(['status', 'expireAt', 'lastActiveToken']), { id: 'sess_1' }),
    user: Object.assign(withGetters(['primaryEmailAddress', 'username', 'organizationMemberships']), { id: 'user_1' }),
    organization: Object.assign(withGetters(['slug']), { id: 'org_1', name: 'Acme' }),
  });

  expect(snapshotOf({ Clerk })).toMatchObject({
    provider: 'clerk',
    loaded: true,
    version: null,
    status: null,
    session: { id: 'sess_1', status: null, expireAt: null },
    user: { id: 'user_1', label: null },
    organization: { id: 'org_1', label: null, role: null },
    instance: null,
    token: null,
    problems: [
      'Clerk.version threw Error: trapped',
      'Clerk.status threw Error: trapped',
      'Clerk.session.status threw Error: trapped',
      'Clerk.session.expireAt threw Error: trapped',
      'Clerk.user.primaryEmailAddress threw Error: trapped',
      'Clerk.user.username threw Error: trapped',
      'Clerk.user.organizationMemberships threw Error: trapped',
      'Clerk.organization.slug threw Error: trapped',
      'Clerk.frontendApi threw Error: trapped',
      'Clerk.session.lastActiveToken threw Error: trapped',
    ],
  });
});

it('says which of session, user and organization throws, and whether loading does', () => {
  expect(snapshotOf({ Clerk: withGetters(['loaded', 'session', 'user', 'organization']) })?.problems).toEqual([
    'Clerk.loaded threw Error: trapped',
    'Clerk.session.id threw Error: trapped',
    'Clerk.user.id threw Error: trapped',
    'Clerk.organization.id threw Error: trapped',
    'Clerk.session.lastActiveToken threw Error: trapped',
    'Clerk.session threw Error: trapped',
    'Clerk.user threw Error: trapped',
  ]);
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
