/** What the stand-in's server holds: two users, signed in once each at most, the second on request. Requests and tests change it; nothing else does. */
export interface ClerkState {
  userId: string;
  publicMetadata: Record<string, unknown>;
  /** Milliseconds since the epoch, by the server's clock. */
  userUpdatedAt: number;
  session: ClerkSession | null;
  /** Of a second user, beside the first one's: the app then has several sessions. */
  second: ClerkSession | null;
  /** No longer signed in, though the client goes on listing them: signed out of with `end`, or listed for a test. */
  over: { session: ClerkSession; status: string }[];
  /** The session that was touched last, by its id. */
  lastActive: string | null;
  /** Who acts as the user. */
  actor: { sub: string } | null;
  /** The task that keeps the session pending. */
  task: string | null;
  /** Tokens say what was true then, as where an edge mints them from claims that it has kept. */
  heldClaims: { readAt: number; publicMetadata: Record<string, unknown> } | null;
  /** Seconds a session token lives. */
  tokenTtl: number;
  /** Of the claims format. */
  tokenVersion: 1 | 2;
  /** Milliseconds the server's clock runs ahead of this machine's; negative is behind. */
  clockOffset: number;
  /** The HTTP status the token endpoint answers with, instead of a token. */
  tokenFailure: number | null;
  /** Settles when the token endpoint may answer again. */
  tokenHold: PromiseWithResolvers<void> | null;
}

export interface ClerkSession {
  id: string;
  userId: string;
  /** Milliseconds since the epoch, by the server's clock. */
  createdAt: number;
  /** The active one. */
  organization: string | null;
}

export const SECOND_USER = { id: 'user_2graceDemo', first: 'Grace', last: 'Hopper', name: 'grace' } as const;
const FIRST_USER = { first: 'Ada', last: 'Lovelace', name: 'ada' } as const;

export const personOf = ({ userId }: ClerkSession) => (userId === SECOND_USER.id ? SECOND_USER : FIRST_USER);

/** Both users are members of each, with these permissions; `per` and `fpm` are how a token has them. */
export const ORGANIZATIONS = [
  {
    id: 'org_2acmeDemo',
    slug: 'acme',
    name: 'Acme',
    role: 'admin',
    permissions: ['org:dashboard:manage', 'org:dashboard:read', 'org:teams:read'],
    per: 'manage,read',
    fpm: '3,2',
  },
  {
    id: 'org_2globexDemo',
    slug: 'globex',
    name: 'Globex',
    role: 'member',
    permissions: ['org:dashboard:read'],
    per: 'read',
    fpm: '1,0',
  },
] as const;

export function createState(tokenTtl: number): ClerkState {
  const state: ClerkState = {
    userId: 'user_2adaDemo',
    publicMetadata: { birthday: '1990-01-01' },
    userUpdatedAt: Date.now(),
    session: null,
    second: null,
    over: [],
    lastActive: null,
    actor: null,
    task: null,
    heldClaims: null,
    tokenTtl,
    tokenVersion: 2,
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
  state.session = newSession(state, state.userId);
}

export function startSecondSession(state: ClerkState): void {
  state.second = newSession(state, SECOND_USER.id);
}

/** Has the client list a session that is not signed in any more. */
export function listOver(state: ClerkState, status: string): void {
  state.over.push({ session: newSession(state, SECOND_USER.id), status });
}

function newSession(state: ClerkState, userId: string): ClerkSession {
  const id = `sess_2${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`;
  return { id, userId, createdAt: serverTime(state), organization: null };
}

/** Those that are signed in, the first user's first. */
export const sessionsOf = ({ session, second }: ClerkState) => [session, second].filter((each) => each !== null);

/** Ends one of the sessions, and leaves the other. */
export function endOne(state: ClerkState, { id }: ClerkSession): void {
  if (state.second?.id === id) state.second = null;
  else endSession(state);
}

export function endSession(state: ClerkState): void {
  state.session = null;
}

export function setMetadata(state: ClerkState, metadata: Record<string, unknown>): void {
  state.publicMetadata = metadata;
  state.userUpdatedAt = serverTime(state);
}
