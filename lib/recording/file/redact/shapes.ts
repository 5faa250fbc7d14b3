/** What of a text says something about a bug and nothing about a person: words, small numbers, dates, versions. */

/** Ids of the providers that are known, also where they are short. */
const KNOWN_ID =
  /^(?:user|usr|sess|org|orgmem|orginv|client|ins|dvc|idn|eml|tok|act|sia|sua|cus|sub|req|inv|tenant|acct)_(?=\w*\d)\w+$/;

/** What an id may begin with that only says who made it: `samlp|okta|…`. */
export const KNOWN_MAKERS = new Set(
  'auth0 samlp saml adfs waad oidc oauth2 google-oauth2 google github gitlab windowslive apple facebook twitter linkedin email sms urn'.split(
    ' ',
  ),
);

/** Constants that look like ids: Clerk's token categories and publishable keys, which every visitor may read. */
const PUBLIC = /^(?:cl_[A-Z]\w{5}\d{3}[A-Z]{3}|pk_(?:test|live)_[\w-]+\$?)$/i;

/** Seconds or milliseconds since 1970, from 2001 to 2096. */
const TIMESTAMP = /^[1-3]\d{9}(?:\d{3})?$/;

const MAX_WORD = 20;
const MAX_MIXED = 7;
const MAX_DIGITS = 6;

/** Whether an unbroken run of letters, digits, `_`, `-`, `+`, `~` is a word or a small number, and no id or secret. */
export function isPlain(atom: string): boolean {
  if (PUBLIC.test(atom) || TIMESTAMP.test(atom)) return true;
  if (atom.length > 64) return false;
  return atom.split(/[-_+~]+/).every(isPlainPart);
}

function isPlainPart(part: string): boolean {
  if (/^\d*$/.test(part)) return part.length <= MAX_DIGITS || /^(?:19|20)\d{6}$/.test(part);
  // `refreshTokenHash1` is a word with a number.
  const [, word] = /^(\p{L}+)\d{1,2}$/u.exec(part) ?? [];
  if (word !== undefined) return word.length <= MAX_WORD && isWrittenByPeople(word);
  if (/\d/.test(part)) return part.length <= MAX_MIXED;
  return part.length <= MAX_WORD && isWrittenByPeople(part);
}

/** `camelCase` and `JSON` are; `aXbQzR` is not: its humps are too small. */
function isWrittenByPeople(letters: string): boolean {
  if (letters.length < 6 || letters === letters.toLowerCase() || letters === letters.toUpperCase()) return true;
  const humps = letters.split(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u);
  return letters.length / humps.length >= 2.8;
}

/** What may stay of a value of which nothing is known: numbers, times, versions and truth. */
export function isHarmless(atom: string): boolean {
  return (
    atom.length <= 1 ||
    /^-?\d{1,6}$/.test(atom) ||
    TIMESTAMP.test(atom) ||
    /^\d{1,4}(?:\.\d{1,4}){1,2}$/.test(atom) ||
    /^(?:true|false|null|undefined|Bearer|Basic|DPoP|none|deleted)$/i.test(atom) ||
    PUBLIC.test(atom)
  );
}

export const isKnownId = (atom: string): boolean =>
  KNOWN_ID.test(atom) || /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(atom);

/** What a member of JSON is about, by its name. */
export type About = 'id' | 'secret' | 'person' | 'anything';

const IDS = new Set(['sub', 'sid', 'jti', 'uid', 'uuid', 'guid', 'handle', 'sessionhandle', 'rsub', 'tid']);
const SECRETS = new Set(['session', 'sess', 'auth', 'key', 'value', 'pin', 'otp', 'authorization']);
const PERSONAL = new Set(
  [
    'name fullname firstname lastname givenname familyname middlename nickname displayname username preferredusername',
    'login label identifier actor email emails emailaddress primaryemailaddress phone phonenumber primaryphonenumber',
    'mobile address street streetaddress city postalcode zip picture image imageurl avatar avatarurl photo profile',
    'website slug slg orgslug orgname tenantname organizationname company companyname ip ipaddress',
  ].flatMap((names) => names.split(' ')),
);

export function aboutOf(name: string): About {
  const last = name.split(/[.:/]/).at(-1) ?? name;
  const plain = last.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (IDS.has(plain) || plain === 'id' || /(?:[a-z\d](?:Id|ID)|[_-]id|_ID)s?$/.test(last)) return 'id';
  if (SECRETS.has(plain) || /token|secret|passw|hash|csrf|nonce|apikey|credential|cookie/.test(plain)) return 'secret';
  return PERSONAL.has(plain) ? 'person' : 'anything';
}
