import { expect, it } from 'vitest';
import type { PlainJson, SourceValue } from '@/lib/providers/page.ts';
import { listCredentials } from '@/lib/recording/credentials.ts';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { listSessions } from '@/lib/recording/session.ts';
import { describeStale, findStaleClaims, staleAt } from '@/lib/recording/stale.ts';
import { compact } from '../token/samples.ts';
import { actionEnded, actionStarted, cookieSet, makeSdk, pageState, record } from '../support/events.ts';

const CHANGED = 1_000_000;

/** A session token that was minted, from claims that were read then, `after` seconds after the user changed. */
const tokenOf = (claims: object, after = -10, header: object = {}) =>
  compact(
    JSON.stringify({ alg: 'RS256', ...header }),
    JSON.stringify({
      sid: 'sess_1',
      iss: 'https://clerk.test',
      sts: 'active',
      iat: CHANGED / 1_000 + after,
      ...claims,
    }),
  );

const source = (name: string, value: PlainJson, updatedAt: number | null = CHANGED): SourceValue => ({
  name,
  value,
  updatedAt,
});
const metadata = (value: Record<string, PlainJson>) => source('user.publicMetadata', value);

const seen = (token: string, sources: readonly SourceValue[]): RecordingEvent[] => [
  cookieSet({ value: token }),
  pageState([makeSdk({ token, sources })]),
];

function staleIn(...events: RecordingEvent[]) {
  const recording = record(...events);
  const [session] = listSessions(recording, listCredentials(recording));
  return session ? findStaleClaims(session, session.view, recording) : undefined;
}

it('flags a claim that has the name of a metadata key and another value', () => {
  expect(staleIn(...seen(tokenOf({ birthday: '1990' }), [metadata({ birthday: '1815' })]))).toEqual([
    { claim: 'birthday', source: 'user.publicMetadata.birthday', value: '1815', behind: 'token', despite: undefined },
  ]);
});

it('says that the user is behind where the token is the younger one, by oiat before iat', () => {
  const behind = (after: number, header?: object) =>
    staleIn(...seen(tokenOf({ birthday: '1990' }, after, header), [metadata({ birthday: '1815' })]))?.[0]?.behind;

  expect([-1, 0, 1].map((after) => behind(after))).toEqual(['token', 'token', 'user']);
  expect(behind(50, { oiat: CHANGED / 1_000 - 5 })).toBe('token');
  expect(staleIn(...seen(tokenOf({ birthday: '1990' }, 9), [source('user.birthday', '1815', null)]))?.[0]?.behind).toBe(
    'token',
  );
});

it('says why a token that was minted since is still behind: its claims had been read before', () => {
  const despite = (minted: number, read: number) =>
    staleIn(
      ...seen(tokenOf({ birthday: '1990' }, minted, { oiat: CHANGED / 1_000 + read }), [
        metadata({ birthday: '1815' }),
      ]),
    )?.[0]?.despite;

  expect(despite(5, -5)).toBe('kept-claims');
  expect(despite(-1, -5)).toBeUndefined();
  expect(despite(5, 5)).toBeUndefined();
});

it('says that what mends it was tried, where it gave the same once more', () => {
  const sources = (plan: string, updatedAt: number | null) => [source('user.plan', plan, updatedAt)];
  const after = (action: string, given: string, now: string, updatedAt: number | null, then = 'pro') => {
    const token = tokenOf({ plan: now }, 5);
    return staleIn(
      pageState([makeSdk({ token, sources: sources(then, updatedAt) })]),
      actionStarted(0, action),
      actionEnded({ status: 'done', token: tokenOf({ plan: given }, 3) }),
      ...seen(token, sources('pro', updatedAt)),
    )?.[0];
  };

  expect(after('refresh-token', 'free', 'free', null)).toMatchObject({ behind: 'token', despite: 'same-again' });
  expect(after('reload-user', 'free', 'free', CHANGED)).toMatchObject({ behind: 'user', despite: 'same-again' });
  // It is the other of the two, it gave something else, or the user was another then.
  expect(after('reload-user', 'free', 'free', null)).toMatchObject({ behind: 'token', despite: undefined });
  expect(after('refresh-token', 'team', 'free', null)).toMatchObject({ despite: undefined });
  expect(after('refresh-token', 'free', 'free', null, 'team')).toMatchObject({ despite: undefined });
});

it('says nothing of what was tried before the claim changed, and came back', () => {
  const sources = [source('user.plan', 'pro')];
  const [first, other, again] = ['free', 'team', 'free'].map((plan, index) => tokenOf({ plan }, 5 + index));
  const tried = (startedAt: number) => {
    const events = [
      cookieSet({ value: first! }, 1),
      cookieSet({ value: other! }, 20),
      cookieSet({ value: again! }, 40),
      cookieSet({ value: tokenOf({ plan: 'free' }, 9) }, 60),
      actionStarted(startedAt, 'reload-user'),
      actionEnded({ status: 'done', token: first! }, startedAt + 1),
      pageState([makeSdk({ token: null, sources })], 80),
    ];
    return staleIn(...events.toSorted((a, b) => a.at - b.at))?.[0];
  };

  expect(tried(10)).toMatchObject({ behind: 'user', despite: undefined });
  expect(tried(30)).toMatchObject({ behind: 'user', despite: undefined });
  expect(tried(50)).toMatchObject({ behind: 'user', despite: 'same-again' });
  expect(tried(70)).toMatchObject({ behind: 'user', despite: 'same-again' });
});

