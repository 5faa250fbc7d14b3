import type { Claims, DecodedToken } from '@/lib/token/decode.ts';
import type { HeldBack, Provider, SignedToken } from '../provider.ts';
import { CLERK_ACTIONS } from './actions.ts';
import { CLERK_CLAIMS, CLERK_HEADER, isExpectedChange } from './claims.ts';
import { clerkNotices, explainClerkFact, inspectInstance } from './facts.ts';
import { clerkClaimOrigins } from './origins.ts';
import { CLERK_VERDICTS } from './verdicts.ts';

/** Clerk, as `@clerk/clerk-js` 5 and 6 and `@clerk/backend` 3 have it. */
export const clerk: Provider = {
  id: 'clerk',
  name: 'Clerk',

  mints: (token) => token.format === 'jws' && (isSessionToken(token.claims) || isClerkKey(token)),

  // clerk-js reads the suffixed cookie first: the bare one is shared by every Clerk app on the host.
  sessionNames: [/^__session_[\w-]{8}$/, /^__session$/, /^Clerk\.session\.lastActiveToken$/],

  memoryName: 'Clerk.session.lastActiveToken',

  companions: [
    { name: /^__client_uat(?:_[\w-]{8})?$/, label: 'when the client last changed; 0 means signed out' },
    { name: /^__clerk_db_jwt(?:_[\w-]{8})?$/, label: 'development browser, in development only' },
    { name: /^__refresh_[\w-]{8}$/, label: 'refresh token, by which a server renews an expired session token' },
    { name: /^__clerk_handshake$/, label: 'handshake under way: the cookies that the server is to set' },
    { name: /^__clerk_handshake_nonce$/, label: 'handshake under way: what the server fetches its cookies by' },
    { name: /^__clerk_redirect_count$/, label: 'handshake loop counter' },
    { name: /^clerk_active_context$/, label: 'session:organization of the active tab' },
    { name: /^__clerk_keys_/, label: 'keyless development mode' },
    { name: /^__client$/, label: 'long-lived client token' },
    { name: /^__session(?:_[\w-]{8})?$/, label: 'session token' },
  ],

  claims: CLERK_CLAIMS,
  header: CLERK_HEADER,
  isExpectedChange,

  identify: ({ sid, sub }) => ({
    session: typeof sid === 'string' ? sid : undefined,
    user: typeof sub === 'string' ? sub : undefined,
  }),

  countdown: [],

  limits: [
    { fact: 'expireAt', label: 'ends in' },
    { fact: 'abandonAt', label: 'abandoned in' },
  ],

  explainFact: explainClerkFact,
  inspect: inspectInstance,
  notices: clerkNotices,
  claimOrigins: clerkClaimOrigins,
  remedies: { token: 'refresh-token', user: 'reload-user' },

  actions: CLERK_ACTIONS,

  // https://clerk.com/docs/guides/how-clerk-works/system-limits names no limit for tokens and the user.
  pace: { least: 2_000, because: 'Clerk documents 5 requests in 10 s for calls of its Frontend API' },

  isOwnRequest: ({ pathname, searchParams }) => /\/v1\/./.test(pathname) && searchParams.has('_clerk_js_version'),

  verdicts: CLERK_VERDICTS,

  retries: 'clerk-js tries up to 8 times over about 3 minutes when the server fails or cannot be reached',

  explainHeldBack,
  explainSameClaims,
};

function isSessionToken({ sid, iss, azp, sts, fva }: Claims): boolean {
  return (
    typeof sid === 'string' &&
    sid.startsWith('sess_') &&
    typeof iss === 'string' &&
    [azp, sts, fva].some((claim) => claim !== undefined)
  );
}

/** Template tokens carry what the template says, but their key and category are Clerk's. */
function isClerkKey({ header }: Extract<DecodedToken, { format: 'jws' }>): boolean {
  const { cat, kid } = header;
  return (
    typeof cat === 'string' &&
    /^cl_[A-Z]\w{5}\d{3}[A-Z]{3}$/i.test(cat) &&
    typeof kid === 'string' &&
    kid.startsWith('ins_')
  );
}

/**
 * clerk-js writes the cookie only from a focused tab or where `clerk_active_context` is this tab's session and
 * organization, and never replaces a token by one with an older `oiat` (`@clerk/clerk-js` 6.40.0, AuthCookieService).
 */
function explainHeldBack({ focused, cookie, sessionId, organizationId, before, after }: HeldBack): string | undefined {
  const context = cookie('clerk_active_context');
  const own = `${sessionId ?? ''}:${organizationId ?? ''}`;
  if (focused === false && context !== undefined && context !== own) {
    return `The page does not have the focus, and the cookie was last written for another session or organization (clerk_active_context is ${context}, this tab's is ${own}): by another tab, or by this one before a switch. clerk-js then writes it only from the tab that has the focus: click into the page, then refresh again.`;
  }
  const [old, now] = [before?.['oiat'], after?.['oiat']];
  if (typeof old === 'number' && typeof now === 'number' && now < old) {
    return `The new token's claims are older (oiat ${now}) than those of the token in the cookie (oiat ${old}). clerk-js never goes back.`;
  }
  return undefined;
}

/** A token can be minted at the edge of the claims of an earlier one; `oiat` is when those were read (`@clerk/shared` 4.41.0, types). */
function explainSameClaims(before: SignedToken, after: SignedToken): string | undefined {
  const [readAt, mintedAt] = [after.header['oiat'], after.claims['iat']];
  if (typeof readAt !== 'number' || typeof mintedAt !== 'number' || readAt >= mintedAt) return undefined;
  return before.header['oiat'] === readAt
    ? 'A new token was minted of the claims that the one before was made of (oiat is the same): the server’s data was not read for it, and may be newer.'
    : undefined;
}
