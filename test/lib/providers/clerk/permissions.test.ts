import fc from 'fast-check';
import { expect, it } from 'vitest';
import { organizationFeatures, organizationPermissions, scoped } from '@/lib/providers/clerk/permissions.ts';
import { jsonObject } from '../../token/samples.ts';

const permissions = (fea: unknown, per: unknown, fpm: unknown) => organizationPermissions({ fea, o: { per, fpm } });

const seventy = Array.from({ length: 70 }, (_, bit) => `p${bit}`).join(',');

// What `@clerk/shared` 4.41.0 makes of the same claims.
it.each([
  [
    'the example',
    'o:dashboard,o:teams',
    'manage,read',
    '3,2',
    ['org:dashboard:manage', 'org:dashboard:read', 'org:teams:read'],
  ],
  [
    "the user's features left out before masks are counted",
    'u:chat,o:a,uo:b,ou:c',
    'x,y',
    '1,2,3',
    ['org:a:x', 'org:b:y', 'org:c:x', 'org:c:y'],
  ],
  ['a scope that nobody knows left out as well', 'org:a,foo:c,o:b', 'x,y', '1,2', ['org:b:x']],
  ['space around each entry', ' o:a , o:b ', ' x , y ', ' 2 , 1 ', ['org:a:y', 'org:b:x']],
  ['a slug with a colon', 'o:a:b', 'x', '1', ['org:a:b:x']],
  ['an empty name that keeps its bit', 'o:a', 'x,,z', '4', ['org:a:z']],
  ['an empty mask that keeps its place', 'o:a,o:b,o:c', 'x', '1,,1', ['org:a:x', 'org:c:x']],
  ['an empty feature that keeps its place', 'o:,o:b', 'x,y', '0,1', ['org:b:x']],
  ['a mask that is no number', 'o:a,o:b', 'x,y', '-1,2', ['org:b:y']],
  ['a mask in another base', 'o:a,o:b,o:c', 'x,y', '0x3,1e1,2', ['org:c:y']],
  ['fewer masks than features', 'o:a,o:b', 'x,y', '1', ['org:a:x']],
  ['more masks than features', 'o:a', 'x,y', '1,3', ['org:a:x']],
  ['more bits than names', 'o:a', 'x,y', '255', ['org:a:x', 'org:a:y']],
  ['a mask over 2^53', 'o:a', seventy, '9007199254740993', ['org:a:p0', 'org:a:p53']],
  ['a mask over 2^64', 'o:a', seventy, '590295810358705651713', ['org:a:p0', 'org:a:p69']],
  ['no names', 'o:a', '', '1', []],
  ['no masks', 'o:a', 'x', '', []],
])('decodes %s', (_, fea, per, fpm, expected) => {
  expect(permissions(fea, per, fpm)).toEqual(expected);
});

it('reads masks of up to 400 digits, and none of more', () => {
  expect(permissions('o:a', 'x', '9'.repeat(400))).toEqual(['org:a:x']);
  expect(permissions('o:a', 'x', '9'.repeat(401))).toEqual([]);
});

it.each([
  [{}],
  [{ fea: 'o:a' }],
  [{ fea: 'o:a', o: { per: 'x' } }],
  [{ fea: 'o:a', o: { fpm: '1' } }],
  [{ o: { per: 'x', fpm: '1' } }],
  [{ fea: ['o:a'], o: { per: 'x', fpm: '1' } }],
  [{ fea: 'o:a', o: { per: ['x'], fpm: '1' } }],
  [{ fea: 'o:a', o: { per: 'x', fpm: 1 } }],
  [{ fea: 'o:a', o: null }],
  [{ fea: 'o:a', o: 'per,fpm' }],
])('has no permissions in %j', (claims) => {
  expect(organizationPermissions(claims)).toEqual([]);
});

it('decodes the very permissions that were encoded', () => {
  const slugs = fc.uniqueArray(fc.stringMatching(/^[a-z]\w{0,8}$/), { minLength: 1, maxLength: 80 });
  const features = slugs.chain((names) =>
    fc.tuple(
      ...names.map((slug) => fc.record({ slug: fc.constant(slug), scope: fc.constantFrom('o', 'u', 'ou', 'uo') })),
    ),
  );

  fc.assert(
    fc.property(features, slugs, fc.infiniteStream(fc.boolean()), (all, names, grant) => {
      const own = all
        .filter(({ scope }) => scope !== 'u')
        .map(({ slug }) => ({ slug, granted: names.map(() => grant.next().value) }));
      const fea = all.map(({ scope, slug }) => `${scope}:${slug}`).join(',');
      const fpm = own.map(({ granted }) => BigInt(`0b${granted.toReversed().map(Number).join('')}`)).join(',');

      expect(permissions(fea, names.join(','), fpm)).toEqual(
        own.flatMap(({ slug, granted }) => names.filter((_, bit) => granted[bit]).map((name) => `org:${slug}:${name}`)),
      );
    }),
  );
});

it('never throws, and names nothing but features and permissions that it was given', () => {
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom('o', 'u', ':', ',', ' ', '7', 'x')).map((all) => all.join('')),
  );

  fc.assert(
    fc.property(text, text, text, jsonObject(), (fea, per, fpm, o) => {
      for (const permission of permissions(fea, per, fpm)) {
        const known = organizationFeatures(fea).some((feature) =>
          per.split(',').some((name) => permission === `org:${feature}:${name.trim()}`),
        );
        expect(known).toBe(true);
      }
      expect(organizationPermissions({ fea, o })).toEqual(expect.any(Array));
    }),
    { numRuns: 500 },
  );
});

it('takes no longer for a hostile token than for its length', () => {
  const started = performance.now();

  permissions('o:a,'.repeat(16_000), 'p,'.repeat(48_000), '1,'.repeat(16_000));
  permissions('o:a', 'p', '9'.repeat(200_000));

  expect(performance.now() - started).toBeLessThan(1_000);
});

it('reads scopes and slugs, and leaves other entries out', () => {
  expect(scoped('o:pro, u:free ,nothing,:slug,')).toEqual([
    { scope: 'o', slug: 'pro' },
    { scope: 'u', slug: 'free' },
  ]);
  expect(scoped('')).toEqual([]);
});

it('reads back scopes and slugs of any text that can stand between commas', () => {
  const scope = fc.stringMatching(/^[^,:\s]+$/);
  const slug = fc.stringMatching(/^[^,\s]+$/);

  fc.assert(
    fc.property(fc.array(fc.record({ scope, slug })), (entries) => {
      expect(scoped(entries.map((entry) => `${entry.scope}:${entry.slug}`).join())).toEqual(entries);
    }),
  );
});
