import type { Claims } from '@/lib/token/decode.ts';
import { isRecord } from '@/lib/token/json.ts';

/**
 * The organization permissions of a version 2 session token, as `org:<feature>:<permission>`.
 *
 * `o.fpm` holds one decimal bitmask for each organization feature in `fea` (scope `o`, `ou` or `uo`), in their order;
 * bit k, least significant first, stands for the k-th name in `o.per`. Masks may exceed 2^53. Empty entries keep their place.
 * Source: `@clerk/shared` 4.41.0, `jwtPayloadParser`.
 */
export function organizationPermissions(claims: Claims): string[] {
  const { fea, o } = claims;
  if (typeof fea !== 'string' || !isRecord(o) || typeof o['per'] !== 'string' || typeof o['fpm'] !== 'string')
    return [];
  const names = list(o['per']);
  const masks = list(o['fpm']);
  return organizationFeatures(fea).flatMap((feature, index) => {
    const bits = bitsOf(masks[index] ?? '');
    return names
      .slice(0, bits.length)
      .filter((name, place) => name !== '' && bits[place] === '1')
      .map((permission) => `org:${feature}:${permission}`);
  });
}

/** The features of `fea` that belong to the organization, without their scope. */
export function organizationFeatures(fea: string): string[] {
  return scoped(fea)
    .filter(({ scope }) => ['o', 'ou', 'uo'].includes(scope))
    .map(({ slug }) => slug);
}

export interface Scoped {
  /** `o` organization, `u` user, or both. */
  readonly scope: string;
  readonly slug: string;
}

/** `o:pro,u:free` → scopes and slugs; entries without a scope are left out. */
export function scoped(value: string): Scoped[] {
  return list(value).flatMap((entry) => {
    const colon = entry.indexOf(':');
    return colon > 0 ? [{ scope: entry.slice(0, colon), slug: entry.slice(colon + 1) }] : [];
  });
}

const list = (value: string) => value.split(',').map((entry) => entry.trim());

/** Least significant first; none where it is not a number. */
const bitsOf = (decimal: string) => (/^\d{1,400}$/.test(decimal) ? [...BigInt(decimal).toString(2)].toReversed() : []);
