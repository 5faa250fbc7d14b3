/** What the stand-in's server holds: one user, at most one session. Requests and tests change it; nothing else does. */
export interface ClerkState {
  userId: string;
  publicMetadata: Record<string, unknown>;
  /** Milliseconds since the epoch, by the server's clock. */
  userUpdatedAt: number;
  session: ClerkSession | null;
  organization: string | null;
  /** Seconds a session token lives. */
  tokenTtl: number;
  /** Milliseconds the server's clock runs ahead of this machine's; negative is behind. */
  clockOffset: number;
  /** The HTTP status the token endpoint answers with, instead of a token. */
  tokenFailure: number | null;
  /** Settles when the token endpoint may answer again. */
  tokenHold: PromiseWithResolvers<void> | null;
}

export interface ClerkSession {
  id: string;
  /** Milliseconds since the epoch, by the server's clock. */
  createdAt: number;
}

export const ORGANIZATION = { id: 'org_2acmeDemo', slug: 'acme', name: 'Acme' } as const;

export function createState(tokenTtl: number): ClerkState {
  const state: ClerkState = {
    userId: 'user_2adaDemo',
    publicMetadata: { birthday: '1990-01-01' },
    userUpdatedAt: Date.now(),
    session: null,
    organization: null,
    tokenTtl,
    clockOffset: 0,
    tokenFailure: null,
    tokenHold: null,
  };
  startSession(state);
  return state;
}

/** Milliseconds since the epoch, by the server's clock. */
export const serverTime = (state: ClerkState) => Date.now() + state.clockOffset;

export function startSession(state: ClerkState): void {
  const id = `sess_2${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`;
  state.session = { id, createdAt: serverTime(state) };
}

export function endSession(state: ClerkState): void {
  state.session = null;
  state.organization = null;
}

export function setMetadata(state: ClerkState, metadata: Record<string, unknown>): void {
  state.publicMetadata = metadata;
  state.userUpdatedAt = serverTime(state);
}
