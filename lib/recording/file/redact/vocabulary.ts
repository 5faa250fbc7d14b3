import { providers } from '@/lib/providers/index.ts';
import { STANDARD_CLAIMS } from '@/lib/token/claims.ts';

const partsOf = (text: string): readonly string[] =>
  text
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((part) => part !== '');

/** What a provider's backend is known to say of a session, as it says it. */
export const KNOWN_SAID: ReadonlySet<string> = new Set(providers.flatMap(({ verdicts }) => verdicts?.words ?? []));

/** A cookie, header, claim or storage entry of which a provider is known to speak. */
export const isKnownName = (name: string): boolean =>
  name.startsWith('body.') ||
  Object.hasOwn(STANDARD_CLAIMS, name) ||
  providers.some(
    ({ sessionNames, companions, memoryName, claims, header, verdicts }) =>
      name === memoryName ||
      Object.hasOwn(claims, name) ||
      Object.hasOwn(header, name) ||
      verdicts?.headers.includes(name.toLowerCase()) === true ||
      sessionNames.some((pattern) => pattern.test(name)) ||
      companions.some((companion) => companion.name.test(name)),
  );

/** Words that name what everybody has: whoever's name or id they are, they are not replaced where they stand elsewhere. */
const COMMON = new Set(
  [
    ...providers.flatMap(({ id, name, claims, header, sessionNames, companions, verdicts }) => [
      id,
      name,
      ...Object.keys(claims),
      ...Object.keys(header),
      ...(verdicts?.headers ?? []),
      ...(verdicts?.words ?? []),
      ...[...sessionNames, ...companions.map((companion) => companion.name)].map(({ source }) => source),
    ]),
    ...Object.keys(STANDARD_CLAIMS),
    'admin administrator user users owner member guest editor viewer basic free pro enterprise active inactive pending',
    'session sessions token tokens auth authorization cookie bearer jwt access refresh id identity code openid profile',
    'email offline scope client csrf xsrf http https www com org net dev app api localhost test staging production html json',
  ].flatMap(partsOf),
);

/** Words of messages, and no one's name. */
const SPOKEN = new Set(
  `a about abort aborted accept accepted access account action active added after again all allow allowed already also an and
  another any api are argument array arrived as ask asked at attempt available back bad be been before being beta blocked body
  both but by call called came can cancelled cannot captcha caught cause change changed check claim clerk click client clock
  closed code com component connect connection constructor content cookie cookies cors could create created credentials
  current custom data database date deadline decode default defined delete deleted denied detected device did disabled
  disconnected dns document does domain down due each empty enabled end ended endpoint error errors event exceeded exception
  exist existing exists expected expire expired expires expiry external fail failed failure fetch field file final find first
  for forbidden form format found from function future gateway get given gone got had handshake has have header headers host
  how identifier if image in inactive incomplete incorrect information instance insufficient internal into invalid invitation is
  issued issuer it item its json jwt key keys kid known last later length limit limited list load loaded loading locked log
  login logout long lost malformed many match matching max maximum member message metadata method mfa min minutes mismatch
  missing mode more must name navigation need needed needs network never new next no nobody not nothing null number object of
  off offline ok old on once one online only open operation option options or organization organizations origin other out
  page param parameter parse parsing password path payment pending permission permissions permitted phone plan please policy
  post present problem production property provided put quota rate reached read reading ready reason received redirect refresh
  refreshed refused rejected reload remote removed request requests require required requires reset resource response result
  retry return returned revoked role route rules running scope second seconds secret see send sent server service session
  sessions set should sign signature signed signing since size some something soon staging start started state status still
  stopped storage string subject success successful supported suspended tab taken team template terminated than that the them
  then there this threw thrown time timed timeout times to token tokens too try type unauthenticated unauthorised unauthorized
  unavailable undefined unexpected unexpectedly unknown unprocessable unreachable unreadable unsupported until update updated
  url use used user users valid validation value verification verified verify version waiting was were what when where which
  while who whoever with within without wrong yet you your jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri
  sat sun january february march july september october november december monday tuesday wednesday thursday
  friday saturday sunday gmt utc am pm ms s carrier banned forbidden typeerror referenceerror syntaxerror rangeerror
  aborterror networkerror domexception net err ns http https cert authority tls ssl socket proxy tunnel mixed`
    .split(/\s+/)
    .concat([...COMMON]),
);

/** Whether a word is nobody's name, so that it may stay where it is not what was to be kept secret. */
export const isCommon = (word: string): boolean => COMMON.has(word.toLowerCase());

/** Whether text of words alone may stay in a message, in which people are called by their names. */
export const isSpoken = (text: string): boolean =>
  /^(?:ERR|NS_ERROR)_[A-Z_]+$/.test(text) ||
  (partsOf(text).length > 0 && partsOf(text).every((part) => SPOKEN.has(part)));
