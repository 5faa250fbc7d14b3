import type { Claims } from '@/lib/token/decode.ts';
import { isRecord, sameJson } from '@/lib/token/json.ts';
import type { PlainJson } from '../page.ts';
import type { ClaimOrigin } from '../provider.ts';
import { organizationFeatures, organizationPermissions } from './permissions.ts';

/** Names that developers give to custom claims, beside those of the source itself. */
const ALIASES: Readonly<Record<string, string>> = {
  metadata: 'user.publicMetadata',
  email: 'user.primaryEmailAddress',
  primary_email: 'user.primaryEmailAddress',
  name: 'user.fullName',
  given_name: 'user.firstName',
  family_name: 'user.lastName',
};

/** Which claims of a session token come from the user's membership, and which custom ones from the user, under another name. */
export function clerkClaimOrigins(
  claims: Claims,
  source: (name: string) => PlainJson | undefined,
): readonly ClaimOrigin[] {
  const aliased = Object.entries(ALIASES)
    .filter(([claim]) => Object.hasOwn(claims, claim))
    .map(([claim, name]) => ({ claim, source: name, agrees: (value: PlainJson) => sameJson(value, claims[claim]) }));
  return [...aliased, ...organizationOrigins(claims, source)];
}

/** Of two organizations nothing can be compared: the token is then about another one than the page shows. */
function organizationOrigins(claims: Claims, source: (name: string) => PlainJson | undefined): ClaimOrigin[] {
  const { o, org_id: id, org_role: role, org_slug: slug, org_permissions: permissions } = claims;
  const active = source('organization.id');
  if (active === undefined) return [];
  if (isRecord(o) && o['id'] === active) return membershipOrigins(claims, o);
  if (id !== active) return [];
  return [
    equal('org_role', 'organization.role', role),
    equal('org_slug', 'organization.slug', slug),
    ...(Array.isArray(permissions) ? [permissionOrigin('org_permissions', permissions, () => true)] : []),
  ];
}

function membershipOrigins(claims: Claims, o: Readonly<Record<string, unknown>>): ClaimOrigin[] {
  const features = new Set(typeof claims['fea'] === 'string' ? organizationFeatures(claims['fea']) : []);
  // Version 2 carries the permissions of features that the plan has, and no others.
  const carried = (permission: string) => features.has(permission.split(':')[1] ?? '');
  return [
    equal('o.rol', 'organization.role', typeof o['rol'] === 'string' ? `org:${o['rol']}` : undefined),
    equal('o.slg', 'organization.slug', o['slg']),
    ...(typeof o['fpm'] === 'string' ? [permissionOrigin('o.fpm', organizationPermissions(claims), carried)] : []),
  ];
}

const equal = (claim: string, source: string, value: unknown): ClaimOrigin => ({
  claim,
  source,
  agrees: (now) => value === undefined || sameJson(value, now),
});

/** Clerk's own permissions (`org:sys_…`) are never in a token. */
function permissionOrigin(
  claim: string,
  inToken: readonly unknown[],
  carried: (permission: string) => boolean,
): ClaimOrigin {
  return {
    claim,
    source: 'organization.permissions',
    agrees: (now) => {
      if (!Array.isArray(now)) return true;
      const due = now.filter(
        (each): each is string => typeof each === 'string' && !each.startsWith('org:sys_') && carried(each),
      );
      return sameJson([...due].toSorted(), inToken.map(String).toSorted());
    },
  };
}
