const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

const HEADER = { alg: 'RS256', typ: 'JWT' };

/** A compact JWS that nobody signed: decoding does not verify. */
export function makeToken(claims: object, header: object = {}): string {
  return `${encode({ ...HEADER, ...header })}.${encode(claims)}.c2lnbmVk`;
}

/** A compact JWE that cannot be decrypted. */
export function makeJwe(header: object = {}): string {
  return `${encode({ alg: 'dir', enc: 'A256GCM', ...header })}..aXY.Y2lwaGVydGV4dA.dGFn`;
}

/** A Clerk session token, version 2, of 60 seconds. */
export function makeClerkToken(claims: object = {}, header: object = {}): string {
  const standard = { iss: 'https://clerk.test', azp: 'http://localhost:3000', sid: 'sess_1', sub: 'user_1', v: 2 };
  return makeToken({ ...standard, iat: 1_000, exp: 1_060, ...claims }, { kid: 'ins_1', ...header });
}
