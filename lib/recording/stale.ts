import { formatPath, type ClaimPath } from '@/lib/token/diff.ts';
import type { Provider } from '@/lib/providers/provider.ts';
import { decodeToken, type Claims, type DecodedToken } from '@/lib/token/decode.ts';
import { isRecord, ownMember, sameJson } from '@/lib/token/json.ts';
import type { CredentialView } from './credentials.ts';
import type { Millis } from './event.ts';
import { customClaims, flattenSources, originKey, type Source } from './origins.ts';
import type { RecordedAction, Recording } from './recording.ts';
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
  /** Why what would mend it has not; undefined where it has not been tried. */
  readonly despite: Despite | undefined;
}

/**
 * `kept-claims`: the token was minted after the change, of claims that had been read before it. `same-again`: the
 * action that brings a newer one of the two has brought the same.
 */
type Despite = 'kept-claims' | 'same-again';

type Jws = Extract<DecodedToken, { format: 'jws' }>;

/**
 * Holds the claims of the session's token against what the page's SDK says of its user. A claim counts where its source
 * can be told: the provider knows it, both once said the same, or both have the same name.
 */
export function findStaleClaims(
  { provider, sdk }: Session,
  view: CredentialView | undefined,
  { origins: learned, actions }: Pick<Recording, 'origins' | 'actions'>,
): readonly StaleClaim[] {
  const token = view?.token;
  if (!view || !sdk?.session || !sdk.sources || token?.format !== 'jws' || !provider.mints(token)) return [];
  if (provider.identify(token.claims).session !== sdk.session.id) return [];
  const sources = flattenSources(sdk.sources);
  const sourceOf = (name: string) => sources.find((source) => source.name === name);

  const stale: StaleClaim[] = [];
  const flag = (claim: string, name: string, source: Source | undefined) => {
    const behind = behindOf(token, source);
    const remedy = provider.remedies?.[behind];
    const brought = actions.some(
      (each) =>
        each.provider === provider.id &&
        each.action === remedy &&
        broughtTheSame(each, token, claim) &&
        each.startedAt >= saidSince(view, token, claim) &&
        (behind === 'user' || hadSource(each, provider, name, source)),
    );
    const despite = isMadeOfKeptClaims(token, source) ? 'kept-claims' : brought ? 'same-again' : undefined;
    stale.push({ claim, source: name, value: source?.value, behind, despite });
  };

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

/** An edge can mint a token of claims that it has kept: it is then younger than the change, and says nothing of it. */
function isMadeOfKeptClaims({ header, claims }: Jws, source: Source | undefined): boolean {
  const [readAt, mintedAt, changedAt] = [header['oiat'], claims['iat'], source?.updatedAt ?? undefined];
  if (typeof readAt !== 'number' || typeof mintedAt !== 'number' || changedAt === undefined) return false;
  return readAt * 1_000 <= changedAt && changedAt < mintedAt * 1_000;
}

/** Whether an action gave a token that says of the claim what this one says. */
function broughtTheSame({ end }: RecordedAction, { claims }: Jws, claim: string): boolean {
  const brought = end?.status === 'done' && end.token !== null ? decodeToken(end.token) : undefined;
  return brought?.format === 'jws' && sameJson(valueAt(brought.claims, claim), valueAt(claims, claim));
}

/** Since when the tokens have said of the claim what this one says: what was tried before tells nothing of it. */
function saidSince({ credential: { sightings } }: CredentialView, { claims }: Jws, claim: string): Millis {
  const other = sightings.findLastIndex(({ tokens: [main] }) => {
    return main?.token.format !== 'jws' || !sameJson(valueAt(main.token.claims, claim), valueAt(claims, claim));
  });
  return (sightings[other + 1] ?? sightings[0]).firstAt;
}

/** Whether the user object said so already when the action started. */
function hadSource({ sdks }: RecordedAction, { id }: Provider, name: string, source: Source | undefined): boolean {
  const then = flattenSources(sdks.find((sdk) => sdk.provider === id)?.sources);
  return sameJson(then.find((each) => each.name === name)?.value, source?.value);
}

const valueAt = (claims: Claims, claim: string): unknown =>
  Object.hasOwn(claims, claim)
    ? claims[claim]
    : claim.split('.').reduce<unknown>((value, name) => (isRecord(value) ? ownMember(value, name) : undefined), claims);

/** What is to be said of a claim that is flagged: which of the two is the older one, and what to do. */
export function describeStale({ source, behind, despite }: StaleClaim): string {
  const which = behind === 'token' ? 'Token is behind' : 'User is behind';
  switch (despite) {
    case undefined:
      return behind === 'token' ? `${which}: refresh it.` : `${which}: reload it.`;
    case 'kept-claims':
      return `${which}, though it was minted after the change: its claims had been read before it (oiat). Refresh again in a while.`;
    case 'same-again':
      return behind === 'token'
        ? `${which}, and a refresh brought the same: the claim is not made of ${source}, or the user object is the older one. Reload the user to know.`
        : `${which}, and a reload brought the same: so the claim is not made of ${source}, or of what the server keeps of it.`;
  }
}

/** What is to be said of one of a token's claims. */
export function staleAt(stale: readonly StaleClaim[], path: ClaimPath): StaleClaim | undefined {
  const name = formatPath(path);
  return stale.find(({ claim }) => claim === name);
}
