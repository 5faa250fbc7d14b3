/** The ways a refetch can end other than well. */
export type RefreshFailure =
  /** ROQ's platform refuses the refresh token. */
  | 'platform-error'
  /** ROQ's platform drops the connection. */
  | 'platform-down'
  /** The handler gets the cookie with another key's signature. */
  | 'malformed-cookie'
  /** The handler gets the cookie with an access token that has run out. */
  | 'expired-access'
  /** The handler gets no session cookie. */
  | 'no-cookie'
  /** A redirect to the app's own sign-in page, as a middleware does. */
  | 'redirect'
  /** A redirect to the sign-in page of ROQ, which is another origin. */
  | 'redirect-away'
  /** The app's page with status 200, as a catch-all route does. */
  | 'html'
  | 'server-error'
  /** The handler is at `/api/refresh` only. */
  | 'not-found'
  /** The connection is closed without an answer. */
  | 'drop'
  /** No answer until the failure is mended. */
  | 'hang';

/** One user, as ROQ's platform knows them. Requests and tests change it; nothing else does. */
export interface RoqState {
  roles: string[];
  tenantId: string;
  /** Whether a page load without a session cookie is given one. */
  signedIn: boolean;
  /** Whether every access token in a browser has run out. */
  accessExpired: boolean;
  /** Seconds the platform's tokens live. */
  accessTtl: number;
  rotating: boolean;
  /** Refresh tokens that were used while they are rotated. */
  spent: Set<string>;
  failure: RefreshFailure | null;
  /** Settles when hanging requests may be answered. */
  hold: PromiseWithResolvers<void> | null;
}

export const USER = {
  roqUserId: '5b0d3c1e-7f2a-4c55-9a38-1c0a6a1de001',
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@example.com',
  timezone: 'Europe/London',
  locale: 'en-GB',
} as const;

export const ENVIRONMENT_ID = '1f6f3a52-90d4-4a0e-8a43-3b8c5d2e7f10';

export const createState = (accessTtl: number, signedIn: boolean): RoqState => ({
  roles: ['member'],
  tenantId: 'acme',
  signedIn,
  accessExpired: false,
  accessTtl,
  rotating: false,
  spent: new Set(),
  failure: null,
  hold: null,
});

export function setFailure(state: RoqState, failure: RefreshFailure | null): void {
  state.failure = failure;
  if (failure === 'hang') {
    state.hold ??= Promise.withResolvers();
    return;
  }
  state.hold?.resolve();
  state.hold = null;
}
