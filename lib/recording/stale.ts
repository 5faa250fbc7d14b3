import { formatPath, type ClaimPath } from '@/lib/token/diff.ts';
import type { DecodedToken } from '@/lib/token/decode.ts';
import { sameJson } from '@/lib/token/json.ts';
import type { CredentialView } from './credentials.ts';
import { customClaims, flattenSources, originKey, type LearnedOrigins, type Source } from './origins.ts';
import type { Session } from './session.ts';

/** A claim that says otherwise than the page's user object. */
export interface StaleClaim {
  /** As it is shown: `birthday`, `o.rol`. */
  readonly claim: string;
  /** The SDK's name for where it comes from: `user.publicMetadata.birthday`. */
  readonly source: string;
  /** What stands there now; undefined where nothing does any more. */
  readonly value: unknown;
  /** Which of the two is the older one. */
  readonly behind: 'token' | 'user';
}

type Jws = Extract<DecodedToken, { format: 'jws' }>;

/**
 * Holds the claims of the session's token against what the page's SDK says of its user. A claim counts where its source
 * can be told: the provider knows it, both once said the same, or both have the same name.
 */
export function findStaleClaims(
  { provider, sdk }: Session,
  view: CredentialView | undefined,
  learned: LearnedOrigins,
): readonly StaleClaim[] {
  const token = view?.token;
  if (!sdk?.session || !sdk.sources || token?.format !== 'jws' || !provider.mints(token)) return [];
  if (provider.identify(token.claims).session !== sdk.session.id) return [];
  const sources = flattenSources(sdk.sources);
  const sourceOf = (name: string) => sources.find((source) => source.name === name);

  const stale: StaleClaim[] = [];
  const flag = (claim: string, name: string, source: Source | undefined) =>
    stale.push({ claim, source: name, value: source?.value, behind: behindOf(token, source) });

  const origins = provider.claimOrigins?.(token.claims, (name) => sourceOf(name)?.value) ?? [];
  for (const { claim, source: name, agrees } of origins) {
    const source = sourceOf(name);
    if (source && !learned.has(originKey(sdk, claim)) && !agrees(source.value)) flag(claim, name, source);
  }

  for (const [claim, value] of customClaims(token.claims, provider)) {
    const seen = learned.get(originKey(sdk, claim));
    if (!seen && origins.some((origin) => origin.claim === claim)) continue;
    const names = seen ?? sources.filter(isNamed(claim)).map(({ name }) => name);
    const [first] = names;
    if (first === undefined || names.some((name) => sameJson(sourceOf(name)?.value, value))) continue;
    flag(claim, first, sourceOf(first));
  }
  return stale;
}

/** `first_name`, `firstName` and `FirstName` are one name. */
const plainName = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

const isNamed =
  (claim: string) =>
  ({ name }: Source) =>
    plainName(name.split('.').slice(-1).join('')) === plainName(claim);

/**
 * A token's claims are as old as its `oiat`, where it has one: a token can be minted anew from claims that were read
 * before. Seconds are all a token knows, so within one second it is taken to be the older one.
 */
function behindOf({ header, claims }: Jws, source: Source | undefined): StaleClaim['behind'] {
  const readAt = [header['oiat'], claims['iat']].find((time) => typeof time === 'number');
  const changedAt = source?.updatedAt ?? undefined;
  return readAt === undefined || changedAt === undefined || readAt * 1_000 <= changedAt ? 'token' : 'user';
}

/** What is to be said of one of a token's claims. */
export function staleAt(stale: readonly StaleClaim[], path: ClaimPath): StaleClaim | undefined {
  const name = formatPath(path);
  return stale.find(({ claim }) => claim === name);
}
