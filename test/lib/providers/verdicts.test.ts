import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { providers } from '@/lib/providers/index.ts';
import { clerk } from '@/lib/providers/clerk/index.ts';
import type { Provider, SaidResponse } from '@/lib/providers/provider.ts';
import { roq } from '@/lib/providers/roq/index.ts';
import { supertokens } from '@/lib/providers/supertokens/index.ts';

const verdictOf = (provider: Provider, response: Partial<Omit<SaidResponse, 'url'>> & { readonly path?: string }) =>
  provider.verdicts?.read({
    status: 401,
    said: {},
    carriedOwn: false,
    unread: false,
    followedBy: [],
    ...response,
    url: new URL(response.path ?? '/api', 'https://app.test'),
  });

describe('Clerk', () => {
  const said = (reason: string, status = 'signed-out', message = '') =>
    verdictOf(clerk, {
      said: { 'x-clerk-auth-status': status, 'x-clerk-auth-reason': reason, 'x-clerk-auth-message': message },
    });

  // `AuthErrorReason` and `TokenVerificationErrorReason` of @clerk/backend 3.25.0, and the literals beside them.
  it.each([
    'client-uat-but-no-session-token',
    'dev-browser-missing',
    'dev-browser-sync',
    'primary-responds-to-syncing',
    'primary-domain-cross-origin-sync',
    'satellite-needs-syncing',
    'session-token-and-uat-missing',
    'session-token-missing',
    'session-token-expired',
    'session-token-iat-before-client-uat',
    'session-token-nbf',
    'session-token-iat-in-the-future',
    'session-token-but-no-client-uat',
    'active-organization-mismatch',
    'token-type-mismatch',
    'unexpected-error',
    'protect-rewrite',
    'No token in header',
    'token-expired',
    'token-invalid',
    'token-invalid-algorithm',
    'token-invalid-authorized-parties',
    'token-invalid-issuer',
    'token-invalid-signature',
    'token-not-active-yet',
    'token-iat-in-the-future',
    'token-verification-failed',
    'secret-key-invalid',
    'jwk-local-missing',
    'jwk-remote-failed-to-load',
    'jwk-remote-invalid',
    'jwk-remote-missing',
    'jwk-failed-to-resolve',
    'jwk-kid-mismatch',
  ])('has words of its own for %s', (reason) => {
    expect(said(reason)).toMatchObject({ tone: 'bad', reason });
    expect(said(reason)?.headline).not.toBe('Signed out');
  });

  it('says how late an expired token came, and why the server did not refresh it', () => {
    const message =
      'JWT is expired. Expiry date: Sat, 21 Nov 2026 10:14:31 GMT, Current date: Sat, 21 Nov 2026 10:14:39 GMT. (reason=token-expired, token-carrier=header)';

    expect(said('session-token-expired-refresh-non-eligible-no-refresh-cookie', 'signed-out', message)).toEqual({
      tone: 'bad',
      reason: 'session-token-expired-refresh-non-eligible-no-refresh-cookie',
      headline: 'The session token had expired 8 s before',
      reasons: ['The server could not refresh it by itself: no __refresh cookie came with the request.'],
    });
    expect(said('session-token-expired-refresh-null')?.reasons).toEqual([]);
    expect(said('session-token-expired-refresh-session_wont_be_refreshed')?.reasons[0]).toContain(
      '“session_wont_be_refreshed”',
    );
  });

  it('takes a handshake for no refusal, and quotes what it does not know', () => {
    expect(said('dev-browser-missing', 'handshake')).toMatchObject({ tone: 'neutral' });
    expect(said('brand-new')).toMatchObject({
      headline: 'Signed out',
      reasons: [expect.stringContaining('“brand-new”')],
    });
    expect(verdictOf(clerk, { said: { 'x-clerk-auth-status': 'signed-out' } })).toMatchObject({ reason: 'signed-out' });
    expect(verdictOf(clerk, {})).toBeUndefined();
  });

  it('reads the errors of its Frontend API, and of no other', () => {
    const errors = { 'body.errors.0.code': 'requires_captcha', 'body.errors.0.message': 'Captcha' };

    expect(verdictOf(clerk, { path: '/v1/client?_clerk_js_version=6', said: errors })).toMatchObject({
      reason: 'requires_captcha',
      headline: 'Clerk’s API refused: Captcha',
    });
    expect(verdictOf(clerk, { path: '/v1/client', said: errors })).toBeUndefined();
  });
});

describe('SuperTokens', () => {
  const said = (message: string, more: Parameters<typeof verdictOf>[1] = {}) =>
    verdictOf(supertokens, { said: { 'body.message': message }, ...more })?.headline;

  it('puts its bodies in words, whatever status the app has chosen for them', () => {
    expect(said('try refresh token')).toMatch(/had expired/);
    expect(said('try refresh token', { status: 440 })).toMatch(/had expired/);
    expect(said('token theft detected')).toMatch(/theft/);
    expect(said('unauthorised', { carriedOwn: true })).toMatch(/no such session/);
    expect(said('unauthorised', { path: '/auth/session/refresh' })).toMatch(/no such session/);
    expect(said('invalid claim', { status: 403, carriedOwn: true })).toMatch(/claims/);
  });

  it('leaves alone what anybody may say', () => {
    expect(said('unauthorised')).toBeUndefined();
    expect(said('invalid claim')).toBeUndefined();
    expect(said('constructor', { carriedOwn: true })).toBeUndefined();
    expect(said('try refresh token', { status: 200 })).toBeUndefined();
  });
});

describe('ROQ', () => {
  const reasonOf = (said: Record<string, string>, path = '/api/auth/session', carriedOwn = false) =>
    verdictOf(roq, { said, path, carriedOwn })?.reason;

  it('reads codes, and bodies that refuse with status 200', () => {
    expect(reasonOf({ 'body.code': 'TOKEN_MALFORMED' })).toBe('TOKEN_MALFORMED');
    expect(reasonOf({ 'body.code': 'SESSION_EXPIRED' }, '/api/orders', true)).toBe('SESSION_EXPIRED');
    expect(reasonOf({ 'body.success': 'false' }, '/api/auth/refetch-session')).toBe('success: false');
    expect(
      verdictOf(roq, { status: 200, path: '/api/auth/session', said: { 'body.status': 'unauthenticated' } }),
    ).toEqual(expect.objectContaining({ tone: 'neutral', headline: 'Nobody is signed in' }));
  });

  it('leaves alone what others say', () => {
    expect(reasonOf({ 'body.code': 'SESSION_EXPIRED' }, '/api/orders')).toBeUndefined();
    expect(reasonOf({ 'body.success': 'false' }, '/api/orders', true)).toBeUndefined();
    expect(reasonOf({ 'body.code': '__proto__' })).toBeUndefined();
    expect(reasonOf({})).toBeUndefined();
  });
});

it('never throws, whatever a response says', () => {
  const name = fc.oneof(
    fc.constantFrom('x-clerk-auth-status', 'x-clerk-auth-reason', 'x-clerk-auth-message', 'body.message', 'body.code'),
    fc.string(),
  );
  fc.assert(
    fc.property(
      fc.dictionary(name, fc.string()),
      fc.nat(599),
      fc.boolean(),
      fc.boolean(),
      (said, status, carriedOwn, unread) => {
        for (const { verdicts } of providers) {
          const verdict = verdicts?.read({ status, url: undefined, said, carriedOwn, unread, followedBy: [] });
          expect(verdict === undefined || verdict.headline.length > 0).toBe(true);
        }
      },
    ),
  );
});
