import type { Claims } from './decode.ts';
import { formatPath, type ClaimPath } from './diff.ts';
import { isNumericDate } from './expiry.ts';
import { isRecord, ownMember } from './json.ts';

export type ClaimGroup = 'custom' | 'organization' | 'time' | 'identity' | 'access' | 'header';

export interface ClaimInfo {
  readonly group: ClaimGroup;
  /** What the claim is, in two or three words. */
  readonly label: string;
  /** What this value says, where that is more than the label; undefined where the value is not of the claim's type. */
  readonly explain?: (value: unknown, claims: Claims) => string | undefined;
  /** The value is a NumericDate. */
  readonly time?: true;
}

/** Claims by their path (`sub`, `o.rol`). */
export type ClaimDictionary = Readonly<Record<string, ClaimInfo>>;

export interface ClaimRow {
  readonly path: ClaimPath;
  readonly value: unknown;
  readonly group: ClaimGroup;
  /** Undefined for a custom claim: unknown claims say nothing rather than guess. */
  readonly label: string | undefined;
  readonly explanation: string | undefined;
  readonly time: boolean;
  /** A known claim whose value is not of its type. */
  readonly problem: string | undefined;
}

const id = (label: string, explain?: ClaimInfo['explain']): ClaimInfo =>
  explain ? { group: 'identity', label, explain } : { group: 'identity', label };
const access = (label: string, explain?: ClaimInfo['explain']): ClaimInfo =>
  explain ? { group: 'access', label, explain } : { group: 'access', label };
const time = (label: string): ClaimInfo => ({ group: 'time', label, time: true });

const yesNo = (yes: string, no: string) => (value: unknown) =>
  value === true ? yes : value === false ? no : undefined;

/** RFC 7519 section 4.1, OpenID Connect Core 1.0 sections 2 and 5.1, RFC 9068 section 2.2, RFC 8693 section 4, RFC 7800 section 3.1. */
export const STANDARD_CLAIMS: ClaimDictionary = {
  iss: id('Issuer, who minted it'),
  sub: id('Subject, whom it is about'),
  aud: id('Audience, who may accept it'),
  jti: id('Token ID, new in every token'),
  exp: time('Expires'),
  nbf: time('Not valid before'),
  iat: time('Issued'),
  auth_time: time('Signed in'),
  updated_at: time('Profile last changed'),
  azp: id('Authorized party, who asked for it'),
  act: id('Actor, who acts in the name of the subject'),
  may_act: id('Who may act in the name of the subject'),
  cnf: id('Key that the sender must prove to have'),
  sid: id('Session'),
  nonce: id('Nonce, ties it to the request'),
  acr: access('Authentication class'),
  amr: access('Authentication methods'),
  at_hash: id('Hash of the access token'),
  c_hash: id('Hash of the code'),
  s_hash: id('Hash of the state'),
  client_id: id('Client that asked for it'),
  scope: access('Scopes', (value) => (typeof value === 'string' ? value.split(' ').join(', ') : undefined)),
  roles: access('Roles'),
  groups: access('Groups'),
  entitlements: access('Entitlements'),
  name: id('Full name'),
  given_name: id('First name'),
  family_name: id('Last name'),
  middle_name: id('Middle name'),
  nickname: id('Nickname'),
  preferred_username: id('User name'),
  profile: id('Profile page'),
  picture: id('Picture'),
  website: id('Web site'),
  email: id('E-mail address'),
  email_verified: id(
    'E-mail address verified',
    yesNo('The issuer has checked the address', 'Not checked by the issuer'),
  ),
  gender: id('Gender'),
  birthdate: id('Date of birth'),
  zoneinfo: id('Time zone'),
  locale: id('Language'),
  phone_number: id('Phone number'),
  phone_number_verified: id('Phone number verified', yesNo('The issuer has checked it', 'Not checked by the issuer')),
  address: id('Postal address'),
};

