import fc from 'fast-check';
import { CompactEncrypt, SignJWT, type JWTPayload } from 'jose';

const SECRET = new TextEncoder().encode('a secret of thirty-two characters');

/** RFC 7519 section 3.1, which is RFC 7515 appendix A.1. */
export const RFC7519_JWS =
  'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

/** RFC 7519 section 6.1. */
export const RFC7519_UNSECURED =
  'eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.';

/** RFC 7519 appendix A.1. */
export const RFC7519_JWE =
  'eyJhbGciOiJSU0ExXzUiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.QR1Owv2ug2WyPBnbQrRARTeEk9kDO2w8qDcjiHnSJflSdv1iNqhWXaKH4MqAkQtMoNfABIPJaZm0HaA415sv3aeuBWnD8J-Ui7Ah6cWafs3ZwwFKDFUUsWHSK-IPKxLGTkND09XyjORj_CHAgOPJ-Sd8ONQRnJvWn_hXV1BNMHzUjPyYwEsRhDhzjAD26imasOTsgruobpYGoQcXUwFDn7moXPRfDE8-NoQX7N7ZYMmpUDkR-Cx9obNGwJQ3nM52YCitxoQVPzjbl7WBuB7AohdBoZOdZ24WlN1lVIeh8v1K4krB8xgKvRU8kgFrEn_a1rZgN5TiysnmzTROF869lQ.AxY8DCtDaGlsbGljb3RoZQ.MKOle7UQrG6nSxTLX6Mqwt0orbHvAKeWnDYvpIAeZ72deHxz3roJDXQyhxx0wKaMHDjUEOKIwrtkHthpqEanSBNYHZgmNOV7sln1Eu9g3J8.fiK51VwhsxJ-siBMR-YFiA';

/** The claims of RFC 7519 section 3.1. */
export const RFC7519_CLAIMS = { iss: 'joe', exp: 1300819380, 'http://example.com/is_root': true };

/** A token that is really signed. */
export function sign(claims: Readonly<Record<string, unknown>>): Promise<string> {
  return new SignJWT(claims as JWTPayload).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(SECRET);
}

/** A token that is really encrypted, as Auth.js does it. */
export function encrypt(claims: Readonly<Record<string, unknown>>): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(SECRET.slice(0, 32));
}

/** A token with whatever text for header and payload, and a signature that fits nothing: what no library would mint. */
export const compact = (header: string, payload: string, signature = 'c2lnbmF0dXJl') =>
  [base64url(header), base64url(payload), signature].join('.');

export const base64url = (text: string) => Buffer.from(text).toString('base64url');

export const HEADER = '{"alg":"HS256"}';

/** `[[[…]]]`, deeper than a call stack goes. */
export const deepJson = (depth = 50_000) => '['.repeat(depth) + ']'.repeat(depth);

/** Names that every object has, and that break code which forgets so. */
export const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

/** Any JSON object, often with hostile member names. */
export const jsonObject = () =>
  fc.dictionary(fc.oneof({ weight: 3, arbitrary: fc.string() }, fc.constantFrom(...PROTOTYPE_NAMES)), fc.jsonValue(), {
    noNullPrototype: true,
  });

/** Any string there is, halves of surrogate pairs included. */
export const anyText = (maxLength = 200) =>
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength }).map((units) => String.fromCharCode(...units));

/** Strings that nearly are tokens. */
export const almostToken = () =>
  fc
    .array(
      fc.oneof(
        anyText(20),
        fc.constantFrom('', HEADER, '{}', 'ey', 'Bearer', '%', 'base64-'),
        jsonObject().map((value) => base64url(JSON.stringify(value))),
      ),
      { maxLength: 6 },
    )
    .chain((parts) => fc.constantFrom('.', ' ', '%20', '').map((separator) => parts.join(separator)));
