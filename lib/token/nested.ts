import { decodeToken, looksCompact, MAX_CLAIM_DEPTH, MAX_TOKEN_LENGTH, type DecodedToken } from './decode.ts';
import { depthExceeds, isRecord, parseJson } from './json.ts';

/** How a token was packed into the value it was found in, outermost first. */
export type Wrapping = 'bearer' | 'percent' | 'base64' | 'json';

export interface FoundToken {
  /** The compact token itself, unwrapped. */
  readonly raw: string;
  readonly token: DecodedToken;
  /** Where it stands: JSON members and claims to follow from the outermost value; empty for the value itself. */
  readonly path: readonly string[];
  readonly wrapping: readonly Wrapping[];
  /** No token of its own: it repeats the claims of another one, and is never sent in its place. */
  readonly mirror?: true;
}

const MAX_DEPTH = 8;
const MAX_STRINGS = 2_000;
const BASE64 = /^[A-Za-z0-9+/_-]{16,}={0,2}$/;
/** How `{`, `[`, `"`, `ey` and a byte order mark begin in base64: most words are told from JSON by their first letter. */
const BEGINS_AS_DATA = /^(?:[eWI]|ZX|77)/;
/** Supabase marks its encoded cookies so: `base64-` and base64url (@supabase/ssr 0.12.7, cookieEncoding). */
export const BASE64_MARK = 'base64-';

/**
 * Every token inside a value, outermost first: as it stands, behind `Bearer`, percent- or base64-encoded,
 * as a member of JSON, or as a claim of another token. Bounded in depth and number; never throws.
 */
export function findTokens(value: string): FoundToken[] {
  const found: FoundToken[] = [];
  let budget = MAX_STRINGS;

  function visitText(text: string, path: readonly string[], wrapping: readonly Wrapping[], depth: number): void {
    if (budget-- <= 0 || depth > MAX_DEPTH || text.length > MAX_TOKEN_LENGTH) return;
    if (looksCompact(text)) {
      const token = decodeToken(text);
      if (token.format === 'opaque') return;
      found.push({ raw: text, token, path, wrapping });
      if (token.format === 'jws') visitJson(token.claims, path, [], depth + 1);
      return;
    }
    const inner = unwrap(text);
    if (!inner) return;
    const wrapped = [...wrapping, inner.wrapping];
    if (inner.wrapping === 'json') visitJson(inner.value, path, wrapped, depth + 1);
    else visitText(inner.value, path, wrapped, depth + 1);
  }

  function visitJson(json: unknown, path: readonly string[], wrapping: readonly Wrapping[], depth: number): void {
    if (typeof json === 'string') visitText(json, path, wrapping, depth);
    else if (typeof json === 'object' && json !== null && depth <= MAX_DEPTH) {
      for (const [key, member] of Object.entries(json)) {
        if (typeof member !== 'string' && typeof member !== 'object') continue;
        if (budget <= 0) return;
        visitJson(member, [...path, key], wrapping, depth + 1);
      }
    }
  }

  visitText(value.trim(), [], [], 0);
  return found;
}

/** The data a value holds once its wrappings are taken off; undefined where there is none, or where it is too deep. */
export function unwrapJson(value: string): Readonly<Record<string, unknown>> | undefined {
  let text = value.trim();
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const inner = unwrap(text);
    if (!inner) return undefined;
    if (typeof inner.value === 'string') text = inner.value;
    else return isRecord(inner.value) && !depthExceeds(inner.value, MAX_CLAIM_DEPTH) ? inner.value : undefined;
  }
  return undefined;
}

type Unwrapped =
  | { readonly wrapping: 'json'; readonly value: unknown }
  | { readonly wrapping: 'bearer' | 'percent' | 'base64'; readonly value: string };

/** Takes off the outermost wrapping; undefined where there is none. */
export function unwrap(text: string): Unwrapped | undefined {
  if (text.length > MAX_TOKEN_LENGTH) return undefined;
  const bearer = /^Bearer\s+(\S+)$/i.exec(text)?.[1];
  if (bearer) return { wrapping: 'bearer', value: bearer };
  if (/^[[{"]/.test(text)) {
    const value = parseJson(text);
    // js-cookie leaves brackets and colons as they are and encodes the rest, so that it begins like JSON.
    if (value !== undefined) return { wrapping: 'json', value };
  }
  if (/%[0-9a-f]{2}/i.test(text)) {
    const value = percentDecode(text);
    return value === undefined || value === text ? undefined : { wrapping: 'percent', value };
  }
  const encoded = text.startsWith(BASE64_MARK) ? text.slice(BASE64_MARK.length) : text;
  if (!BEGINS_AS_DATA.test(encoded) || !BASE64.test(encoded)) return undefined;
  const value = base64Decode(encoded);
  // Any word can be read as base64; only JSON or a token inside makes it one.
  return value !== undefined && (/^[[{"]/.test(value) || looksCompact(value))
    ? { wrapping: 'base64', value }
    : undefined;
}

function percentDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function base64Decode(text: string): string | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
