/** What of a text says something about a bug and nothing about a person: words, small numbers, dates, versions. */

/** Ids of the providers that are known and of usual make, also where they are short. */
const KNOWN_ID =
  /^(?:user|usr|sess|session|org|orgmem|orginv|client|ins|dvc|idn|eml|tok|act|sia|sua|cus|cust|customer|sub|req|inv|tenant|acct|account|member|team|proj|order)_(?=\w*\d)\w+$/;

/** What an id may begin with that only says who made it: `samlp|okta|…`. */
export const KNOWN_MAKERS = new Set(
  'auth0 samlp saml adfs waad oidc oauth2 google-oauth2 google github gitlab windowslive apple facebook twitter linkedin email sms urn'.split(
    ' ',
  ),
);

/** Constants that look like ids: Clerk's token categories and publishable keys, which every visitor may read. */
const PUBLIC = /^(?:cl_[A-Z]\w{5}\d{3}[A-Z]{3}|pk_(?:test|live)_[\w-]+\$?)$/i;

/** RFC 7518 sections 3.1, 4.1 and 5.1. */
const ALGORITHM =
  /^(?:[REPH]S(?:256|384|512)|ES256K|RSA-OAEP(?:-\d{3})?|A\d{3}(?:GCM|GCMKW|KW|CBC-HS\d{3})|(?:ECDH-ES|PBES2-HS\d{3})(?:\+A\d{3}KW)?)$/;

const DATE = /^(?:(?:19|20)\d\d[01]\d[0-3]\d|[12]\d{3}-[01]\d-[0-3]\d)$/;

const MAX_WORD = 20;
const MAX_DIGITS = 6;

/** Whether an unbroken run of letters, digits, `_`, `-`, `+`, `~` is a word or a small number, and no id or secret. */
export function isPlain(atom: string): boolean {
  if (PUBLIC.test(atom) || ALGORITHM.test(atom) || DATE.test(atom) || isRecentTime(Number(atom))) return true;
  const parts = atom.split(/[-_+~]+/);
  const whole = parts.join('');
  if (atom.length > 64 || /^[\da-f]{8,}$/i.test(whole) || whole.replaceAll(/\D/g, '').length > MAX_DIGITS) return false;
  return parts.every(isPlainPart) && parts.filter(isMixed).length <= 1;
}

const isMixed = (part: string) => /\d/.test(part) && /\D/.test(part);

function isPlainPart(part: string): boolean {
  if (/^\d*$/.test(part)) return true;
  // `refreshTokenHash1`, `oauth2`, `2fa`, `v1beta1`, `i18n`.
  const [, word] = /^(\p{L}+)\d{1,4}$/u.exec(part) ?? [];
  if (/\d/.test(part) && word === undefined)
    return /^(?:\d{1,4}[a-z]{1,3}|v\d{1,3}[a-z]+\d?|[a-z]\d{1,2}[a-z])$/i.test(part);
  return (word ?? part).length <= MAX_WORD && isWrittenByPeople(word ?? part);
}

/** `camelCase` and `JSON` are; `aXbQzR` is not: its humps are too small. */
function isWrittenByPeople(letters: string): boolean {
  if (letters.length < 6 || letters === letters.toLowerCase() || letters === letters.toUpperCase()) return true;
  const humps = letters.split(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u);
  return letters.length / humps.length >= 2.8;
}

/** Seconds or milliseconds since 1970, from 2010 to 2033: telephone numbers look like those beyond. */
export const isRecentTime = (value: number): boolean =>
  (value >= 1_262_304_000 && value < 2e9) || (value >= 1_262_304_000_000 && value < 2e12);

/** Seconds or milliseconds since 1970, from 2001 to 2096: of what is known to be a time. */
export const isTime = (value: number): boolean => (value > 1e9 && value < 4e9) || (value > 1e12 && value < 4e12);

