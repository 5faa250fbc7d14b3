import { providerById, providers } from '@/lib/providers/index.ts';
import type { HttpAnswer } from '@/lib/providers/page.ts';
import type { Provider, ProviderAction, ResponseReading } from '@/lib/providers/provider.ts';
import type { DecodedToken } from '@/lib/token/decode.ts';
import { diffClaims, type ClaimChange } from '@/lib/token/diff.ts';
import type { FoundToken } from '@/lib/token/nested.ts';
import { currentSighting, tokensIn, withoutParts, type Credential } from './credential.ts';
import type { ActionEnd, Millis, RequestFacts } from './event.ts';
import type { RecordedAction, Recording } from './recording.ts';
import { sideOf, type TokenSide } from './comparison.ts';
import { isOpaqueSession } from './opaque.ts';

/**
 * What came of the cookie. `none`: there is no new token, or no cookie for it. `gone`: it was there before, and is not
 * any more. `unread`: cookies cannot be read. `new-value` and `same-value`: of cookies that are the session and no token.
 */
export type CookieFate =
  | { readonly state: 'rewritten'; readonly name: string }
  | { readonly state: 'held-back'; readonly name: string; readonly rule: string | undefined }
  | { readonly state: 'gone'; readonly name: string }
  | { readonly state: 'new-value' | 'same-value'; readonly names: readonly string[] }
  | { readonly state: 'none' }
  | { readonly state: 'unread' };

export type Verdict =
  | { readonly kind: 'running' }
  | { readonly kind: 'new-token'; readonly changed: number }
  | { readonly kind: 'same-token' }
  | { readonly kind: 'no-token' }
  /** A token that is not the session's, such as one from a template: nothing of the session changes. */
  | { readonly kind: 'other-token' }
  /** It ended well, and no token was to come of it. */
  | { readonly kind: 'done' }
  | { readonly kind: 'responded'; readonly reading: ResponseReading; readonly changed: number | undefined }
  | { readonly kind: 'failed'; readonly end: Exclude<ActionEnd, { status: 'done' | 'responded' }> };

/** What an action did, with the evidence. */
export interface Proof {
  readonly provider: Provider;
  readonly action: ProviderAction;
  /** The call or request that was made. */
  readonly call: string;
  readonly startedAt: Millis;
  /** Null while it runs. */
  readonly duration: Millis | null;
  readonly verdict: Verdict;
  readonly before: TokenSide | undefined;
  readonly after: TokenSide | undefined;
  readonly changes: readonly ClaimChange[];
  readonly cookie: CookieFate;
  /** What the SDK asked its API while the action ran. */
  readonly requests: readonly RequestFacts[];
  /** What the page said last of the network; undefined where it was not asked. */
  readonly online: boolean | undefined;
}

/**
 * Derives what an action did from what was recorded around it, so that evidence which arrives late still counts.
 * Undefined for an action that this version does not know.
 */
export function proveAction(recording: Recording, recorded: RecordedAction): Proof | undefined {
  const provider = providerById(recorded.provider);
  const action = provider?.actions.find(({ id }) => id === recorded.action);
  if (!provider || !action) return undefined;
  const carriers = sessionCarriers(recording, provider, recorded);
  const before = beforeSide(recording, provider, carriers, recorded);
  const after = afterSide(recording, provider, carriers, recorded);
  // A token of another kind is compared with nothing, and no cookie waits for it.
  const isOther = action.yields(recorded.options, before?.claims) === 'other-token';
  const compared = before && after && !isOther;
  const changes = compared ? diffClaims(before.claims, after.claims, provider.isExpectedChange) : [];
  return {
    provider,
    action,
    call: action.call(recorded.options, {
      sdk: recorded.sdks.find((sdk) => sdk.provider === provider.id),
      claims: before?.token.claims,
    }),
    startedAt: recorded.startedAt,
    duration: recorded.endedAt === null ? null : recorded.endedAt - recorded.startedAt,
    verdict: verdictOf(action, recorded, before, after, changes),
    before,
    after,
    changes,
    cookie: isOther ? { state: 'none' } : cookieFate(recording, provider, carriers, before, after, recorded),
    requests: requestsDuring(recording, provider, recorded),
    online: recording.page?.online,
  };
}

