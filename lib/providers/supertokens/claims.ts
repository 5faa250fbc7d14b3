import type { ClaimDictionary } from '@/lib/token/claims.ts';
import type { ClaimPath } from '@/lib/token/diff.ts';

/** Access tokens of version 3 to 5. Source: `supertokens-node` 24.0.3, `recipe/session/accessToken.ts`. */
export const SUPERTOKENS_CLAIMS: ClaimDictionary = {
  iss: { group: 'identity', label: 'Issuer: API domain and base path of SuperTokens' },
  sub: { group: 'identity', label: 'User' },
  rsub: {
    group: 'identity',
    label: 'User of the recipe that signed in',
    explain: (value, { sub }) =>
      value === sub ? 'The same user: no accounts are linked, or this is the primary one' : 'A linked account',
  },
  tId: {
    group: 'identity',
    label: 'Tenant',
    explain: (value) => (value === 'public' ? 'The default tenant' : undefined),
  },
  sessionHandle: { group: 'identity', label: 'Session, the same in all of its tokens' },
  refreshTokenHash1: { group: 'identity', label: 'Hash of the refresh token that belongs to it' },
  parentRefreshTokenHash1: {
    group: 'identity',
    label: 'Hash of the refresh token that was used up for it',
    explain: (value) =>
      value === null
        ? 'The server has seen this token, or one before it, in use'
        : 'Fresh from a refresh: the next verified API call replaces it once more',
  },
  antiCsrfToken: {
    group: 'access',
    label: 'Anti-CSRF token',
    explain: (value) => (value === null ? 'Not by token: a custom header or SameSite protects' : 'Sent as anti-csrf'),
  },
  stt: {
    group: 'identity',
    label: 'Session token type',
    explain: (value) => (value === 0 ? 'Access token of a session' : undefined),
  },
};

export const SUPERTOKENS_HEADER: ClaimDictionary = {
  version: { group: 'header', label: 'Version of the claims format' },
  kid: {
    group: 'header',
    label: 'Key ID, which key signed it',
    explain: (value) =>
      typeof value === 'string' ? (value.startsWith('d-') ? 'A dynamic key' : 'A static key') : undefined,
  },
  uid: { group: 'header', label: 'User, as sFrontToken has it beside the claims' },
  ate: {
    group: 'header',
    label: 'Access token’s expiry in milliseconds, by which the page’s SDK goes',
    explain: (value) => (typeof value === 'number' ? new Date(value).toUTCString() : undefined),
  },
};

const EXPECTED = new Set(['iat', 'exp', 'refreshTokenHash1', 'parentRefreshTokenHash1', 'antiCsrfToken']);

export const isExpectedChange = ([name = '', ...rest]: ClaimPath): boolean => rest.length === 0 && EXPECTED.has(name);
