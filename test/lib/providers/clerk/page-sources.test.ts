import { expect, it } from 'vitest';
import { clerkPage } from '@/lib/providers/clerk/page.ts';
import { copyJson } from '@/lib/providers/clerk/page-sources.ts';
import { throwing, trap } from './hostile.ts';

const updatedAt = new Date(5_000);
const sourcesOf = (Clerk: object) => clerkPage({ Clerk }).snapshot()?.sources;

it('tells what claims may have been made of', () => {
  const user = {
    id: 'user_1',
    publicMetadata: { birthday: '1815-12-10' },
    unsafeMetadata: {},
    firstName: 'Ada',
    lastName: null,
    primaryEmailAddress: { emailAddress: 'ada@example.com' },
    organizationMemberships: [
      { role: 'org:admin', permissions: ['org:a:b'], updatedAt: new Date(7_000), organization: { id: 'org_1' } },
    ],
    updatedAt,
  };

  expect(sourcesOf({ user, organization: { id: 'org_1', slug: 'acme' } })).toEqual([
    { name: 'user.publicMetadata', value: { birthday: '1815-12-10' }, updatedAt: 5_000 },
    { name: 'user.unsafeMetadata', value: {}, updatedAt: 5_000 },
    { name: 'user.firstName', value: 'Ada', updatedAt: 5_000 },
    { name: 'user.primaryEmailAddress', value: 'ada@example.com', updatedAt: 5_000 },
    { name: 'organization.id', value: 'org_1', updatedAt: 7_000 },
    { name: 'organization.slug', value: 'acme', updatedAt: null },
    { name: 'organization.role', value: 'org:admin', updatedAt: 7_000 },
    { name: 'organization.permissions', value: ['org:a:b'], updatedAt: 7_000 },
  ]);
  expect(sourcesOf({ user: null })).toEqual([]);
});

it('says what it could not take, and takes the rest', () => {
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  const user = { publicMetadata: cyclic, unsafeMetadata: throwing(), firstName: 'Ada', updatedAt };
  const state = clerkPage({ Clerk: { user } }).snapshot();

  expect(state?.sources).toEqual([{ name: 'user.firstName', value: 'Ada', updatedAt: 5_000 }]);
  expect(state?.problems).toContain('Clerk.user.publicMetadata threw RangeError: it holds too much');
});

it('copies nothing but data', () => {
  expect(copyJson({ a: [1, null, 'x', undefined], f: trap, n: Number.NaN, big: 1n, s: Symbol('s') })).toEqual({
    a: [1, null, 'x', null],
  });
  expect(copyJson({ toJSON: trap, b: true })).toEqual({ b: true });
  expect(copyJson(trap)).toBeUndefined();
});

it.each([['x'.repeat(2_001)], [Array(501).fill(0)], [[[[[[[[[[1]]]]]]]]]]])(
  'takes nothing that is too big',
  (value) => {
    expect(() => copyJson(value)).toThrow('it holds too much');
  },
);
