import type { ClaimDictionary } from '@/lib/token/claims.ts';
import type { Claims } from '@/lib/token/decode.ts';
import type { ClaimPath } from '@/lib/token/diff.ts';
import { rolesIn } from './tokens.ts';

/** One dictionary serves the session and the tokens inside it: only the session has a token among its claims. */
const isSession = (claims: Claims) => Object.hasOwn(claims, 'roqAccessToken');

const ofSession =
  (text: string) =>
  (_: unknown, claims: Claims): string | undefined =>
    isSession(claims) ? text : undefined;

/** Why the cookie's own date is no measure: `getNewExpiry` adds the timeout times 1,000 to seconds. */
export const COOKIE_DATE_NOTE =
  'Means nothing for ROQ: the session ends with roqAccessToken. @roq/nextjs begins with 24 hours, and a call of /api/auth/session moves the date years ahead.';

/** `@roq/nextjs` 2.0.3, `lib/session.js`; version 1 has the same claims and no `nbf`. */
export const ROQ_CLAIMS: ClaimDictionary = {
  id: { group: 'identity', label: 'Session, new with every refetch' },
  roqUserId: { group: 'identity', label: 'User' },
  roqEnvironmentId: { group: 'identity', label: 'ROQ environment' },
  firstName: { group: 'identity', label: 'First name' },
  lastName: { group: 'identity', label: 'Last name' },
  email: { group: 'identity', label: 'E-mail address' },
  timezone: { group: 'identity', label: 'Time zone' },
  locale: { group: 'identity', label: 'Language' },
  tenantId: { group: 'organization', label: 'Tenant' },
  roles: {
    group: 'organization',
    label: 'Roles',
    explain: (roles) => rolesIn(roles).join(', ') || undefined,
  },
  notificationToken: { group: 'access', label: 'Opens the notifications of ROQ' },
  roqAccessToken: {
    group: 'access',
    label: 'Access token of ROQ’s platform',
    explain: () => 'The session lives as long as it does, and the countdown runs on its exp',
  },
  roqIdToken: {
    group: 'access',
    label: 'ID token of ROQ’s platform',
    explain: () => 'Roles, tenant and name are in it',
  },
  roqRefreshToken: {
    group: 'access',
    label: 'Refresh token of ROQ’s platform, opaque',
    explain: () =>
      'Stays the same across refetches: @roq/nextjs never takes a new one. Whoever can read this cookie can read it',
  },
  iat: { group: 'time', label: 'Issued', time: true, explain: ofSession('signed anew with every session call') },
  exp: {
    group: 'time',
    label: 'Expires',
    time: true,
    explain: (_, claims) => (isSession(claims) ? explainExpiry(claims) : undefined),
  },
};

/** Seconds. */
const YEAR = 365 * 24 * 3_600;

/** Version 1 signs the session's own end; version 2 has it in the cookie's date alone. */
function explainExpiry({ iat, exp }: Claims): string {
  return Number(exp) - Number(iat) === YEAR
    ? 'means nothing, as @roq/nextjs 2 always says a year from signing. The session ends with roqAccessToken, whatever this or the cookie’s own date says'
    : 'the session ends with roqAccessToken, where that is sooner';
}

/** What is new in the tokens inside with every refetch. The session's own id is new too, and worth telling. */
const NEW_WITH_TOKEN: ReadonlySet<string> = new Set(['iat', 'exp', 'nbf', 'jti', 'notificationToken']);

export const isExpectedChange = ([token, claim, ...deeper]: ClaimPath): boolean =>
  (token === 'roqAccessToken' || token === 'roqIdToken') &&
  claim !== undefined &&
  deeper.length === 0 &&
  NEW_WITH_TOKEN.has(claim);