it.each([
  [{ behind: 'token' }, 'Token is behind: refresh it.'],
  [{ behind: 'user' }, 'User is behind: reload it.'],
  [{ behind: 'token', despite: 'kept-claims' }, /minted after the change: its claims had been read before it \(oiat\)/],
  [{ behind: 'token', despite: 'same-again' }, /a refresh brought the same.*Reload the user to know/],
  [{ behind: 'user', despite: 'same-again' }, /a reload brought the same: so the claim is not made of user\.plan/],
] as const)('puts %o in words', (told, words) => {
  expect(describeStale({ claim: 'plan', source: 'user.plan', value: 'pro', despite: undefined, ...told })).toMatch(
    words,
  );
});

it('has nothing to say where both say the same, in whatever order, or the source cannot be told', () => {
  const claims = { birthday: '1815', firstName: 'Ada', metadata: { b: 1, a: 2 }, unrelated: 7, first_name: 'Ada' };
  const sources = [metadata({ birthday: '1815', a: 2, b: 1 }), source('user.firstName', 'Ada')];
  const whole = { ...claims, metadata: { a: 2, birthday: '1815', b: 1 } };

  expect(staleIn(...seen(tokenOf(whole), sources))).toEqual([]);
});

it('knows the developer’s names for the user’s fields', () => {
  const claims = { first_name: 'Ada', email: 'old@example.com', metadata: { plan: 'free' } };
  const sources = [
    metadata({ plan: 'pro' }),
    source('user.firstName', 'Augusta'),
    source('user.primaryEmailAddress', 'new@example.com'),
  ];

  expect(staleIn(...seen(tokenOf(claims), sources))?.map(({ claim }) => claim)).toEqual([
    'metadata',
    'email',
    'first_name',
  ]);
});

it('remembers where a claim came from, whatever its name, and sees that it is gone from there', () => {
  const token = tokenOf({ tier: 'enterprise' });
  const before = seen(token, [metadata({ plan: 'enterprise' })]);

  expect(staleIn(...before)).toEqual([]);
  expect(staleIn(...before, pageState([makeSdk({ token, sources: [metadata({ plan: 'free' })] })]))).toEqual([
    { claim: 'tier', source: 'user.publicMetadata.plan', value: 'free', behind: 'token', despite: undefined },
  ]);
  expect(staleIn(...before, pageState([makeSdk({ token, sources: [metadata({})] })]))).toMatchObject([
    { claim: 'tier', value: undefined },
  ]);
});

it('does not take two that both say true for the same', () => {
  const token = tokenOf({ beta: true });
  const before = seen(token, [metadata({ onboarded: true })]);

  expect(staleIn(...before, pageState([makeSdk({ token, sources: [metadata({ onboarded: false })] })]))).toEqual([]);
});

it('holds role and permissions of the same organization against the user’s membership', () => {
  const o = { id: 'org_1', rol: 'member', slg: 'acme', per: 'manage,read', fpm: '3,2' };
  const claims = { v: 2, fea: 'o:dashboard,o:teams', o };
  const membership = (role: string, permissions: string[], id = 'org_1') => [
    source('organization.id', id),
    source('organization.slug', 'acme'),
    source('organization.role', role),
    source('organization.permissions', permissions),
  ];
  const held = ['org:teams:read', 'org:dashboard:manage', 'org:dashboard:read', 'org:sys_profile:manage', 'org:x:y'];

  expect(staleIn(...seen(tokenOf(claims), membership('org:member', held)))).toEqual([]);
  expect(staleIn(...seen(tokenOf(claims), membership('org:admin', held.slice(1))))).toMatchObject([
    { claim: 'o.rol', value: 'org:admin' },
    { claim: 'o.fpm' },
  ]);
  expect(staleIn(...seen(tokenOf(claims), membership('org:admin', [], 'org_2')))).toEqual([]);
  const old = { org_id: 'org_1', org_role: 'org:member', org_slug: 'acme', org_permissions: ['org:a:b'] };
  expect(staleIn(...seen(tokenOf(old), membership('org:admin', ['org:a:b'])))).toMatchObject([{ claim: 'org_role' }]);
});

it('compares no token of another session, no template token, and nothing where the SDK tells no values', () => {
  const sources = [metadata({ birthday: '1815' })];
  const other = tokenOf({ sid: 'sess_9', birthday: '1990' });

  expect(staleIn(...seen(other, sources))).toEqual([]);
  expect(staleIn(cookieSet({ value: tokenOf({ birthday: '1990' }) }), pageState([makeSdk()]))).toEqual([]);
});

it('is looked up by the path of a claim', () => {
  const stale = {
    claim: 'o.rol',
    source: 'organization.role',
    value: 'org:admin',
    behind: 'token',
    despite: undefined,
  } as const;

  expect(staleAt([stale], ['o', 'rol'])).toBe(stale);
  expect(staleAt([stale], ['o'])).toBeUndefined();
});
