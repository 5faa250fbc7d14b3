import type { Claims } from '@/lib/token/decode.ts';
import { isRecord } from '@/lib/token/json.ts';

/**
 * The organization permissions of a version 2 session token, as `org:<feature>:<permission>`.
 *
 * `o.fpm` holds one decimal bitmask for each organization feature in `fea` (scope `o`, `ou` or `uo`), in their order;
 * bit k, least significant first, stands for the k-th name in `o.per`. Masks may exceed 2^53.
 * Source: `@clerk/shared` 4.41.0, `jwtPayloadParser`.
 */
export function organizationPermissions(claims: Claims): string[] {
  const { fea, o } = claims;
  if (typeof fea !== 'string' || !isRecord(o) || typeof o['per'] !== 'string' || typeof o['fpm'] !== 'string')
    return [];
  const names = list(o['per']);
  const masks = list(o['fpm']).map(toMask);
  return organizationFeatures(fea).flatMap((feature, index) => {
    const mask = masks[index] ?? 0n;
    return names.filter((_, bit) => (mask >> BigInt(bit)) & 1n).map((permission) => `org:${feature}:${permission}`);
  });
}

/** The features of `fea` that belong to the organization, without their scope. */
export function organizationFeatures(fea: string): string[] {
  return scoped(fea)
    .filter(({ scope }) => scope.includes('o'))
    .map(({ slug }) => slug);
}

export interface Scoped {
  /** `o` organization, `u` user, or both. */
  readonly scope: string;
  readonly slug: string;
}

/** `o:pro,u:free` → scopes and slugs; entries of any other form are left out. */
export function scoped(value: string): Scoped[] {
  return list(value).flatMap((entry) => {
    const [scope, slug] = entry.split(':');
    return scope && slug ? [{ scope, slug }] : [];
  });
}

const list = (value: string) =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);

const toMask = (decimal: string) => (/^\d{1,400}$/.test(decimal) ? BigInt(decimal) : 0n);
