const encode = (json: string) => Buffer.from(json).toString('base64url');
const HEADER = encode('{"alg":"RS256","typ":"JWT"}');

/** Written as text, for an object literal would lose `__proto__`. */
const token = (claims: string) => `${HEADER}.${encode(claims)}.c2lnbmF0dXJl`;

const WRONG_TYPES =
  '{"iss":["a"],"sub":42,"aud":{"nested":true},"exp":"soon","iat":null,"nbf":"later","fea":7,"o":"acme","v":2}';
const DANGEROUS_NAMES =
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":"not a function",' +
  '"<img src=x onerror=alert(1)>":"<script>alert(1)</script>","exp":4102444800}';

/** `Set-Cookie` values that a browser takes and a decoder must survive. */
export const hostileCookies = [
  'garbage=eyJ%ZZ..not-a-token; Path=/',
  `truncated=${token('{"sub":"user_1"}').slice(0, -20)}; Path=/`,
  `wrong_types=${token(WRONG_TYPES)}; Path=/`,
  `dangerous_names=${token(DANGEROUS_NAMES)}; Path=/`,
  `!#$%&'*+-.^_\`|~=${token('{"sub":"odd name"}')}; Path=/`,
  `<b>bold<!--=${token('{"sub":"html name"}')}; Path=/`,
];
