import type { DecodedToken } from '@/lib/token/decode.ts';
import type { ActionFacts, Provider } from '../provider.ts';
import { isExpectedChange, SUPERTOKENS_CLAIMS, SUPERTOKENS_HEADER } from './claims.ts';
import { explainFailure, explainNewToken, interpretRefresh } from './endings.ts';
import { explainFact } from './facts.ts';
import { readFrontToken } from './front-token.ts';
import { SUPERTOKENS_VERDICTS } from './verdicts.ts';

/** SuperTokens, as `supertokens-node` 24 and `supertokens-web-js` 0.16 have it. */
export const supertokens: Provider = {
  id: 'supertokens',
  name: 'SuperTokens',
  mints,

  // In cookie mode, in header mode, what scripts can read of either, and what requests carry in header mode.
  sessionNames: [/^sAccessToken$/, /^st-access-token$/, /^sFrontToken$/, /^Authorization$/],
  memoryName: 'SuperTokens',

  companions: [
    {
      name: /^sFrontToken$/,
      label: 'front token: a copy of the access token’s payload, not a token that is sent to the API',
    },
    { name: /^sRefreshToken$/, label: 'refresh token, opaque, sent to the refresh endpoint only' },
    { name: /^st-refresh-token$/, label: 'refresh token of header mode, opaque' },
    { name: /^sAccessToken$|^st-access-token$/, label: 'access token' },
    { name: /^sAntiCsrf$/, label: 'anti-CSRF token, sent as the header anti-csrf' },
    { name: /^st-last-access-token-update$/, label: 'when the access token last changed; without it, signed out' },
    { name: /^sIRTFrontend$/, label: 'of old versions; now only cleared' },
    { name: /^sIdRefreshToken$/, label: 'of old versions; now only cleared' },
  ],

  claims: SUPERTOKENS_CLAIMS,
  header: SUPERTOKENS_HEADER,
  isExpectedChange,

  // An e-mail address is no claim of SuperTokens' own, but the one that apps add first.
  identify: ({ sessionHandle, sub, email }) => ({
    session: typeof sessionHandle === 'string' ? sessionHandle : undefined,
    user: typeof sub === 'string' ? sub : undefined,
    label: typeof email === 'string' ? email : undefined,
  }),

  countdown: [],
  readValue: readFrontToken,
  renewal: { cookie: /^sRefreshToken$/, fact: 'refreshTokenExpiry' },
  limits: [{ fact: 'refreshTokenExpiry', label: 'refreshable for' }],
  explainFact,

  actions: [
    {
      id: 'refresh-session',
      label: 'Refresh session',
      call: (_, facts) => callOf(facts),
      main: true,
      options: [],
      warning: undefined,
      yields: () => 'session-token',
      hint: 'After the payload changed offline, by session handle: the SDK refreshes now, under its own lock. Where the page has no SDK, the plain endpoint is called.',
      interpret: interpretRefresh,
    },
  ],

  isOwnRequest: ({ pathname }) => pathname.endsWith('/session/refresh'),
  verdicts: SUPERTOKENS_VERDICTS,
  retries: undefined,
  explainHeldBack: () => undefined,
  explainFailure,
  explainNewToken,
};

/** Without the SDK a request is all that can be made; it goes to where the token says that the API is. */
function callOf(facts: ActionFacts | undefined): string {
  if (!facts || facts.sdk) return 'Session.attemptRefreshingSession()';
  const iss = facts.claims?.['iss'];
  return `POST ${typeof iss === 'string' ? iss.replace(/\/$/, '') : '{iss}'}/session/refresh`;
}

/** By its structure; `ate` stands in for the version where `sFrontToken` repeats the claims. */
function mints(token: DecodedToken): boolean {
  if (token.format !== 'jws') return false;
  const { header, claims } = token;
  return (
    typeof claims['sessionHandle'] === 'string' &&
    typeof claims['refreshTokenHash1'] === 'string' &&
    (typeof claims['tId'] === 'string' || typeof claims['rsub'] === 'string' || typeof claims['userId'] === 'string') &&
    (typeof header['version'] === 'string' || typeof header['ate'] === 'number')
  );
}