function verdictOf(
  action: ProviderAction,
  { end, options }: RecordedAction,
  before: TokenSide | undefined,
  after: TokenSide | undefined,
  changes: readonly ClaimChange[],
): Verdict {
  if (end === null) return { kind: 'running' };
  const changed = changes.filter(({ expected }) => !expected).length;
  if (end.status === 'responded') {
    const reading = action.interpret?.(end.http) ?? plainReading(end.http);
    return { kind: 'responded', reading, changed: before && after && before.raw !== after.raw ? changed : undefined };
  }
  if (end.status !== 'done') return { kind: 'failed', end };
  const yields = action.yields(options, before?.claims);
  if (yields === 'nothing') return { kind: 'done' };
  if (yields === 'other-token') return { kind: after ? 'other-token' : 'no-token' };
  if (!after) return { kind: 'no-token' };
  if (before?.raw === after.raw) return { kind: 'same-token' };
  return { kind: 'new-token', changed };
}

const plainReading = ({ status }: HttpAnswer): ResponseReading => ({
  tone: status > 0 && status < 400 ? 'neutral' : 'bad',
  headline: `Answered ${status}`,
  reasons: [],
  facts: [],
});

/**
 * Credentials that keep the provider's session token: this page's session first, since several apps can share a host,
 * then cookies, then as the provider ranks them. One with the right name and somebody else's token is none of them.
 */
function sessionCarriers(recording: Recording, provider: Provider, recorded: RecordedAction): Credential[] {
  const session = sessionIdOf(recording, provider, recorded);
  const isOfSession = ({ sightings }: Credential) =>
    sightings.some(({ tokens }) => sessionIn(provider, mainToken(provider, tokens)?.token) === session);
  const rank = (credential: Credential) =>
    (session === undefined || isOfSession(credential) ? 0 : 1_000) +
    (credential.where === 'cookie' ? 0 : 100) +
    provider.sessionNames.findIndex((pattern) => pattern.test(credential.name));
  return [...recording.credentials.values()]
    .filter(
      ({ id, name, present, sightings }) =>
        (present || recorded.before.has(id)) &&
        (provider.sessionNames.length === 0 || provider.sessionNames.some((pattern) => pattern.test(name))) &&
        sightings.some(({ tokens }) => mainToken(provider, tokens)),
    )
    .toSorted((a, b) => rank(a) - rank(b));
}

/** The session of the token that the SDK answered with, else the one that the SDK is on. */
function sessionIdOf(recording: Recording, provider: Provider, { end }: RecordedAction): string | undefined {
  const answered = end?.status === 'done' ? sideOf(recording, end.token ?? undefined) : undefined;
  const sdk = recording.sdks.find((state) => state.provider === provider.id);
  return sessionIn(provider, answered?.token) ?? sdk?.session?.id;
}

function sessionIn(provider: Provider, token: DecodedToken | undefined): string | undefined {
  return token?.format === 'jws' ? provider.identify(token.claims).session : undefined;
}

/** The token that a value is, where the provider minted it; where nobody known did, it may be any provider's of no name. */
const mainToken = (provider: Provider, [main]: readonly FoundToken[]): FoundToken | undefined =>
  main &&
  (provider.sessionNames.length === 0 ? !providers.some(({ mints }) => mints(main.token)) : provider.mints(main.token))
    ? main
    : undefined;

function beforeSide(
  recording: Recording,
  provider: Provider,
  carriers: readonly Credential[],
  { before }: RecordedAction,
) {
  for (const { id, name } of carriers) {
    const side = sideOf(recording, mainToken(provider, tokensIn(name, before.get(id) ?? ''))?.raw);
    if (side) return side;
  }
  return undefined;
}

