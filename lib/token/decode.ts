import { decodeJwt, decodeProtectedHeader, errors } from 'jose';
import { depthExceeds } from './json.ts';

/** Seconds since 1970-01-01T00:00:00Z, fractions allowed (RFC 7519 section 2). */
export type NumericDate = number;

export type JoseHeader = Readonly<Record<string, unknown>>;
export type Claims = Readonly<Record<string, unknown>>;

/** A token's three possible shapes. `opaque` says why nothing could be read from it. */
export type DecodedToken =
  | { readonly format: 'jws'; readonly header: JoseHeader; readonly claims: Claims; readonly signed: boolean }
  | { readonly format: 'jwe'; readonly header: JoseHeader }
  | { readonly format: 'opaque'; readonly reason: string };

/** Longer values are kept but not decoded; cookies end at 4,096 bytes, header lines at 8 to 16 KB. */
export const MAX_TOKEN_LENGTH = 256 * 1024;

/** Deeper claims are kept but not shown as claims; everything that walks claims or a header may rely on it. */
export const MAX_CLAIM_DEPTH = 64;

const COMPACT = /^[\w-]+\.[\w-]*\.[\w-]*(?:\.[\w-]*\.[\w-]*)?$/;

/** Whether a value has the outer form of a compact JWS or JWE (RFC 7515 section 7.1, RFC 7516 section 7.1). */
export function looksCompact(value: string): boolean {
  return value.startsWith('ey') && value.length <= MAX_TOKEN_LENGTH && COMPACT.test(value);
}

/**
 * Reads a compact JWS or JWE. Decoding is not verification: nothing here says the token is genuine.
 * Never throws; what cannot be read is `opaque`, with the reason.
 */
export function decodeToken(raw: string): DecodedToken {
  if (raw === '') return opaque('Empty');
  if (raw.length > MAX_TOKEN_LENGTH) {
    return opaque(`Too long to decode: ${count(raw.length)} characters, the limit is ${count(MAX_TOKEN_LENGTH)}`);
  }
  const segments = raw.split('.').length;
  if (segments !== 3 && segments !== 5) {
    if (!raw.startsWith('ey') || segments > 5) return opaque('Not a JWT');
    return opaque(`Truncated: ${segments} of the ${segments === 4 ? '5 parts of a JWE' : '3 parts of a JWT'}`);
  }
  try {
    const header = decodeProtectedHeader(raw);
    if (depthExceeds(header, MAX_CLAIM_DEPTH)) return opaque(`Header nested deeper than ${MAX_CLAIM_DEPTH} levels`);
    if (segments === 5) return { format: 'jwe', header };
    const claims = decodeJwt(raw);
    if (depthExceeds(claims, MAX_CLAIM_DEPTH)) return opaque(`Claims nested deeper than ${MAX_CLAIM_DEPTH} levels`);
    return { format: 'jws', header, claims, signed: !raw.endsWith('.') };
  } catch (error) {
    // jose reports a malformed header as TypeError and a malformed payload as JWTInvalid.
    if (error instanceof TypeError)
      return opaque(raw.startsWith('ey') ? 'The header is not readable JSON' : 'Not a JWT');
    if (error instanceof errors.JWTInvalid) return opaque('The claims are not a readable JSON object');
    throw error;
  }
}

const opaque = (reason: string): DecodedToken => ({ format: 'opaque', reason });
const count = (n: number) => n.toLocaleString('en-US');
