import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  describeClaims,
  describeHeader,
  STANDARD_CLAIMS,
  STANDARD_HEADER,
  type ClaimDictionary,
  type ClaimRow,
} from '@/lib/token/claims.ts';
import { formatPath } from '@/lib/token/diff.ts';
import { isRecord } from '@/lib/token/json.ts';
import { jsonObject, PROTOTYPE_NAMES } from './samples.ts';

const DICTIONARY: ClaimDictionary = {
  sub: { group: 'identity', label: 'User' },
  'o.id': { group: 'organization', label: 'Active organization' },
  'o.rol': { group: 'organization', label: 'Role', explain: (value) => `Role ${String(value)}` },
};

const rowOf = (claims: Record<string, unknown>, dictionary: ClaimDictionary = {}) =>
  describeClaims(claims, dictionary)[0];
const paths = (rows: readonly ClaimRow[]) => rows.map(({ path }) => formatPath(path));
const parse = (text: string) => JSON.parse(text) as Record<string, unknown>;

it('tells custom claims apart and puts them first', () => {
  const rows = describeClaims({ sub: 'u', exp: 1, birthday: '1990-01-01', scope: 'a', o: { id: 'o' } }, DICTIONARY);

  expect(rows.map(({ path, group }) => `${group}: ${formatPath(path)}`)).toEqual([
    'custom: birthday',
    'organization: o.id',
    'time: exp',
    'identity: sub',
    'access: scope',
  ]);
});

it('says nothing of a custom claim but its value', () => {
  expect(rowOf({ birthday: '1990-01-01' })).toEqual({
    path: ['birthday'],
    value: '1990-01-01',
    group: 'custom',
    label: undefined,
    explanation: undefined,
    time: false,
    problem: undefined,
  });
});

it('has a word for every standard claim and header parameter', () => {
  const value = 0;
  const rows = [
    ...describeClaims(Object.fromEntries(Object.keys(STANDARD_CLAIMS).map((name) => [name, value])), {}),
    ...describeHeader(Object.fromEntries(Object.keys(STANDARD_HEADER).map((name) => [name, value])), {}),
  ];

  expect(rows.filter(({ label, group }) => !label || group === 'custom')).toEqual([]);
});

it("takes the provider's word over the standard's", () => {
  expect(rowOf({ sub: 'u' })?.label).toBe('Subject, whom it is about');
  expect(rowOf({ sub: 'u' }, DICTIONARY)?.label).toBe('User');
});

it.each(['exp', 'nbf', 'iat', 'auth_time', 'updated_at'])(
  'shows %s as a time, and says so where it is none',
  (name) => {
    expect(rowOf({ [name]: 1_700_000_000 })).toMatchObject({ group: 'time', time: true, problem: undefined });
    for (const value of ['soon', null, 1e300, [1]]) {
      expect(rowOf({ [name]: value })).toMatchObject({
        time: false,
        problem: 'Not a NumericDate: a number of seconds since 1970 is expected here',
      });
    }
  },
);

it('explains a value only where it is of the type of its claim', () => {
  expect(rowOf({ email_verified: true })?.explanation).toBe('The issuer has checked the address');
  expect(rowOf({ phone_number_verified: false })?.explanation).toBe('Not checked by the issuer');
  expect(rowOf({ email_verified: false })?.explanation).toBe('Not checked by the issuer');
  expect(rowOf({ email_verified: 'true' })?.explanation).toBeUndefined();
  expect(rowOf({ scope: 'openid profile email' })?.explanation).toBe('openid, profile, email');
  expect(rowOf({ scope: ['openid'] })?.explanation).toBeUndefined();
});

it('gives members rows of their own where the dictionary knows one of them', () => {
  const rows = describeClaims({ o: { id: 'org_1', rol: 'admin', extra: 1 }, address: { country: 'NL' } }, DICTIONARY);

  expect(paths(rows)).toEqual(['o.extra', 'o.id', 'o.rol', 'address']);
  expect(rows[2]).toMatchObject({ path: ['o', 'rol'], label: 'Role', explanation: 'Role admin' });
});

it.each([[{}], ['text'], [['x']], [null], [7]])('shows a claim whole that has no members to show: o is %j', (o) => {
  expect(describeClaims({ o }, DICTIONARY)).toMatchObject([{ path: ['o'], value: o, group: 'custom' }]);
  expect(describeClaims({ su: { o } }, DICTIONARY)).toMatchObject([{ path: ['su'], value: { o }, group: 'custom' }]);
});

