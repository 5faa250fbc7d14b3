import { expect, it, vi } from 'vitest';
import { clerk } from '@/lib/providers/clerk/index.ts';
import { clerkPage } from '@/lib/providers/clerk/page.ts';
import type { ActionAnswer } from '@/lib/providers/page.ts';

/** `window.Clerk` as clerk-js 6 leaves it with somebody signed in. */
const signedIn = () => ({
  version: '6.40.0',
  loaded: true,
  status: 'ready',
  frontendApi: 'happy-cat-12.clerk.accounts.dev',
  session: {
    id: 'sess_1',
    status: 'active',
    expireAt: new Date(1_700_000_000_000),
    lastActiveToken: { getRawString: () => 'raw.old.token' },
    getToken: vi.fn<(options: object) => Promise<unknown>>().mockResolvedValue('raw.new.token'),
  },
  user: {
    id: 'user_1',
    username: 'ada',
    primaryEmailAddress: { emailAddress: 'ada@example.com' },
    organizationMemberships: [
      { role: 'org:member', organization: { id: 'org_0' } },
      { role: 'org:admin', organization: { id: 'org_1' } },
    ],
    reload: vi.fn<() => Promise<unknown>>().mockResolvedValue({}),
  },
  organization: { id: 'org_1', slug: 'acme', name: 'Acme Inc.' },
});

const act = (page: object, action: string): Promise<ActionAnswer> =>
  clerkPage(page).actions[action]?.({}) ?? Promise.reject(new Error(`no action ${action}`));

it('reads session, user, organization and token of the SDK', () => {
  expect(clerkPage({ Clerk: signedIn() }).snapshot()).toMatchObject({
    provider: 'clerk',
    version: '6.40.0',
    loaded: true,
    status: 'ready',
    session: { id: 'sess_1', status: 'active', expireAt: 1_700_000_000_000 },
    user: { id: 'user_1', label: 'ada@example.com' },
    organization: { id: 'org_1', label: 'acme', role: 'org:admin' },
    instance: 'happy-cat-12.clerk.accounts.dev',
    token: 'raw.old.token',
    problems: [],
  });
});

it('is not on a page without window.Clerk', () => {
  expect(clerkPage({}).snapshot()).toBeNull();
  expect(clerkPage({ Clerk: null }).snapshot()).toBeNull();
});

it('says what it knows while the SDK loads, and with nobody signed in', () => {
  const nobody = { session: null, user: null, organization: null, token: null, problems: [] };

  expect(clerkPage({ Clerk: {} }).snapshot()).toMatchObject({ ...nobody, version: null, loaded: false, status: null });
  expect(
    clerkPage({ Clerk: { ...signedIn(), session: null, user: null, organization: null } }).snapshot(),
  ).toMatchObject({
    ...nobody,
    loaded: true,
    status: 'ready',
  });
});

it('names a user by e-mail address, else by name', () => {
  const label = (user: object) => clerkPage({ Clerk: { user: { id: 'user_1', ...user } } }).snapshot()?.user?.label;

  expect(label({ username: 'ada', primaryEmailAddress: null })).toBe('ada');
  expect(label({ username: 'ada', primaryEmailAddress: { emailAddress: '' } })).toBe('ada');
  expect(label({})).toBeNull();
});

it('names an organization by slug, else by name, and knows the role only where it is a member', () => {
  const organization = { id: 'org_9', slug: null, name: 'Nine' };

  expect(clerkPage({ Clerk: { ...signedIn(), organization } }).snapshot()?.organization).toEqual({
    id: 'org_9',
    label: 'Nine',
    role: null,
  });
});

it('takes nothing for a problem that may be missing', () => {
  const users = [
    null,
    { id: 'user_1' },
    { id: 'user_1', primaryEmailAddress: {}, organizationMemberships: [] },
    { id: 'user_1', primaryEmailAddress: null, organizationMemberships: [{}, { organization: { id: 'org_9' } }] },
  ];

  for (const user of users) {
    const Clerk = { loaded: true, session: { id: 'sess_1' }, user, organization: { id: 'org_1' } };
    expect(clerkPage({ Clerk }).snapshot()).toMatchObject({
      session: { id: 'sess_1', status: null, expireAt: null },
      organization: { id: 'org_1', label: null, role: null },
      problems: [],
    });
  }
});

it('reads what is left of a session that ends between two looks', () => {
  const once = (first: object) => vi.fn<() => unknown>(() => null).mockReturnValueOnce(first);
  const parts = { session: once({ id: 'sess_1' }), user: once({ id: 'user_1' }), organization: once({ id: 'org_1' }) };
  const Clerk = Object.defineProperties(
    {},
    Object.fromEntries(Object.entries(parts).map(([name, get]) => [name, { get }])),
  );

  expect(clerkPage({ Clerk }).snapshot()).toMatchObject({
    session: { id: 'sess_1', status: null, expireAt: null },
    user: { id: 'user_1', label: null },
    organization: { id: 'org_1', label: null, role: null },
    token: null,
    problems: [],
  });
});

