import { decodeToken, type Claims, type DecodedToken } from '@/lib/token/decode.ts';
import { diffClaims, type ClaimChange, type ClaimPath } from '@/lib/token/diff.ts';
import { isRecord } from '@/lib/token/json.ts';
import { findTokens } from '@/lib/token/nested.ts';
import type { Credential } from './credential.ts';
import type { Millis, RequestFacts } from './event.ts';
import type { Recording } from './fold.ts';
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
  /** The requests that brought the later one. */
  readonly requests: readonly RequestFacts[];
}

export function sideOf(recording: Recording, raw: string | undefined): TokenSide | undefined {
  const token = raw === undefined ? undefined : decodeToken(raw);
  return raw !== undefined && token?.format === 'jws'
    ? { raw, token, number: recording.tokens.get(raw)?.number, claims: withTokensRead(raw, token.claims) }
    : undefined;
}

function withTokensRead(raw: string, claims: Claims): Claims {
  return findTokens(raw).reduce(
    (read, { path, token }) =>
      path.length > 0 && token.format === 'jws' ? withMember(read, path, token.claims) : read,
    claims,
  );
}

function withMember(json: Claims, [key = '', ...rest]: readonly string[], value: unknown): Claims {
  const member = json[key];
  const replaced = rest.length === 0 ? value : withMember(isRecord(member) ? member : {}, rest, value);
  return Object.fromEntries(Object.entries(json).map(([name, old]) => [name, name === key ? replaced : old]));
}

/** The last two tokens that a credential carried; undefined where it has carried fewer. */
export function compareLastTwo(
  recording: Recording,
  credential: Credential,
  isExpected?: (path: ClaimPath) => boolean,
): Comparison | undefined {
  const carried = credential.sightings.flatMap(({ tokens }) => tokens[0]?.raw ?? []);
  const raws = carried.filter((raw, index) => raw !== carried[index - 1]);
  const [before, after] = raws.slice(-2).map((raw) => sideOf(recording, raw));
  if (!before || !after) return undefined;
  return {
    before,
    after,
    changes: diffClaims(before.claims, after.claims, isExpected),
    at: recording.tokens.get(after.raw)?.firstAt ?? 0,
    requests: recording.tokens.get(after.raw)?.broughtBy ?? [],
  };
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
