import { decodeToken, type Claims, type DecodedToken } from '@/lib/token/decode.ts';

/** What a session of ROQ says of its owner. */
export interface RoqIdentity {
  readonly session: string | undefined;
  readonly user: string | undefined;
  readonly label: string | undefined;
  readonly organization: { readonly id: string; readonly label: string; readonly role: string } | undefined;
}

/** `@roq/nextjs` signs its session itself, around the tokens that it got from ROQ's platform. */
export function isSessionToken(token: DecodedToken): boolean {
  return (
    token.format === 'jws' &&
    token.header['alg'] === 'HS256' &&
    typeof token.claims['roqUserId'] === 'string' &&
    claimsWithin(token.claims, 'roqAccessToken') !== undefined
  );
}

/** Session, user and tenant; name, roles and tenant are in the ID token alone, which need not be there. */
export function identify(claims: Claims): RoqIdentity {
  const person = claimsWithin(claims, 'roqIdToken') ?? {};
  const name = [person['firstName'], person['lastName']].filter(isText).join(' ');
  return {
    session: textIn(claims, 'id'),
    user: textIn(claims, 'roqUserId'),
    label: textIn(person, 'email') ?? (name === '' ? undefined : name),
    organization: organizationOf(person),
  };
}

function organizationOf(person: Claims): RoqIdentity['organization'] {
  const id = textIn(person, 'tenantId');
  const roles = rolesIn(person['roles']);
  if (id === undefined && roles.length === 0) return undefined;
  return { id: id ?? '', label: id ?? 'no tenant', role: roles.join(', ') || 'no role' };
}

export const rolesIn = (roles: unknown): string[] => (Array.isArray(roles) ? roles.filter(isText) : []);

function claimsWithin(claims: Claims, name: string): Claims | undefined {
  const raw = claims[name];
  const token = typeof raw === 'string' ? decodeToken(raw) : undefined;
  return token?.format === 'jws' ? token.claims : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

function textIn(claims: Claims, name: string): string | undefined {
  const value = claims[name];
  return isText(value) ? value : undefined;
}
