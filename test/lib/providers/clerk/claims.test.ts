import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CLERK_CLAIMS, CLERK_HEADER, isExpectedChange } from '@/lib/providers/clerk/claims.ts';
import { describeClaims, describeHeader } from '@/lib/token/claims.ts';
import { formatPath } from '@/lib/token/diff.ts';
import { PROTOTYPE_NAMES } from '../../token/samples.ts';

/** A version 2 session token as the documentation shows it, with one custom claim. */
const CLAIMS = {
  azp: 'http://localhost:3000',
  birthday: '1990-01-01',
  exp: 1_700_000_060,
  fea: 'o:dashboard,o:teams,u:chat',
  fva: [8, -1],
  iat: 1_700_000_000,
  iss: 'https://happy-cat-12.clerk.accounts.dev',
  jti: 'a1b2c3',
  nbf: 1_699_999_990,
  o: { id: 'org_1', rol: 'admin', slg: 'acme', per: 'manage,read', fpm: '3,2' },
  pla: 'o:pro,u:free',
  sid: 'sess_1',
  sts: 'active',
  sub: 'user_1',
  v: 2,
};

const explain = (claims: Record<string, unknown>, name: string) =>
  describeClaims(claims, CLERK_CLAIMS).find(({ path }) => formatPath(path) === name)?.explanation;

it('has a word for every claim of a session token, and leaves the custom one apart', () => {
  const unknown = describeClaims(CLAIMS, CLERK_CLAIMS).filter(({ label }) => label === undefined);

  expect(unknown.map(({ path, group }) => [formatPath(path), group])).toEqual([['birthday', 'custom']]);
});

it('has a word for every claim of a version 1 session token', () => {
  const claims = { org_id: 'org_1', org_role: 'org:admin', org_slug: 'acme', org_permissions: ['org:teams:read'] };

  expect(describeClaims(claims, CLERK_CLAIMS).map(({ group }) => group)).toEqual(Array(4).fill('organization'));
});

it.each([
  ['o.fpm', 'org:dashboard:manage org:dashboard:read org:teams:read'],
  ['o.rol', 'Role org:admin'],
  ['pla', 'Plan pro, of the organization; Plan free, of the user'],
  ['fea', 'dashboard (organization), teams (organization), chat (user)'],
  ['fva', 'First factor 8 min ago, no second factor'],
  ['sts', 'All is allowed'],
  ['iss', 'A development instance'],
  ['sid', undefined],
])('explains %s', (name, explanation) => {
  expect(explain(CLAIMS, name)).toBe(explanation);
});

it.each([
  ['sts', 'pending', 'Signed in, but a session task is still to do'],
  ['sts', 'other', undefined],
  ['act', { sub: 'user_2' }, 'Impersonated by user_2'],
  ['act', 'user_2', undefined],
  ['act', { sub: 7 }, undefined],
  ['fva', [0, 3], 'First factor 0 min ago, second factor 3 min ago'],
  ['fva', [-1, -1], 'No first factor, no second factor'],
  ['fva', ['8', null], undefined],
  ['fva', [], undefined],
  ['fva', '8,-1', undefined],
  ['iss', 'https://clerk.example.com', undefined],
  ['iss', 'https://x.lclclerk.com', 'A development instance'],
  ['iss', 'https://x.clerk.accounts.dev.evil.com', undefined],
  ['fea', 'no scopes here', undefined],
  ['fea', ['o:a'], undefined],
  ['fea', 'ou:a,uo:b,team:c', 'a (organization and user), b (user and organization), c (team)'],
  ['fea', 'constructor:a,__proto__:b', 'a (constructor), b (__proto__)'],
  ['pla', '', undefined],
])('explains %s %j as %s', (name, value, explanation) => {
  expect(explain({ [name]: value }, name)).toBe(explanation);
});

it.each([
  ['cl_B7d4PD111AAA', 'A session token'],
  ['cl_B7d4PD222AAA', 'A JWT template token'],
  ['cl_B7d4PD333AAA', 'A machine-to-machine token'],
  ['cl_B7d4PD444AAA', undefined],
  ...PROTOTYPE_NAMES.map((name): [string, undefined] => [name, undefined]),
])('explains the token category %s as %s', (cat, explanation) => {
  expect(describeHeader({ cat }, CLERK_HEADER)).toMatchObject([{ label: 'Token category', explanation }]);
});

it('shows when the claims were read as a time', () => {
  expect(describeHeader({ oiat: 1_700_000_000 }, CLERK_HEADER)).toMatchObject([{ time: true, problem: undefined }]);
  expect(describeHeader({ oiat: 'just now' }, CLERK_HEADER)).toMatchObject([{ time: false }]);
});

it('expects the age of the factors to change with time alone', () => {
  expect(isExpectedChange(['fva'])).toBe(true);
  expect([['fva', '0'], ['o', 'fva'], ['birthday'], ['sts'], []].filter(isExpectedChange)).toEqual([]);
});

it('explains claims of any type in words or not at all', () => {
  const names = [...new Set(Object.keys(CLERK_CLAIMS).map((name) => name.split('.')[0] ?? name))];
  const text = fc
    .array(fc.constantFrom('o:', 'u:', 'constructor:', 'x', ',', '1', ' ', ':'))
    .map((all) => all.join(''));
  const value = fc.oneof(fc.jsonValue(), text, fc.dictionary(fc.constantFrom('id', 'rol', 'per', 'fpm', 'sub'), text));

  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value), (claims) => {
      for (const { explanation } of describeClaims(claims, CLERK_CLAIMS)) {
        expect(explanation ?? 'nothing').toMatch(/\S/);
      }
    }),
    { numRuns: 500 },
  );
});
