import type { Claims, DecodedToken } from '@/lib/token/decode.ts';
import { diffClaims, type ClaimChange, type ClaimPath } from '@/lib/token/diff.ts';
import { isRecord } from '@/lib/token/json.ts';
import { findTokens, type FoundToken } from '@/lib/token/nested.ts';
import type { Credential } from './credential.ts';
import type { Millis } from './event.ts';
import type { Recording } from './recording.ts';
import type { Proof } from './proof.ts';

/** A token that can be compared: one whose claims can be read. */
export interface TokenSide {
  readonly raw: string;
  readonly number: number | undefined;
  readonly token: Extract<DecodedToken, { format: 'jws' }>;
  /** Its claims, with tokens among them replaced by what they say: their text changes with every refresh. */
  readonly claims: Claims;
}

export interface Comparison {
  readonly before: TokenSide;
  readonly after: TokenSide;
  readonly changes: readonly ClaimChange[];
  /** When the later one was first seen. */
  readonly at: Millis;
}

export function sideOf(recording: Recording, raw: string | undefined): TokenSide | undefined {
  return raw === undefined ? undefined : sideOfFound(recording, findTokens(raw));
}

/** Tokens were found once, when they were first seen, and are read for as long as they are shown. */
const sidesRead = new WeakMap<readonly FoundToken[], TokenSide>();

function sideOfFound({ tokens: numbers }: Recording, tokens: readonly FoundToken[]): TokenSide | undefined {
  const [main] = tokens;
  if (main?.token.format !== 'jws') return undefined;
  const { raw, token } = main;
  const number = numbers.get(raw)?.number;
  const known = sidesRead.get(tokens);
  if (known && known.number === number) return known;
  const side = {
    raw,
    token,
    number,
    claims: known?.claims ?? withTokensRead(token.claims, main.path, tokens.slice(1)),
  };
  sidesRead.set(tokens, side);
  return side;
}

/** Of the tokens found beside it, only those inside it, which stand on paths that go on from its own. */
function withTokensRead(claims: Claims, outer: readonly string[], others: readonly FoundToken[]): Claims {
  return others.reduce((read, { path, token }) => {
    const isInside = path.length > outer.length && outer.every((key, index) => path[index] === key);
    return isInside && token.format === 'jws' ? withMember(read, path.slice(outer.length), token.claims) : read;
  }, claims);
}

function withMember(json: Claims, [key = '', ...rest]: readonly string[], value: unknown): Claims {
  const member = json[key];
  const replaced = rest.length === 0 ? value : withMember(isRecord(member) ? member : {}, rest, value);
  return Object.fromEntries(Object.entries(json).map(([name, old]) => [name, name === key ? replaced : old]));
}

interface SidesRead {
  readonly tokens: Recording['tokens'];
  readonly sides: readonly TokenSide[];
}

/** Most of what is recorded leaves a credential as it is. */
const sidesKnown = new WeakMap<Credential['sightings'], SidesRead>();

/** The tokens that a credential carried and whose claims can be read, the oldest first; a run of the same once. */
export function sidesOf(recording: Recording, { sightings }: Credential): readonly TokenSide[] {
  const { tokens } = recording;
  const known = sidesKnown.get(sightings);
  if (known?.tokens === tokens) return known.sides;
  const all = sightings.flatMap((sighting) => sideOfFound(recording, sighting.tokens) ?? []);
  const sides = all.filter(({ raw }, index) => raw !== all[index - 1]?.raw);
  sidesKnown.set(sightings, { tokens, sides });
  return sides;
}

/** What one token says otherwise than another. */
export function compareSides(
  recording: Recording,
  before: TokenSide,
  after: TokenSide,
  isExpected?: (path: ClaimPath) => boolean,
): Comparison {
  return {
    before,
    after,
    changes: diffClaims(before.claims, after.claims, isExpected),
    at: recording.tokens.get(after.raw)?.firstAt ?? 0,
  };
}

/** The last two tokens that a credential carried; undefined where it has carried fewer, or one that cannot be read. */
export function compareLastTwo(
  recording: Recording,
  credential: Credential,
  isExpected?: (path: ClaimPath) => boolean,
): Comparison | undefined {
  const carried = credential.sightings.flatMap(({ tokens }) => (tokens.length > 0 ? [tokens] : []));
  const last = carried.at(-1);
  const other = carried.findLast(([main]) => main?.raw !== last?.[0]?.raw);
  const [before, after] = [other, last].map((tokens) => tokens && sideOfFound(recording, tokens));
  return before && after && compareSides(recording, before, after, isExpected);
}

/** How long after an action its own token may still be on the way. Milliseconds. */
const SETTLING = 1_000;

/** Whether a comparison takes the place of an action's proof: its token came later and says something else. */
export function outdates({ at, after, changes }: Comparison, proof: Proof): boolean {
  return (
    proof.duration !== null &&
    at > proof.startedAt + proof.duration + SETTLING &&
    after.raw !== proof.after?.raw &&
    changes.some(({ expected }) => !expected)
  );
}
