import { expect, it } from 'vitest';
import { isExpectedChange, ROQ_CLAIMS } from '@/lib/providers/roq/claims.ts';
import { describeClaims, type ClaimRow } from '@/lib/token/claims.ts';
import { decodeToken } from '@/lib/token/decode.ts';
import { diffClaims } from '@/lib/token/diff.ts';
import { EMPTY_RECORDING } from '@/lib/recording/recording.ts';
import { sideOf } from '@/lib/recording/comparison.ts';
import { makeAccessToken, makeIdToken, makeRoqToken } from './tokens.ts';

function rowsOf(raw: string): Map<string, ClaimRow> {
  const token = decodeToken(raw);
  const rows = token.format === 'jws' ? describeClaims(token.claims, ROQ_CLAIMS) : [];
  return new Map(rows.map((row) => [row.path.join('.'), row]));
}

it('leaves no claim of a session, and none inside, without a label', () => {
  const raws = [makeRoqToken(), makeAccessToken(), makeIdToken({ timezone: 'UTC', locale: 'en' })];

  expect(raws.flatMap((raw) => [...rowsOf(raw)]).filter(([, { label }]) => label === undefined)).toEqual([]);
});

it('says of the session’s own date, and of no other, that it means nothing', () => {
  expect(rowsOf(makeRoqToken()).get('exp')).toMatchObject({
    time: true,
    explanation: expect.stringContaining('always says a year from signing'),
  });
  expect(rowsOf(makeRoqToken({ exp: 87_400 })).get('exp')).toMatchObject({
    explanation: 'the session ends with roqAccessToken, where that is sooner',
  });
  expect(rowsOf(makeAccessToken()).get('exp')).toMatchObject({ time: true, explanation: undefined });
  expect(rowsOf(makeIdToken()).get('iat')).toMatchObject({ time: true, explanation: undefined });
});

it('spells out roles, where they are a list', () => {
  expect(rowsOf(makeIdToken({ roles: ['a', 'b'] })).get('roles')?.explanation).toBe('a, b');
  expect(rowsOf(makeIdToken({ roles: 'a' })).get('roles')?.explanation).toBeUndefined();
});

it('says that the refresh token stays', () => {
  expect(rowsOf(makeRoqToken()).get('roqRefreshToken')?.explanation).toContain('Stays the same across refetches');
});

it('tells the session’s id and the roles, and not what every refetch renews', () => {
  const renewed = { iat: 2_000, exp: 2_300 };
  const claimsOf = (raw: string) => sideOf(EMPTY_RECORDING, raw)?.claims ?? {};
  const after = makeRoqToken({
    ...renewed,
    id: 'session_2',
    roqAccessToken: makeAccessToken({ ...renewed, notificationToken: 'n_2' }),
    roqIdToken: makeIdToken({ ...renewed, roles: ['admin'] }),
  });
  const changes = diffClaims(claimsOf(makeRoqToken()), claimsOf(after), isExpectedChange);
  const paths = (expected: boolean) =>
    changes.filter((change) => change.expected === expected).map(({ path }) => path.join('.'));

  expect(paths(false)).toEqual(['id', 'roqIdToken.roles']);
  expect(paths(true)).toEqual([
    'exp',
    'iat',
    'roqAccessToken.exp',
    'roqAccessToken.iat',
    'roqAccessToken.notificationToken',
    'roqIdToken.exp',
    'roqIdToken.iat',
  ]);
});

it.each([
  [['roqAccessToken']],
  [['roqAccessToken', 'exp', 'deeper']],
  [['roqAccessToken', 'roqUserId']],
  [['other', 'exp']],
  [['id']],
  [[]],
])('does not expect %j to change', (path) => {
  expect(isExpectedChange(path)).toBe(false);
});
