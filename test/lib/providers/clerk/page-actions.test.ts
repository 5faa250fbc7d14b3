import { expect, it, vi } from 'vitest';
import { clerk } from '@/lib/providers/clerk/index.ts';
import { clerkPage } from '@/lib/providers/clerk/page.ts';
import type { ActionOptions, InspectionGroup } from '@/lib/providers/page.ts';
import type { Claims } from '@/lib/token/decode.ts';
import { makeSdk } from '../../support/events.ts';

const sessionOf = (id: string) => ({
  id,
  lastActiveToken: { getRawString: () => `raw.${id}.token` },
  getToken: vi.fn<(options?: object) => Promise<unknown>>().mockResolvedValue('raw.new.token'),
  reload: vi.fn<() => Promise<unknown>>().mockResolvedValue({}),
  touch: vi.fn<() => Promise<unknown>>().mockResolvedValue({}),
  end: vi.fn<() => Promise<unknown>>().mockResolvedValue({}),
  remove: vi.fn<() => Promise<unknown>>().mockResolvedValue({}),
});

const signedIn = () => {
  const [first, second] = [sessionOf('sess_1'), sessionOf('sess_2')];
  const setActive = vi.fn<(params: object) => Promise<unknown>>().mockResolvedValue(undefined);
  return { loaded: true, session: first, client: { sessions: [first, second] }, second, setActive };
};

const act = (Clerk: object, action: string, options: ActionOptions = {}) =>
  clerkPage({ Clerk }).actions[action]?.(options) ?? Promise.reject(new Error(`no action ${action}`));

const callOf = (id: string, options: ActionOptions) => clerk.actions.find((action) => action.id === id)?.call(options);

it('passes only the options that were chosen, and says so', async () => {
  const Clerk = signedIn();
  const all = {
    template: 'supabase',
    organizationId: 'org_1',
    leewayInSeconds: 10,
    skipCache: true,
    throwOnError: true,
  };

  await expect(act(Clerk, 'get-token', all)).resolves.toEqual({ status: 'done', token: 'raw.new.token' });
  await act(Clerk, 'get-token', { template: '', organizationId: '', leewayInSeconds: 0, skipCache: false });
  await act(Clerk, 'cached-token');

  expect(Clerk.session.getToken.mock.calls).toEqual([[all], [{}], []]);
  expect(callOf('get-token', { ...all, throwOnError: false, template: "it's" })).toBe(
    "Clerk.session.getToken({ template: 'it\\'s', organizationId: 'org_1', leewayInSeconds: 10, skipCache: true })",
  );
});

it('yields another token from a template or for another organization', () => {
  const yields = (options: ActionOptions, claims?: Claims) =>
    clerk.actions.find(({ id }) => id === 'get-token')?.yields(options, claims);

  expect(yields({ template: 'supabase' })).toBe('other-token');
  expect(yields({ organizationId: 'org_1' })).toBe('other-token');
  expect(yields({ template: '', organizationId: '', skipCache: true })).toBe('session-token');
  expect(yields({ organizationId: 'org_1' }, { o: { id: 'org_2' } })).toBe('other-token');
  expect(yields({ organizationId: 'org_1' }, { o: 'org_1' })).toBe('other-token');
});

it('yields the session token where the organization that is asked for is the active one', () => {
  const yields = (options: ActionOptions, claims: Claims) =>
    clerk.actions.find(({ id }) => id === 'get-token')?.yields(options, claims);

  expect(yields({ organizationId: 'org_1' }, { o: { id: 'org_1' } })).toBe('session-token');
  expect(yields({ organizationId: 'org_1' }, { org_id: 'org_1' })).toBe('session-token');
  expect(yields({ organizationId: 'org_1', template: 'supabase' }, { o: { id: 'org_1' } })).toBe('other-token');
});

it('says which options this clerk-js no longer has', () => {
  const missing = (name: string, version: string | null) =>
    clerk.actions
      .flatMap(({ options }) => options)
      .find((option) => option.name === name)
      ?.missing?.(makeSdk({ version }));

  expect(missing('leewayInSeconds', '6.40.0')).toBe('clerk-js 6 has no such option');
  expect(missing('leewayInSeconds', '5.128.0')).toBeUndefined();
  expect(missing('leewayInSeconds', null)).toBeUndefined();
  expect(missing('throwOnError', '5.128.0')).toBe('clerk-js 5 has no such option');
});

