import { hash, newRefreshToken, readAccessToken, type AccessTokens, type TokenInfo } from './core-tokens.ts';

type Payload = Record<string, unknown>;

interface StoredSession {
  handle: string;
  userId: string;
  payload: Payload;
  data: Payload;
  created: number;
  expiry: number;
  /** Hash of the refresh token that the core knows to be in use: its successor is not, until a request proves it. */
  current: string;
}

interface IssuedRefreshToken {
  handle: string;
  parent: string | null;
  antiCsrf: string | null;
}

export interface CreateInput {
  userId: string;
  userDataInJWT: Payload;
  userDataInDatabase: Payload;
  enableAntiCsrf: boolean;
}

export interface RefreshInput {
  refreshToken: string;
  antiCsrfToken?: string;
  enableAntiCsrf: boolean;
}

const unauthorised = (message: string) => ({ status: 'UNAUTHORISED', message }) as const;

export type CoreSessions = ReturnType<typeof createCoreSessions>;

/** Sessions as the SuperTokens core keeps them for CDI 5.4 (`Session.java`), with the answers that its API gives. */
export function createCoreSessions(tokens: AccessTokens, refreshTtl: number) {
  const sessions = new Map<string, StoredSession>();
  const issued = new Map<string, IssuedRefreshToken>();

  const summary = ({ handle, userId, payload }: StoredSession) => ({
    handle,
    userId,
    recipeUserId: userId,
    userDataInJWT: payload,
    tenantId: 'public',
  });

  function issueRefreshToken(handle: string, parent: string | null, enableAntiCsrf: boolean) {
    const now = Date.now();
    const info: TokenInfo = { token: newRefreshToken(), createdTime: now, expiry: now + refreshTtl * 1000 };
    const antiCsrf = enableAntiCsrf ? crypto.randomUUID() : null;
    issued.set(info.token, { handle, parent, antiCsrf });
    return { info, antiCsrf };
  }

  async function newTokens(session: StoredSession, parent: string | null, enableAntiCsrf: boolean) {
    const { info, antiCsrf } = issueRefreshToken(session.handle, parent, enableAntiCsrf);
    const claims = {
      sessionHandle: session.handle,
      refreshTokenHash1: hash(info.token),
      parentRefreshTokenHash1: parent,
      antiCsrfToken: antiCsrf,
    };
    const accessToken = await tokens.mint(session.payload, session.userId, claims);
    const antiCsrfToken = antiCsrf ?? undefined;
    return { status: 'OK', session: summary(session), accessToken, refreshToken: info, antiCsrfToken } as const;
  }

  function promote(session: StoredSession, refreshTokenHash: string): void {
    session.current = refreshTokenHash;
    session.expiry = Date.now() + refreshTtl * 1000;
  }

  return {
    async create({ userId, userDataInJWT, userDataInDatabase, enableAntiCsrf }: CreateInput) {
      const created = Date.now();
      const session: StoredSession = {
        handle: crypto.randomUUID(),
        userId,
        payload: userDataInJWT,
        data: userDataInDatabase,
        created,
        expiry: created + refreshTtl * 1000,
        current: '',
      };
      sessions.set(session.handle, session);
      const answer = await newTokens(session, null, enableAntiCsrf);
      session.current = hash(answer.refreshToken.token);
      return answer;
    },

    async refresh({ refreshToken, antiCsrfToken, enableAntiCsrf }: RefreshInput) {
      const token = issued.get(refreshToken);
      if (!token) return unauthorised('Invalid refresh token');
      if (enableAntiCsrf && token.antiCsrf !== null && token.antiCsrf !== antiCsrfToken) {
        return unauthorised('Anti CSRF token missing, or not matching');
      }
      const session = sessions.get(token.handle);
      if (!session || session.expiry < Date.now()) return unauthorised('Session missing in db or has expired');

      const presented = hash(refreshToken);
      if (token.parent === session.current) promote(session, presented);
      if (presented === session.current) return newTokens(session, presented, enableAntiCsrf);
      const { handle, userId, recipeUserId } = summary(session);
      return { status: 'TOKEN_THEFT_DETECTED', session: { handle, userId, recipeUserId } } as const;
    },

    /** Asked about the first token after a refresh: that it is used proves that the refresh arrived. */
    async verify({ accessToken }: { accessToken: string }) {
      const claims = readAccessToken(accessToken);
      if (claims.exp! * 1000 < Date.now()) return { status: 'TRY_REFRESH_TOKEN', message: 'Access token expired' };
      const session = sessions.get(claims.sessionHandle);
      if (!session) return unauthorised('Session missing in db');

      const { refreshTokenHash1: own, parentRefreshTokenHash1: parent } = claims;
      if (parent === session.current) promote(session, own);
      if (own !== session.current) return { status: 'OK', session: summary(session) };
      const renewed = await tokens.mint(session.payload, session.userId, { ...claims, parentRefreshTokenHash1: null });
      return { status: 'OK', session: summary(session), accessToken: renewed };
    },

    /** New claims, same end: this is no refresh. */
    async regenerate({ accessToken, userDataInJWT }: { accessToken: string; userDataInJWT: Payload }) {
      const claims = readAccessToken(accessToken);
      const session = sessions.get(claims.sessionHandle);
      if (!session) return unauthorised('Session does not exist.');
      session.payload = userDataInJWT;
      const expiry = claims.exp! * 1000;
      if (expiry < Date.now()) return { status: 'OK', session: summary(session) };
      const renewed = await tokens.mint(session.payload, session.userId, claims, expiry);
      return { status: 'OK', session: summary(session), accessToken: renewed };
    },

    get(handle: string) {
      const session = sessions.get(handle);
      if (!session) return unauthorised('Session does not exist.');
      const { data, expiry, created } = session;
      const { handle: sessionHandle, ...rest } = summary(session);
      return { status: 'OK', sessionHandle, ...rest, userDataInDatabase: data, expiry, timeCreated: created };
    },

    update(handle: string, change: { payload?: Payload; data?: Payload }) {
      const session = sessions.get(handle);
      if (!session) return unauthorised('Session does not exist.');
      Object.assign(session, change);
      return { status: 'OK' };
    },

    handlesOf: (userId: string) =>
      [...sessions.values()].filter((each) => each.userId === userId).map((each) => each.handle),

    remove: (handles: string[]) => ({
      status: 'OK',
      sessionHandlesRevoked: handles.filter((handle) => sessions.delete(handle)),
    }),

    /** Somebody else refreshes with the tokens in use and goes on with the new ones. */
    steal(): void {
      for (const session of sessions.values()) {
        const { info } = issueRefreshToken(session.handle, session.current, false);
        promote(session, hash(info.token));
      }
    },
  };
}
