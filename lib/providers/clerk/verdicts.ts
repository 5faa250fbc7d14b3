import { ownMember } from '@/lib/token/json.ts';
import type { SaidResponse, Verdict, VerdictReader } from '../provider.ts';

type Words = readonly [headline: string, ...reasons: string[]];

const CLOCK = 'The two clocks disagree by more than the 5 s that Clerk allows: set them by the network’s time.';
const KEYS =
  'Its keys are those of another instance: CLERK_SECRET_KEY, CLERK_JWT_KEY and the publishable key must be of one.';
const NETWORK = 'The server could not get the instance’s keys: see its network, or set CLERK_JWT_KEY to need none.';

/** `AuthErrorReason` of `tokens/authStatus.ts`, and the two that are written as text. */
const AUTH_REASONS: Readonly<Record<string, Words>> = {
  'client-uat-but-no-session-token': [
    'No session token, though the browser is signed in',
    '__client_uat says that somebody is signed in, but no __session came with the request.',
  ],
  'dev-browser-missing': [
    'No development browser',
    'A development instance needs __clerk_db_jwt, and the request had none: cookies were cleared, or it is another host.',
  ],
  'dev-browser-sync': ['The development browser is being set up', 'The address carries __clerk_db_jwt, to be kept.'],
  'primary-responds-to-syncing': [
    'The primary domain answers a satellite',
    'Part of signing in on a satellite domain.',
  ],
  'primary-domain-cross-origin-sync': [
    'Comes from another domain of the same instance',
    'The primary domain looks whether its session is still the one that the satellite knows.',
  ],
  'satellite-needs-syncing': [
    'The satellite domain does not know the session yet',
    'It asks the primary domain for it.',
  ],
  'session-token-and-uat-missing': [
    'Nobody is signed in',
    'The request carried neither a session token nor __client_uat. Was it sent to another host, or without credentials?',
  ],
  'session-token-missing': ['No session token', 'The request carried no __session and no Authorization.'],
  'session-token-expired': ['The session token had expired'],
  'session-token-iat-before-client-uat': [
    'The session token is older than the last change of the client',
    '__client_uat is later than the token’s iat: somebody signed in or out since. A new token is needed.',
  ],
  'session-token-nbf': ['The session token is not valid yet', 'Its nbf is ahead of the server’s time.', CLOCK],
  'session-token-iat-in-the-future': [
    'The session token is from the future',
    'Its iat is ahead of the server’s time.',
    CLOCK,
  ],
  'session-token-but-no-client-uat': [
    'A session token without __client_uat',
    'The cookie that says when the client last changed did not come with it: another path or domain, or it was cleared.',
  ],
  'active-organization-mismatch': [
    'Another organization is active than the address asks for',
    'organizationSyncOptions names the organization by the path; the session’s is another.',
  ],
  'token-type-mismatch': [
    'A token of another kind than this endpoint takes',
    'acceptsToken of the endpoint does not name it: a machine’s token where a session’s is wanted, or the other way.',
  ],
  'unexpected-error': ['Clerk’s backend SDK failed in an unexpected way', 'The server’s log says more.'],
  'protect-rewrite': ['The page is protected', 'auth.protect() hid it from whoever is not allowed to see it.'],
  'No token in header': ['No token in Authorization', 'The endpoint takes tokens from that header only.'],
};

/** `TokenVerificationErrorReason` of `errors.ts`. */
const VERIFICATION_REASONS: Readonly<Record<string, Words>> = {
  'token-expired': ['The token had expired'],
  'token-invalid': ['Not a token of Clerk’s', 'It cannot be read as a JWT, or is of the wrong type.'],
  'token-invalid-algorithm': [
    'The token is signed in another way than Clerk’s',
    'Only RS256, RS384 and RS512 are taken.',
  ],
  'token-invalid-authorized-parties': [
    'The token was minted for another origin',
    'Its azp is not among the authorizedParties that the server was given.',
  ],
  'token-invalid-issuer': ['The token is of another issuer', 'Its iss is not the instance’s.', KEYS],
  'token-invalid-signature': ['The token’s signature is wrong', 'It is of another instance, or was changed.', KEYS],
  'token-not-active-yet': ['The token is not valid yet', 'Its nbf is ahead of the server’s time.', CLOCK],
  'token-iat-in-the-future': ['The token is from the future', 'Its iat is ahead of the server’s time.', CLOCK],
  'token-verification-failed': ['The token could not be verified', 'The server’s log says more.'],
  'secret-key-invalid': ['The server’s secret key is wrong', 'Clerk does not know CLERK_SECRET_KEY.'],
  'jwk-local-missing': ['The server’s CLERK_JWT_KEY holds no key', 'Copy it anew from Clerk’s dashboard.'],
  'jwk-remote-failed-to-load': ['The instance’s keys could not be loaded', NETWORK],
  'jwk-remote-invalid': ['The instance’s keys cannot be read', NETWORK],
  'jwk-remote-missing': ['The instance has no keys', NETWORK],
  'jwk-failed-to-resolve': [
    'No key to verify the token with',
    'The server has neither CLERK_JWT_KEY nor CLERK_SECRET_KEY.',
  ],
  'jwk-kid-mismatch': ['The instance has no key of the token’s kid', KEYS],
};