it.each([
  ['reload-session', 'reload'],
  ['touch-session', 'touch'],
] as const)('makes the session %s, and reads the token that came with it', async (action, method) => {
  const Clerk = signedIn();

  await expect(act(Clerk, action)).resolves.toEqual({ status: 'done', token: 'raw.sess_1.token' });
  expect(Clerk.session[method]).toHaveBeenCalledExactlyOnceWith();
});

it('switches organization and session', async () => {
  const Clerk = signedIn();
  // The token in memory may still be the one of before.
  await expect(act(Clerk, 'set-organization', { organizationId: 'org_1' })).resolves.toEqual({
    status: 'done',
    token: 'raw.new.token',
  });
  await act(Clerk, 'set-organization', { organizationId: '' });
  await expect(act(Clerk, 'set-session', { sessionId: 'sess_2' })).resolves.toMatchObject({ token: 'raw.new.token' });

  expect(Clerk.setActive.mock.calls).toEqual([
    [{ organization: 'org_1' }],
    [{ organization: null }],
    [{ session: 'sess_2' }],
  ]);
  expect(Clerk.session.getToken.mock.calls).toEqual([[], [], []]);
});

it.each([
  ['end-session', 'end'],
  ['remove-session', 'remove'],
] as const)('%s: the active session, or the one that is named, and never another', async (action, method) => {
  const Clerk = signedIn();

  await expect(act(Clerk, action, { sessionId: 'sess_2' })).resolves.toEqual({ status: 'done', token: null });
  expect(Clerk.second[method]).toHaveBeenCalledOnce();
  expect(Clerk.session[method]).not.toHaveBeenCalled();
  await expect(act(Clerk, action, { sessionId: 'sess_9' })).resolves.toMatchObject({
    status: 'failed',
    message: 'This client has no session sess_9',
  });
  await act(Clerk, action, { sessionId: '' });
  expect(Clerk.session[method]).toHaveBeenCalledOnce();
});

const told = (id: string, facts: Record<string, string | null>): InspectionGroup => ({
  title: `Session ${id}`,
  facts: Object.entries({ id, 'user.id': null, ...facts }).map(([name, value]) => ({ name, kind: 'value', value })),
});

it('says which session it signs out, and whose it is', () => {
  const inspection = [
    told('sess_1', {
      'publicUserData.firstName': 'Ada',
      'publicUserData.lastName': 'Lovelace',
      'publicUserData.identifier': 'ada@example.com',
    }),
    told('sess_2', { 'publicUserData.identifier': '+4912345', 'publicUserData.firstName': '' }),
    told('sess_3', { 'user.id': 'user_3', 'publicUserData.lastName': 'Hopper' }),
    told('sess_4', {}),
    { title: 'Other', facts: [{ name: 'id', kind: 'value', value: 'sess_5' } as const] },
  ];
  const asked = (action: string, sessionId: string) =>
    clerk.actions.find(({ id }) => id === action)?.warning?.({ sessionId }, makeSdk({ inspection }));

  expect(asked('end-session', '')).toBe(
    'Ada Lovelace (ada@example.com) is signed out of session sess_1, in all tabs of this browser; other sessions and devices stay. The session becomes ended, and the client goes on listing it. This cannot be undone: the user has to sign in again.',
  );
  expect(asked('remove-session', 'sess_2')).toMatch(
    /^\+4912345 is signed out of session sess_2, .*The session becomes removed, and is taken from the client\./,
  );
  expect(asked('end-session', 'sess_3')).toMatch(/^Hopper \(user_3\) is signed out of session sess_3,/);
  expect(asked('end-session', 'sess_4')).toMatch(/^The user of this session is signed out of session sess_4,/);
  expect(asked('remove-session', 'sess_5')).toBe('The page tells of no session sess_5 in this client.');
});

it('asks before it ends what cannot be brought back, and only then', () => {
  const asked = clerk.actions.filter(({ warning }) => warning !== undefined);

  expect(asked.map(({ id }) => id)).toEqual(['end-session', 'remove-session']);
  for (const { warning } of asked) {
    expect(warning?.({ sessionId: '' }, undefined)).toMatch(
      /^The user of this session is signed out, in all tabs of this browser;.*cannot be undone/,
    );
  }
  expect(callOf('end-session', { sessionId: 'sess_2' })).toBe(
    "Clerk.client.sessions.find(({ id }) => id === 'sess_2').end()",
  );
});
