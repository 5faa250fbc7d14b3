import { base64url } from 'jose';

/** A compact JWS of these parts (RFC 7515 section 3.1). The signature is taken as it stands. */
export function encodeToken(header: object, claims: object, signature: string): string {
  return `${encodePart(header)}.${encodePart(claims)}.${signature}`;
}

const encodePart = (part: object): string => base64UrlEncode(JSON.stringify(part));

export function base64Encode(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

export const base64UrlEncode = (text: string): string => base64url.encode(text);
