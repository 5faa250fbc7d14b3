import { decodeToken, type DecodedToken } from '@/lib/token/decode.ts';
import { diffClaims, type ClaimChange, type ClaimPath } from '@/lib/token/diff.ts';
import type { Credential } from './credential.ts';
import type { Recording } from './fold.ts';

/** A token that can be compared: one whose claims can be read. */
export interface TokenSide {
  readonly raw: string;
  readonly number: number | undefined;
  readonly token: Extract<DecodedToken, { format: 'jws' }>;
}

export interface Comparison {
  readonly before: TokenSide;
  readonly after: TokenSide;
  readonly changes: readonly ClaimChange[];
}

export function sideOf(recording: Recording, raw: string | undefined): TokenSide | undefined {
  const token = raw === undefined ? undefined : decodeToken(raw);
  return raw !== undefined && token?.format === 'jws'
    ? { raw, token, number: recording.tokens.get(raw)?.number }
    : undefined;
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
  return { before, after, changes: diffClaims(before.token.claims, after.token.claims, isExpected) };
}