it('gives the whole claims to what explains one of them', () => {
  const dictionary: ClaimDictionary = {
    a: { group: 'access', label: 'A', explain: (_, claims) => `b is ${claims['b']}` },
  };

  expect(rowOf({ a: 1, b: 2 }, dictionary)?.path).toEqual(['b']);
  expect(describeClaims({ a: 1, b: 2 }, dictionary)[1]?.explanation).toBe('b is 2');
});

it.each(PROTOTYPE_NAMES)('takes %s for a custom claim like any other', (name) => {
  expect(rowOf(parse(`{"${name}":{"admin":true}}`), DICTIONARY)).toMatchObject({
    path: [name],
    value: { admin: true },
    group: 'custom',
    label: undefined,
  });
});

it('describes the parameters of a header in their order', () => {
  const rows = describeHeader({ typ: 'JWT', alg: 'RS256', kid: 'ins_1', exp: 1 }, {});

  expect(rows.map(({ path, group, label }) => [formatPath(path), group, label])).toEqual([
    ['typ', 'header', 'Type'],
    ['alg', 'header', 'Algorithm'],
    ['kid', 'header', 'Key ID, which key signed it'],
    ['exp', 'header', undefined],
  ]);
});

it.each([
  ['none', 'Not signed at all'],
  ['HS256', 'Shared secret, HMAC with SHA-256'],
  ['EdDSA', 'Edwards-curve signature'],
  ['dir', 'Encrypted with a shared key'],
  ['XY256', undefined],
  [256, undefined] as [unknown, undefined],
  ...PROTOTYPE_NAMES.map((name): [unknown, undefined] => [name, undefined]),
])('explains the algorithm %s as %s', (alg, explanation) => {
  expect(describeHeader({ alg }, {})[0]?.explanation).toBe(explanation);
});

it('explains each algorithm by the size that its name has', () => {
  const sizes = ['HS', 'RS', 'PS', 'ES'].flatMap((family) =>
    [256, 384, 512].map((bits) => ({ alg: `${family}${bits}`, bits })),
  );
  const wrong = sizes.filter(({ alg, bits }) => {
    const explanation = describeHeader({ alg }, {})[0]?.explanation;
    return !explanation?.endsWith(alg === 'ES512' ? '521' : String(bits));
  });

  expect(wrong).toEqual([]);
});

it('gives every claim a row, and every row a claim', () => {
  fc.assert(
    fc.property(claimsLikeToken(), (claims) => {
      const rows = describeClaims(claims, DICTIONARY);

      expect(new Set(rows.map(({ path }) => path.join('\0'))).size).toBe(rows.length);
      for (const { path, value, explanation, label } of rows) {
        expect(follow(claims, path)).toBe(value);
        expect(['string', 'undefined']).toContain(typeof explanation);
        expect(['string', 'undefined']).toContain(typeof label);
      }
      for (const [key, value] of Object.entries(claims)) {
        const members = rows.filter(({ path }) => path[0] === key);
        expect(members.length).toBe(key === 'o' && isRecord(value) ? Math.max(1, Object.keys(value).length) : 1);
      }
    }),
    { numRuns: 500 },
  );
});

it('describes any header without throwing', () => {
  fc.assert(
    fc.property(fc.oneof(jsonObject(), fc.record({ alg: fc.constantFrom(...PROTOTYPE_NAMES) })), (header) => {
      const rows = describeHeader(header, {});

      expect(rows.map(({ path: [key] }) => key)).toEqual(Object.keys(header));
      for (const { explanation } of rows) expect(['string', 'undefined']).toContain(typeof explanation);
    }),
  );
});

/** Known claims with values of any type, among any others. */
function claimsLikeToken(): fc.Arbitrary<Record<string, unknown>> {
  const known = fc.constantFrom('exp', 'scope', 'email_verified', 'sub', 'o', ...PROTOTYPE_NAMES);
  const value = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom('id', 'rol', '__proto__'), fc.jsonValue()));
  return fc.dictionary(fc.oneof(known, fc.string()), value).map((claims) => parse(JSON.stringify(claims)));
}

function follow(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined), value);
}
