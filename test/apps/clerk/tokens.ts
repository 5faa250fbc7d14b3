import { exportJWK, generateKeyPair, jwtVerify, SignJWT, type JWK, type JWTPayload } from 'jose';
import { ORGANIZATIONS, serverTime, type ClerkSession, type ClerkState } from './state.ts';

const CATEGORY = { session: 'cl_B7d4PD111AAA', template: 'cl_B7d4PD222AAA' };

/** A development instance's host, since only those take the full development flow (`__client_uat`, `__clerk_db_jwt`). */
export const FRONTEND_API = 'happy-cat-12.clerk.accounts.dev';
export const PUBLISHABLE_KEY = publishableKey('test', FRONTEND_API);
/** Of an instance in production, whose host is the app's own. */
export const PRODUCTION_KEY = publishableKey('live', 'clerk.example.com');

export interface MintOptions {
  /** The page's origin, for `azp`. */
  origin?: string;
  /** A JWT template's name: such a token carries no session claims. */
  template?: string;
  organization?: string | null;
  /** Of several; the first user's where it is not said. */
  session?: ClerkSession | null;
  /** Seconds. */
  ttl?: number;
  /** Added last, so they replace the claims above. */
  claims?: Record<string, unknown>;
}

export interface Tokens {
  jwks: { keys: JWK[] };
  mint(state: ClerkState, options?: MintOptions): Promise<string>;
  /** Rejects with one of jose's errors. */
  verify(state: ClerkState, token: string): Promise<JWTPayload>;
}

export async function createTokens(): Promise<Tokens> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const kid = 'ins_2claimcheckDemo';
  const issuer = `https://${FRONTEND_API}`;

  return {
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' }] },

    mint(state, options = {}) {
      const { origin, template, session = state.session, ttl = state.tokenTtl, claims } = options;
      const { organization = session?.organization ?? null } = options;
      const now = Math.floor(serverTime(state) / 1000);
      const own = template ? { azp: origin } : { azp: origin, ...sessionClaims(state, session, organization) };
      const jti = crypto.randomUUID().replaceAll('-', '').slice(0, 20);
      const payload = {
        iss: issuer,
        sub: session?.userId ?? state.userId,
        iat: now,
        nbf: now - 10,
        exp: now + ttl,
        jti,
        ...own,
        ...claims,
      };
      return new SignJWT(payload)
        .setProtectedHeader({
          alg: 'RS256',
          cat: CATEGORY[template ? 'template' : 'session'],
          kid,
          oiat: state.heldClaims && !template ? Math.floor(state.heldClaims.readAt / 1000) : now,
          typ: 'JWT',
        })
        .sign(privateKey);
    },

    async verify(state, token) {
      const currentDate = new Date(serverTime(state));
      // As much as @clerk/backend lets pass.
      const { payload } = await jwtVerify(token, publicKey, { issuer, currentDate, clockTolerance: 5 });
      return payload;
    },
  };
}

function publishableKey(kind: 'test' | 'live', host: string): string {
  return `pk_${kind}_${Buffer.from(`${host}$`).toString('base64').replace(/=+$/, '')}`;
}

/** A session token's claims, with the instance's one custom claim: `birthday` from the public metadata. */
function sessionClaims(state: ClerkState, session: ClerkSession | null, organization: string | null) {
  const minutesSignedIn = Math.floor((serverTime(state) - (session?.createdAt ?? 0)) / 60_000);
  const common = {
    ...(state.tokenVersion === 2 && { v: 2 }),
    sid: session?.id,
    sts: state.task === null ? 'active' : 'pending',
    ...(state.actor && { act: state.actor }),
    fva: [minutesSignedIn, -1],
    birthday: (state.heldClaims ?? state).publicMetadata['birthday'],
  };
  const active = ORGANIZATIONS.find(({ id }) => id === organization);
  if (state.tokenVersion === 1) {
    if (!active) return common;
    const { id, role, slug, permissions } = active;
    return { ...common, org_id: id, org_role: `org:${role}`, org_slug: slug, org_permissions: permissions };
  }
  if (!active) return { ...common, pla: 'u:free', fea: 'u:dashboard' };
  return {
    ...common,
    pla: 'o:pro',
    fea: 'o:dashboard,o:teams',
    o: { id: active.id, rol: active.role, slg: active.slug, per: active.per, fpm: active.fpm },
  };
}
