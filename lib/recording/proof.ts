import { providerById } from '@/lib/providers/index.ts';
import type { Provider, ProviderAction } from '@/lib/providers/provider.ts';
import { diffClaims, type ClaimChange } from '@/lib/token/diff.ts';
import { findTokens } from '@/lib/token/nested.ts';
import { currentSighting, type Credential } from './credential.ts';
import type { ActionEnd, Millis, RequestFacts } from './event.ts';
import type { RecordedAction, Recording } from './fold.ts';
import { sideOf, type TokenSide } from './comparison.ts';

/** What came of the cookie. `unread`: cookies of this page cannot be read. */
export type CookieFate =
  | { readonly state: 'rewritten'; readonly name: string }
  | { readonly state: 'held-back'; readonly name: string; readonly rule: string | undefined }
  | { readonly state: 'none' }
  | { readonly state: 'unread' };

export type Verdict =
  | { readonly kind: 'running' }
  | { readonly kind: 'new-token'; readonly changed: number }
  | { readonly kind: 'same-token' }
  | { readonly kind: 'no-token' }
  | { readonly kind: 'failed'; readonly end: Exclude<ActionEnd, { status: 'done' }> };

/** What an action did, with the evidence. */
export interface Proof {
  readonly provider: Provider;
  readonly action: ProviderAction;
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
  const before = beforeSide(recording, carriers, recorded);
  const after = afterSide(recording, carriers, recorded);
  const changes = before && after ? diffClaims(before.token.claims, after.token.claims, provider.isExpectedChange) : [];
  return {
    provider,
    action,
    startedAt: recorded.startedAt,
    duration: recorded.endedAt === null ? null : recorded.endedAt - recorded.startedAt,
    verdict: verdictOf(recorded.end, before, after, changes),
    before,
    after,
    changes,
    cookie: cookieFate(recording, provider, carriers, before, after),
    requests: requestsDuring(recording, provider, recorded),
  };
}

function verdictOf(
  end: ActionEnd | null,
  before: TokenSide | undefined,
  after: TokenSide | undefined,
  changes: readonly ClaimChange[],
): Verdict {
  if (end === null) return { kind: 'running' };
  if (end.status !== 'done') return { kind: 'failed', end };
  if (!after) return { kind: 'no-token' };
  if (before?.raw === after.raw) return { kind: 'same-token' };
  return { kind: 'new-token', changed: changes.filter(({ expected }) => !expected).length };
}

/** Credentials that keep the provider's session token, as the provider ranks them; cookies before all else. */
function sessionCarriers(recording: Recording, provider: Provider, { before }: RecordedAction): Credential[] {
  const rank = ({ where, name }: Credential) =>
    (where === 'cookie' ? 0 : 100) + provider.sessionNames.findIndex((pattern) => pattern.test(name));
  return [...recording.credentials.values()]
    .filter(
      ({ id, name, present }) =>
        (present || before.has(id)) && provider.sessionNames.some((pattern) => pattern.test(name)),
    )
    .toSorted((a, b) => rank(a) - rank(b));
}

function beforeSide(recording: Recording, carriers: readonly Credential[], { before }: RecordedAction) {
  for (const { id } of carriers) {
    const side = sideOf(recording, findTokens(before.get(id) ?? '')[0]?.raw);
    if (side) return side;
  }
  return undefined;
}

/** What the SDK answered with; where it gave no token, what stood in the carrier when the action was over. */
function afterSide(recording: Recording, carriers: readonly Credential[], { end, startedAt, endedAt }: RecordedAction) {
  if (end?.status !== 'done' || endedAt === null) return undefined;
  const answered = sideOf(recording, end.token ?? undefined);
  if (answered) return answered;
  const seen = carriers[0]?.sightings.find(({ firstAt }) => firstAt >= startedAt && firstAt <= endedAt);
  return sideOf(recording, (seen ?? (carriers[0] && currentSighting(carriers[0])))?.tokens[0]?.raw);
}

function cookieFate(
  recording: Recording,
  provider: Provider,
  carriers: readonly Credential[],
  before: TokenSide | undefined,
  after: TokenSide | undefined,
): CookieFate {
  if (recording.looked.cookies === null) return { state: 'unread' };
  const cookies = carriers.filter(({ where }) => where === 'cookie');
  const [first] = cookies;
  if (!first || !after) return { state: 'none' };
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

function cookieValue(recording: Recording, name: string): string | undefined {
  for (const credential of recording.credentials.values()) {
    if (credential.where === 'cookie' && credential.name === name && credential.present) {
      return currentSighting(credential).value;
    }
  }
  return undefined;
}

function requestsDuring(recording: Recording, provider: Provider, { startedAt, endedAt }: RecordedAction) {
  return recording.requests.filter(
    (request) =>
      request.startedAt >= startedAt &&
      (endedAt === null || request.startedAt <= endedAt) &&
      URL.canParse(request.url) &&
      provider.isOwnRequest(new URL(request.url)),
  );
}
