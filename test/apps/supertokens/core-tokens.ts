import { createHash, randomBytes } from 'node:crypto';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';

export interface TokenInfo {
  token: string;
  /** Milliseconds since the epoch, as is `expiry`. */
  createdTime: number;
  expiry: number;
}

/** What an access token says besides the app's own claims. */
export interface AccessClaims {
  sessionHandle: string;
  refreshTokenHash1: string;
  /** Set in the token of a refresh, until a verified request has used that token. */
  parentRefreshTokenHash1: string | null;
  antiCsrfToken: string | null;
}

export interface AccessTokens {
  jwks: { keys: JWK[] };
  /** `expiry` (milliseconds) keeps the end of an earlier token. */
  mint(own: Record<string, unknown>, userId: string, claims: AccessClaims, expiry?: number): Promise<TokenInfo>;
  /** Takes every token so far for expired. */
  expireAll(): void;
  isExpired(token: string): boolean;
  setTtl(seconds: number): void;
}

export const hash = (text: string) => createHash('sha256').update(text).digest('hex');

/** Three parts like a JWT's, and opaque all the same: ciphertext, nonce, version. */
export const newRefreshToken = () =>
  `${randomBytes(180).toString('base64')}.${hash(randomBytes(16).toString('hex'))}.V2`;

export const readAccessToken = (token: string) => decodeJwt<AccessClaims>(token);

export async function createAccessTokens(ttlSeconds: number): Promise<AccessTokens> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  // The prefix marks a key that the core replaces from time to time.
  const kid = `d-${Date.now()}`;
  const live = new Set<string>();
  const expired = new Set<string>();
  let ttl = ttlSeconds;

  return {
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }] },

    async mint(own, userId, claims, expiry) {
      const iat = Math.floor(Date.now() / 1000);
      const exp = expiry === undefined ? iat + ttl : Math.floor(expiry / 1000);
      const { sessionHandle, refreshTokenHash1, parentRefreshTokenHash1, antiCsrfToken } = claims;
      const payload = {
        ...own,
        iat,
        exp,
        sub: userId,
        tId: 'public',
        rsub: userId,
        sessionHandle,
        refreshTokenHash1,
        parentRefreshTokenHash1,
        antiCsrfToken,
        stt: 0,
      };
      const token = await new SignJWT(payload)
        .setProtectedHeader({ kid, typ: 'JWT', version: '5', alg: 'RS256' })
        .sign(privateKey);
      live.add(token);
      return { token, createdTime: iat * 1000, expiry: exp * 1000 };
    },

    expireAll() {
      for (const token of live) expired.add(token);
    },
    isExpired: (token) => expired.has(token),
    setTtl(seconds) {
      ttl = seconds;
    },
  };
}