/** `RefreshTokenErrorReason` of `tokens/request.ts`: why the backend did not refresh an expired token by itself. */
const REFRESH_REASONS: Readonly<Record<string, string>> = {
  'non-eligible-no-refresh-cookie':
    'The server could not refresh it by itself: no __refresh cookie came with the request.',
  'non-eligible-non-get': 'The server refreshes only on GET by itself.',
  'invalid-session-token': 'The server refreshed it, and could not verify what it got.',
  'missing-api-client': 'The server could not refresh it: its SDK was given no API client.',
  'missing-session-token': 'The server could not refresh it: no session token to start from.',
  'missing-refresh-token': 'The server could not refresh it: no refresh token to start from.',
  'expired-session-token-decode-failed': 'The server could not refresh it: the expired token cannot be read.',
  'expired-session-token-missing-sid-claim': 'The server could not refresh it: the expired token names no session.',
  'fetch-error': 'The server could not refresh it: Clerk’s API was not reached.',
  'unexpected-sdk-error': 'The server could not refresh it: Clerk’s backend SDK failed.',
  'unexpected-bapi-error': 'The server could not refresh it: Clerk’s API failed.',
};

const EXPIRED = 'session-token-expired-refresh-';

/** Of the Frontend API, which the SDK talks to: `{ errors: [{ code, message, long_message }] }`. */
const API_CODES: Readonly<Record<string, string>> = {
  dev_browser_unauthenticated: 'The development browser is not known any more; the SDK gets a new one.',
  requires_captcha: 'The SDK shows a CAPTCHA and asks again.',
  resource_not_found:
    'The session was ended, on this device or by an administrator; the SDK looks again who is signed in.',
  session_not_found:
    'The session was ended, on this device or by an administrator; the SDK looks again who is signed in.',
  signed_out: 'The client has no session any more.',
  too_many_requests: 'Clerk limits how often it is asked. The SDK tries again later.',
};

/**
 * What `@clerk/backend` 3.25.0 says of a request (`tokens/authStatus.ts`, `withDebugHeaders`): it writes these headers
 * on responses to requests that it takes for signed out, or sends on a handshake, and on no others.
 */
export const CLERK_VERDICTS: VerdictReader = {
  headers: ['x-clerk-auth-status', 'x-clerk-auth-reason', 'x-clerk-auth-message'],
  words: [
    ...Object.keys(AUTH_REASONS),
    ...Object.keys(VERIFICATION_REASONS),
    ...[...Object.keys(REFRESH_REASONS), 'null'].map((reason) => EXPIRED + reason),
    ...Object.keys(API_CODES),
    'signed-in',
    'signed-out',
    'handshake',
  ],
  speaksAt: () => false,
  read,
};

function read(response: SaidResponse): Verdict | undefined {
  return ofBackend(response) ?? ofApi(response);
}

function ofApi({ status, url, said }: SaidResponse): Verdict | undefined {
  const code = said['body.errors.0.code'];
  if (code === undefined || status < 400 || !url?.searchParams.has('_clerk_js_version')) return undefined;
  const message = said['body.errors.0.message'];
  const known = ownMember(API_CODES, code);
  return {
    tone: 'bad',
    reason: code,
    headline: message === undefined ? 'Clerk’s API refused' : `Clerk’s API refused: ${message}`,
    reasons: known === undefined ? [] : [known],
  };
}

function ofBackend({ said }: SaidResponse): Verdict | undefined {
  const status = said['x-clerk-auth-status'];
  const reason = said['x-clerk-auth-reason'];
  const message = said['x-clerk-auth-message'];
  if (status === undefined && reason === undefined) return undefined;
  const [headline, ...reasons] = wordsFor(reason ?? '', message ?? '');
  const handshake = status === 'handshake';
  return {
    tone: handshake || status === 'signed-in' ? 'neutral' : 'bad',
    reason: reason ?? status ?? '',
    headline,
    reasons: [
      ...reasons,
      ...(handshake ? ['The browser is sent to Clerk for a new token, and comes back with it: a handshake.'] : []),
    ],
  };
}

function wordsFor(reason: string, message: string): Words {
  if (reason.startsWith(EXPIRED)) return expired(message, reason.slice(EXPIRED.length));
  if (reason === 'token-expired' || reason === 'session-token-expired') return expired(message);
  const known = ownMember(AUTH_REASONS, reason) ?? ownMember(VERIFICATION_REASONS, reason);
  return (
    known ?? ['Signed out', ...(reason === '' ? [] : [`Clerk’s backend says “${reason}”, which is not known here.`])]
  );
}

/** The message has both times: `JWT is expired. Expiry date: …, Current date: …` (`jwt/assertions.ts`). */
function expired(message: string, refresh?: string): Words {
  const late = latenessIn(message);
  return [
    late === undefined ? 'The session token had expired' : `The session token had expired ${late} s before`,
    ...(refresh === undefined || refresh === 'null' ? [] : [refreshWords(refresh)]),
  ];
}

const refreshWords = (reason: string) =>
  ownMember(REFRESH_REASONS, reason) ?? `The server could not refresh it: Clerk’s API says “${reason}”.`;

function latenessIn(message: string): number | undefined {
  const [, expiry = '', current = ''] = /Expiry date: (.+?), Current date: (.+?)\.(?: |$)/.exec(message) ?? [];
  const late = Math.round((Date.parse(current) - Date.parse(expiry)) / 1_000);
  return Number.isFinite(late) && late >= 0 ? late : undefined;
}