/** Of a value that is or may be a secret itself, nothing may stay that says more than that there is one. */
export const isEmptyWord = (atom: string): boolean =>
  atom.length <= 1 || /^(?:true|false|null|undefined|Bearer|Basic|DPoP|none|deleted)$/i.test(atom) || PUBLIC.test(atom);

/** What may stay of a value of which nothing is known: numbers, times, versions and truth. */
export const isHarmless = (atom: string): boolean =>
  isEmptyWord(atom) ||
  /^-?\d{1,6}$/.test(atom) ||
  (/^\d+$/.test(atom) && isRecentTime(Number(atom))) ||
  /^\d{1,4}(?:\.\d{1,4}){1,2}$/.test(atom);

export const isKnownId = (atom: string): boolean =>
  KNOWN_ID.test(atom) || /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(atom);

/** The machine itself, which is everybody's. */
export const isLoopback = (address: string): boolean => /^(?:127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[?::1?\]?)$/.test(address);

/** What a value is about, by its name. */
export type About = 'id' | 'secret' | 'person' | 'anything';

const words = (text: string) => new Set(text.split(' '));

const IDS = words(
  'id ids sub sid jti uid uuid guid oid handle sessionhandle rsub tid ssn account accounts accountnumber customernumber membernumber iban card cardnumber pan taxnumber',
);
const RUN_TOGETHER = /(?:user|session|account|client|customer|member|org|tenant|device|order|person|employee)ids?$/;
const SECRETS = words('session sess auth key value pin otp totp mfa authorization jwt pass pwd');
const SECRET =
  /token|secret|passw|passphrase|passcode|hash|csrf|xsrf|nonce|apikey|credential|cookie|signature|verifier|sess(?:ion)?id$/;
const PERSONAL = words(
  [
    'name fullname firstname lastname givenname familyname middlename nickname displayname username preferredusername',
    'first last given family middle surname forename nick alias login label identifier actor email emails mail emailaddress',
    'phone phonenumber mobile tel telephone fax msisdn address addresses street streetaddress city postalcode postcode zip',
    'picture image imageurl avatar avatarurl photo profile website slug slg orgslug tenantname company companyname',
    'ip ipaddress ips lat latitude lng lon longitude geo coordinates location birthplace',
  ].join(' '),
);
/** Who, as a text; as an object, its members say themselves what they are. */
const WHO = words(
  'user owner customer member contact person author organization organisation organizationname employee',
);

/** A name that ends so speaks of a time, an amount or a kind, whatever stands before. */
const NEUTRAL = words(
  [
    'at exp iat nbf ate uat time date expires expiry expiration expire updated created update until since age ttl timestamp',
    'count max min limit length size version verified enabled type status kind mode method use role roles plan scope scopes',
    'permissions alg enc in carrier reason',
  ].join(' '),
);

/** Names come again with each token. */
function memo<T>(of: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (known.size >= 10_000) known.clear();
    const made = of(name);
    known.set(name, made);
    return made;
  };
}

const wordsOf = memo((name): readonly string[] =>
  (name.split(/[.:/]/).at(-1) ?? name)
    .replaceAll(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== ''),
);

export const isNeutral = (name: string): boolean => NEUTRAL.has(wordsOf(name).at(-1) ?? '');

/** A code is what an error is called, or what somebody was sent to sign in with: that one has digits. */
export const isCode = (name: string): boolean => wordsOf(name).at(-1) === 'code';

export const isWho = (name: string): boolean => WHO.has(wordsOf(name).at(-1) ?? '');

export const aboutOf = memo((name): About => {
  const all = wordsOf(name);
  // `customerFirstName` is a first name, and a name.
  const ends = all.map((_, index) => all.slice(index).join(''));
  const [whole = '', last = ''] = [ends[0], ends.at(-1)];
  if (NEUTRAL.has(last)) return 'anything';
  if (SECRETS.has(last) || SECRET.test(whole)) return 'secret';
  if (ends.some((end) => IDS.has(end)) || RUN_TOGETHER.test(whole)) return 'id';
  return ends.some((end) => PERSONAL.has(end) || WHO.has(end)) ? 'person' : 'anything';
});
