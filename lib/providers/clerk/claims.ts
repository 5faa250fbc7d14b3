import type { ClaimDictionary, ClaimInfo } from '@/lib/token/claims.ts';
import type { ClaimPath } from '@/lib/token/diff.ts';
import { isRecord, ownMember } from '@/lib/token/json.ts';
import { organizationPermissions, scoped } from './permissions.ts';

type Explain = NonNullable<ClaimInfo['explain']>;

const text =
  (explain: (value: string) => string | undefined): Explain =>
  (value) =>
    typeof value === 'string' ? explain(value) : undefined;

const WHOSE: Readonly<Record<string, string>> = {
  o: 'organization',
  u: 'user',
  ou: 'organization and user',
  uo: 'user and organization',
};
const whose = (scope: string) => ownMember(WHOSE, scope) ?? scope;

const factorAge = (minutes: unknown, name: string) => {
  if (minutes === -1) return `no ${name} factor`;
  return typeof minutes === 'number' ? `${name} factor ${minutes} min ago` : undefined;
};

/** Session tokens of version 1 (no `v`) and 2. Source: clerk.com/docs, guides/sessions/session-tokens; `@clerk/shared` 4.41.0. */
export const CLERK_CLAIMS: ClaimDictionary = {
  v: { group: 'identity', label: 'Version of the claims format' },
  iss: { group: 'identity', label: 'Issuer, the Clerk instance', explain: text(issuer) },
  sub: { group: 'identity', label: 'User' },
  sid: { group: 'identity', label: 'Session' },
  azp: { group: 'identity', label: 'Origin that asked for it' },
  jti: { group: 'identity', label: 'Token ID, new in every token' },
  sts: {
    group: 'identity',
    label: 'Session status',
    explain: text((status) =>
      status === 'pending'
        ? 'Signed in, but a session task is still to do'
        : status === 'active'
          ? 'All is allowed'
          : undefined,
    ),
  },
  act: {
    group: 'identity',
    label: 'Actor: somebody acts as this user',
    explain: (value) =>
      isRecord(value) && typeof value['sub'] === 'string' ? `Impersonated by ${value['sub']}` : undefined,
  },
  fva: {
    group: 'access',
    label: 'Minutes since each factor was verified',
    explain: (value) => {
      if (!Array.isArray(value)) return undefined;
      const parts = [factorAge(value[0], 'first'), factorAge(value[1], 'second')].filter(Boolean).join(', ');
      return parts ? parts[0]?.toUpperCase() + parts.slice(1) : undefined;
    },
  },
  pla: {
    group: 'access',
    label: 'Plan',
    explain: text(
      (value) =>
        scoped(value)
          .map(({ scope, slug }) => `Plan ${slug}, of the ${whose(scope)}`)
          .join('; ') || undefined,
    ),
  },
  fea: {
    group: 'access',
    label: 'Features',
    explain: text(
      (value) =>
        scoped(value)
          .map(({ scope, slug }) => `${slug} (${whose(scope)})`)
          .join(', ') || undefined,
    ),
  },
  'o.id': { group: 'organization', label: 'Active organization' },
  'o.rol': { group: 'organization', label: 'Role', explain: text((role) => `Role org:${role}`) },
  'o.slg': { group: 'organization', label: 'Slug' },
  'o.per': { group: 'organization', label: 'Permission names, used by o.fpm' },
  'o.fpm': {
    group: 'organization',
    label: 'Permissions as bitmasks, one for each organization feature',
    explain: (_, claims) => organizationPermissions(claims).join(' ') || undefined,
  },
  org_id: { group: 'organization', label: 'Active organization' },
  org_role: { group: 'organization', label: 'Role' },
  org_slug: { group: 'organization', label: 'Slug' },
  org_permissions: { group: 'organization', label: 'Permissions' },
};

/** `cat` values: `@clerk/backend` 3.25.0, `tokens/jwtCategories`. */
const CATEGORIES: Readonly<Record<string, string>> = {
  cl_B7d4PD111AAA: 'A session token',
  cl_B7d4PD222AAA: 'A JWT template token',
  cl_B7d4PD333AAA: 'A machine-to-machine token',
};

export const CLERK_HEADER: ClaimDictionary = {
  cat: { group: 'header', label: 'Token category', explain: text((value) => ownMember(CATEGORIES, value)) },
  oiat: { group: 'header', label: 'When the claims were read from the database', time: true },
  kid: { group: 'header', label: 'Key of the instance that signed it' },
};

/** `fva` counts minutes, so it moves with time alone. */
export const isExpectedChange = (path: ClaimPath) => path.length === 1 && path[0] === 'fva';

function issuer(value: string): string | undefined {
  return /\.(?:clerk\.accounts|lclclerk)\.(?:dev|com)$/.test(value) ? 'A development instance' : undefined;
}
