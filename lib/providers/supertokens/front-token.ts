import { encodeToken } from '@/lib/token/encode.ts';
import { isRecord } from '@/lib/token/json.ts';
import { unwrapJson, type FoundToken } from '@/lib/token/nested.ts';

/**
 * `sFrontToken` repeats the access token's claims for scripts: base64 of `{ uid, ate, up }`, where `up` has the claims.
 * It is read as the unsigned token that it amounts to, so that claims, countdown and comparison work where the real
 * one is out of reach: in the cookie jar of an API on another host.
 */
export function readFrontToken(name: string, value: string): FoundToken | undefined {
  if (name !== 'sFrontToken') return undefined;
  const { up, ...beside } = unwrapJson(value) ?? {};
  if (!isRecord(up)) return undefined;
  const header = { alg: 'none', ...beside };
  return {
    raw: encodeToken(header, up, ''),
    token: { format: 'jws', header, claims: up, signed: false },
    path: ['up'],
    wrapping: ['base64', 'json'],
    mirror: true,
  };
}
