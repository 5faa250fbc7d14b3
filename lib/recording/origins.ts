import type { PlainJson, SdkState, SourceValue } from '@/lib/providers/page.ts';
import type { Provider } from '@/lib/providers/provider.ts';
import { decodeToken, type Claims } from '@/lib/token/decode.ts';
import { isRecord, ownMember, sameJson } from '@/lib/token/json.ts';

/** From which of the SDK's values a claim seems to come, since both said the same: by claim, of one instance. */
export type LearnedOrigins = ReadonlyMap<string, readonly string[]>;

/** A value by its whole path, such as `user.publicMetadata.birthday`. */
export type Source = SourceValue;

const MAX_SOURCES = 300;

/** The SDK's values, and the members of those that are objects, two levels down: claims are made of either. */
export function flattenSources(sources: readonly SourceValue[] = []): readonly Source[] {
  const flat: Source[] = [];
  const add = (source: Source, levels: number) => {
    if (flat.length >= MAX_SOURCES) return;
    flat.push(source);
    if (levels === 0 || !isRecord(source.value)) return;
    for (const [key, value] of Object.entries(source.value)) {
      add({ name: `${source.name}.${key}`, value: value as PlainJson, updatedAt: source.updatedAt }, levels - 1);
    }
  };
  for (const source of sources) add(source, 2);
  return flat;
}

/** RFC 7519 section 4.1: what an issuer fills in itself. */
const OF_THE_ISSUER = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti']);

/** Claims that the developer has put there. */
export function customClaims(claims: Claims, provider: Provider): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries(claims).filter(
    ([name]) => !OF_THE_ISSUER.has(name) && ownMember(provider.claims, name) === undefined && !isParent(provider, name),
  );
}

const isParent = ({ claims }: Provider, name: string) => Object.keys(claims).some((key) => key.startsWith(`${name}.`));

/** Holds the SDK's token against its values, and adds what they have in common. The map given stays as it is. */
export function learnOrigins(known: LearnedOrigins, provider: Provider, sdk: SdkState): LearnedOrigins {
  if (!sdk.sources?.length || sdk.token === null) return known;
  const token = decodeToken(sdk.token);
  if (token.format !== 'jws') return known;
  const sources = flattenSources(sdk.sources);
  let learned: Map<string, readonly string[]> | undefined;
  for (const [claim, value] of customClaims(token.claims, provider)) {
    if (!isTelling(value)) continue;
    const same = sources.filter((source) => sameJson(source.value, value)).map(({ name }) => name);
    const before = known.get(originKey(sdk, claim));
    const still = before ? same.filter((name) => before.includes(name)) : same;
    if (still.length === 0 || still.length === before?.length) continue;
    learned ??= new Map(known);
    learned.set(originKey(sdk, claim), still);
  }
  return learned ?? known;
}

export const originKey = ({ provider, instance }: SdkState, claim: string) =>
  JSON.stringify([provider, instance, claim]);

/** Two that both say `true` need not have anything to do with each other. */
function isTelling(value: unknown): boolean {
  if (typeof value === 'string') return value.length >= 3;
  if (typeof value === 'number') return Math.abs(value) >= 100;
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