/** How long after an answer a cookie that came with it may still be on its way. Milliseconds. */
const SETTLING = 1_000;

/** What the SDK answered with; where it gave no token, what stood in the carrier when the action was over. */
function afterSide(
  recording: Recording,
  provider: Provider,
  carriers: readonly Credential[],
  { end, endedAt }: RecordedAction,
) {
  if ((end?.status !== 'done' && end?.status !== 'responded') || endedAt === null) return undefined;
  const answered = sideOf(recording, end.status === 'done' ? (end.token ?? undefined) : undefined);
  if (answered) return answered;
  const sighting = carriers[0]?.sightings.findLast(({ firstAt }) => firstAt <= endedAt + SETTLING);
  return sideOf(recording, sighting && mainToken(provider, sighting.tokens)?.raw);
}

function cookieFate(
  recording: Recording,
  provider: Provider,
  carriers: readonly Credential[],
  before: TokenSide | undefined,
  after: TokenSide | undefined,
  recorded: RecordedAction,
): CookieFate {
  if (recording.looked.cookies === null) return { state: 'unread' };
  if (provider.sessionNames.length === 0 && carriers.length === 0) return opaqueFate(recording, recorded);
  const cookies = carriers.filter(({ where }) => where === 'cookie');
  const [first] = cookies;
  if (!first || !after) return { state: 'none' };
  if (before?.raw === after.raw) return first.present ? { state: 'none' } : { state: 'gone', name: first.name };
  const rewritten = cookies.find(({ sightings }) =>
    sightings.some(({ tokens }) => tokens.some(({ raw }) => raw === after.raw)),
  );
  if (rewritten) return { state: 'rewritten', name: rewritten.name };
  const sdk = recording.sdks.find((state) => state.provider === provider.id);
  const rule = provider.explainHeldBack({
    focused: recording.page?.focused,
    cookie: (name) => cookieValue(recording, name),
    sessionId: sdk?.session?.id,
    organizationId: sdk?.organization?.id,
    before: before?.token.header,
    after: after.token.header,
  });
  return { state: 'held-back', name: first.name, rule };
}

/** A value that says nothing can still be told to be another one. */
function opaqueFate(recording: Recording, { before, end, endedAt }: RecordedAction): CookieFate {
  if (end?.status !== 'responded' || endedAt === null) return { state: 'none' };
  const cookies = withoutParts(recording.credentials).filter(
    (credential) => (credential.present || before.has(credential.id)) && isOpaqueSession(credential, recording.url),
  );
  const gone = cookies.find(({ present }) => !present);
  if (gone) return { state: 'gone', name: gone.name };
  const renewed = cookies.filter(({ id, sightings }) => {
    const sighting = sightings.findLast(({ firstAt }) => firstAt <= endedAt + SETTLING);
    return sighting && sighting.value !== before.get(id);
  });
  if (renewed.length > 0) return { state: 'new-value', names: namesOf(renewed) };
  return cookies.length > 0 ? { state: 'same-value', names: namesOf(cookies) } : { state: 'none' };
}

const namesOf = (credentials: readonly Credential[]) => [...new Set(credentials.map(({ name }) => name))];

function cookieValue(recording: Recording, name: string): string | undefined {
  for (const credential of recording.credentials.values()) {
    if (credential.where === 'cookie' && credential.name === name && credential.present) {
      return currentSighting(credential).value;
    }
  }
  return undefined;
}

function requestsDuring(recording: Recording, provider: Provider, { startedAt, endedAt, end }: RecordedAction) {
  return recording.requests.filter(
    (request) =>
      request.startedAt >= startedAt &&
      (endedAt === null || request.startedAt <= endedAt) &&
      URL.canParse(request.url) &&
      (provider.isOwnRequest(new URL(request.url)) || (end?.status === 'responded' && request.url === end.http.url)),
  );
}