/** RFC 7515 section 4.1 and RFC 7516 section 4.1. */
export const STANDARD_HEADER: ClaimDictionary = {
  alg: header('Algorithm', (value) => (typeof value === 'string' ? ownMember(ALGORITHMS, value) : undefined)),
  enc: header('Content encryption'),
  typ: header('Type'),
  cty: header('Content type'),
  kid: header('Key ID, which key signed it'),
  jku: header('Where the keys are'),
  jwk: header('Public key'),
  x5u: header('Where the certificates are'),
  x5c: header('Certificate chain'),
  x5t: header('Certificate thumbprint, SHA-1'),
  'x5t#S256': header('Certificate thumbprint, SHA-256'),
  zip: header('Compression'),
  crit: header('Must be understood'),
};

/** RFC 7518 section 3.1; RFC 8037 for EdDSA. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  none: 'Not signed at all',
  HS256: 'Shared secret, HMAC with SHA-256',
  HS384: 'Shared secret, HMAC with SHA-384',
  HS512: 'Shared secret, HMAC with SHA-512',
  RS256: 'RSA signature, SHA-256',
  RS384: 'RSA signature, SHA-384',
  RS512: 'RSA signature, SHA-512',
  PS256: 'RSA-PSS signature, SHA-256',
  PS384: 'RSA-PSS signature, SHA-384',
  PS512: 'RSA-PSS signature, SHA-512',
  ES256: 'ECDSA signature, P-256',
  ES384: 'ECDSA signature, P-384',
  ES512: 'ECDSA signature, P-521',
  EdDSA: 'Edwards-curve signature',
  dir: 'Encrypted with a shared key',
};

function header(label: string, explain?: ClaimInfo['explain']): ClaimInfo {
  return explain ? { group: 'header', label, explain } : { group: 'header', label };
}

/** The order in which groups are shown: what the developer put there first. */
const ORDER: readonly ClaimGroup[] = ['custom', 'organization', 'time', 'identity', 'access', 'header'];

/**
 * A token's claims with what they mean, grouped. Members of an object have rows of their own
 * where the dictionary knows them (`o.rol`); other objects are one row.
 */
export function describeClaims(claims: Claims, dictionary: ClaimDictionary): ClaimRow[] {
  const known: ClaimDictionary = { ...STANDARD_CLAIMS, ...dictionary };
  const parents = new Set(
    Object.keys(known)
      .filter((key) => key.includes('.'))
      .map((key) => key.slice(0, key.lastIndexOf('.'))),
  );

  const rowsOf = (members: Claims, parent: ClaimPath): ClaimRow[] =>
    Object.entries(members).flatMap(([key, value]) => {
      const path = [...parent, key];
      return isRecord(value) && Object.keys(value).length > 0 && parents.has(formatPath(path))
        ? rowsOf(value, path)
        : [describe(path, value, known, claims)];
    });

  const rows = rowsOf(claims, []);
  return ORDER.flatMap((group) => rows.filter((row) => row.group === group));
}

/** A token's header parameters with what they mean. */
export function describeHeader(parameters: Claims, dictionary: ClaimDictionary): ClaimRow[] {
  const known: ClaimDictionary = { ...STANDARD_HEADER, ...dictionary };
  return Object.entries(parameters).map(([key, value]) => ({
    ...describe([key], value, known, parameters),
    group: 'header',
  }));
}

function describe(path: ClaimPath, value: unknown, known: ClaimDictionary, claims: Claims): ClaimRow {
  const name = formatPath(path);
  // A dot inside a name is no step into an object: a claim called `o.rol` is not Clerk's `rol` of `o`.
  const info = path.some((key) => key.includes('.')) ? undefined : ownMember(known, name);
  const problem =
    info?.time && !isNumericDate(value)
      ? 'Not a NumericDate: a number of seconds since 1970 is expected here'
      : undefined;
  return {
    path,
    value,
    group: info?.group ?? 'custom',
    label: info?.label,
    explanation: info?.explain?.(value, claims),
    time: info?.time === true && problem === undefined,
    problem,
  };
}
