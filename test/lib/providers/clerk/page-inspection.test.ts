import { expect, it } from 'vitest';
import { parseSnapshot } from '@/lib/providers/answers.ts';
import { clerkPage } from '@/lib/providers/clerk/page.ts';
import { throwing } from './hostile.ts';

const session = (id: string, more: object = {}) => ({
  id,
  status: 'active',
  user: { id: 'user_1' },
  publicUserData: {
    firstName: 'Ada',
    lastName: 'Lovelace',
    imageUrl: '',
    hasImage: false,
    identifier: 'ada@example.com',
  },
  expireAt: new Date(1_000),
  abandonAt: new Date(2_000),
  lastActiveOrganizationId: null,
  actor: null,
  factorVerificationAge: [3, -1],
  currentTask: undefined,
  tasks: null,
  lastActiveToken: { jwt: { claims: { iat: 10, exp: 70, jti: 'j1' } }, getRawString: () => 'raw.secret.token' },
  ...more,
});

const inspect = (Clerk: object) => {
  const { inspection = [] } = clerkPage({ Clerk }).snapshot() ?? {};
  return inspection.map(({ title, facts }) => ({
    title,
    facts: Object.fromEntries(facts.map(({ name, value }) => [name, value])),
  }));
};

it('tells every property of the session, and no raw token', () => {
  const active = session('sess_1', { actor: { sub: 'user_9', type: 'agent' }, tasks: [{ key: 'setup-mfa' }] });
  const [group, instance] = inspect({ loaded: true, version: '6.40.0', session: active, publishableKey: 'pk_test_x' });

  expect(group).toEqual({
    title: 'Session sess_1, active',
    facts: {
      id: 'sess_1',
      status: 'active',
      'user.id': 'user_1',
      actor: 'user_9 (agent)',
      lastActiveAt: null,
      expireAt: 1_000,
      abandonAt: 2_000,
      createdAt: null,
      updatedAt: null,
      lastActiveOrganizationId: null,
      factorVerificationAge: '3, -1',
      currentTask: null,
      tasks: 'setup-mfa',
      'publicUserData.firstName': 'Ada',
      'publicUserData.lastName': 'Lovelace',
      'publicUserData.imageUrl': '',
      'publicUserData.hasImage': false,
      'publicUserData.identifier': 'ada@example.com',
      'lastActiveToken.iat': 10_000,
      'lastActiveToken.exp': 70_000,
      'lastActiveToken.jti': 'j1',
    },
  });
  expect(instance).toMatchObject({ title: 'Instance', facts: { version: '6.40.0', publishableKey: 'pk_test_x' } });
  expect(JSON.stringify([group, instance])).not.toContain('secret');
});

it('lists the other sessions of the client behind the active one, each once', () => {
  const active = session('sess_2');
  const client = { sessions: [session('sess_1'), active, session('sess_3', { status: 'ended' })] };

  expect(inspect({ loaded: true, session: active, client }).map(({ title }) => title)).toEqual([
    'Session sess_2, active',
    'Session sess_1',
    'Session sess_3',
    'Instance',
  ]);
});

it('shows an actor even where nothing can be read of who it is', () => {
  expect(inspect({ session: session('sess_1', { actor: {} }) })[0]?.facts['actor']).toBe('somebody unnamed');
});

it('stays within what the extension reads, whatever the page holds', () => {
  const long = 'x'.repeat(100_000);
  const many = Array.from({ length: 1_000 }, (_, index) =>
    session(`sess_${index}${long}`, {
      tasks: Array.from({ length: 1_000 }, () => ({ key: long })),
      factorVerificationAge: [long],
    }),
  );
  const Clerk = { loaded: true, session: many[0], client: { sessions: [...many.slice(0, 5), throwing(), 7] } };
  const state = clerkPage({ Clerk }).snapshot();

  const page = { focused: true, visible: true, online: true };
  expect(parseSnapshot(JSON.stringify({ page, sdks: [state] }))?.sdks).toHaveLength(1);
  expect(state?.problems.length).toBeLessThanOrEqual(40);
});