it("holds no token where the SDK's is empty, which is what clerk-js answers when it has none", () => {
  const session = { id: 'sess_1', lastActiveToken: { getRawString: () => '' } };

  expect(clerkPage({ Clerk: { loaded: true, session } }).snapshot()).toMatchObject({ token: null, problems: [] });
});

it('makes Clerk skip its token cache', async () => {
  const Clerk = signedIn();

  await expect(act({ Clerk }, 'refresh-token')).resolves.toEqual({ status: 'done', token: 'raw.new.token' });
  expect(Clerk.session.getToken).toHaveBeenCalledExactlyOnceWith({ skipCache: true });
  expect(Clerk.session.getToken.mock.contexts).toEqual([Clerk.session]);
  expect(Clerk.user.reload).not.toHaveBeenCalled();
});

it('reloads the user, then reads the token that came with it', async () => {
  const Clerk = signedIn();
  Clerk.user.reload.mockImplementation(async () => {
    Clerk.session.lastActiveToken = { getRawString: () => 'raw.reloaded.token' };
  });

  await expect(act({ Clerk }, 'reload-user')).resolves.toEqual({ status: 'done', token: 'raw.reloaded.token' });
  expect(Clerk.user.reload).toHaveBeenCalledExactlyOnceWith();
  expect(Clerk.user.reload.mock.contexts).toEqual([Clerk.user]);
  expect(Clerk.session.getToken).not.toHaveBeenCalled();
});

it('reads window.Clerk anew each time', async () => {
  const page: { Clerk?: unknown } = {};
  const half = clerkPage(page);
  expect(half.snapshot()).toBeNull();

  page.Clerk = signedIn();

  expect(half.snapshot()).toMatchObject({ session: { id: 'sess_1' } });
  await expect(half.actions['refresh-token']?.({})).resolves.toMatchObject({ status: 'done' });
});

it.each(['refresh-token', 'reload-user'])('says why it cannot %s', async (action) => {
  await expect(act({}, action)).resolves.toEqual({ status: 'sdk-missing' });
  await expect(act({ Clerk: null }, action)).resolves.toEqual({ status: 'sdk-missing' });
  await expect(act({ Clerk: { ...signedIn(), loaded: false } }, action)).resolves.toEqual({ status: 'sdk-loading' });
  await expect(act({ Clerk: { ...signedIn(), loaded: 'yes' } }, action)).resolves.toEqual({ status: 'sdk-loading' });
  for (const nobody of [null, undefined]) {
    const Clerk = { ...signedIn(), session: nobody, user: nobody };
    await expect(act({ Clerk }, action)).resolves.toEqual({ status: 'signed-out' });
  }
});

it('is done without a token where Clerk gives none', async () => {
  const Clerk = signedIn();
  Clerk.session.getToken.mockResolvedValue(null);

  await expect(act({ Clerk }, 'refresh-token')).resolves.toEqual({ status: 'done', token: null });
});

it('tells the status and the first error of an answer that Clerk’s API refused', async () => {
  const error = Object.assign(new Error('Session revoked'), {
    name: 'ClerkAPIResponseError',
    clerkError: true,
    status: 401,
    errors: [
      { code: 'session_revoked', message: 'Revoked', longMessage: 'This session was revoked.' },
      { code: 'other', message: 'Other' },
    ],
  });
  const Clerk = signedIn();
  Clerk.session.getToken.mockRejectedValue(error);
  Clerk.user.reload.mockRejectedValue({ ...error, errors: [{ code: 'x', message: 'Revoked', longMessage: '' }] });

  await expect(act({ Clerk }, 'refresh-token')).resolves.toEqual({
    status: 'failed',
    message: 'This session was revoked.',
    httpStatus: 401,
    code: 'session_revoked',
  });
  await expect(act({ Clerk }, 'reload-user')).resolves.toMatchObject({
    message: 'Revoked',
    httpStatus: 401,
    code: 'x',
  });
});

it('tells that the browser is offline', async () => {
  const Clerk = signedIn();
  Clerk.session.getToken.mockRejectedValue(Object.assign(new Error('No network'), { code: 'clerk_offline' }));
  Clerk.user.reload.mockRejectedValue({ code: 'clerk_offline' });

  await expect(act({ Clerk }, 'refresh-token')).resolves.toEqual({ status: 'offline', message: 'No network' });
  await expect(act({ Clerk }, 'reload-user')).resolves.toEqual({
    status: 'offline',
    message: 'The browser is offline',
  });
});

it('has every action that the provider offers', () => {
  const half = clerkPage({});

  expect(half.id).toBe(clerk.id);
  expect(Object.keys(half.actions)).toEqual(clerk.actions.map(({ id }) => id));
});
