import { providers } from '@/lib/providers/index.ts';
import type { InspectionFact, SdkState } from '@/lib/providers/page.ts';
import type { Provider } from '@/lib/providers/provider.ts';
import type { Claims } from '@/lib/token/decode.ts';
import { formatPath } from '@/lib/token/diff.ts';
import type { FoundToken } from '@/lib/token/nested.ts';
import { measureClock, type ClockSkew } from './clock.ts';
import type { CredentialView } from './credentials.ts';
import type { Millis, RequestFacts } from './event.ts';
import type { Recording } from './recording.ts';
import { isOpaqueSession } from './opaque.ts';

/** The session that the countdown is about. */
export interface Session {
  readonly provider: Provider;
  /** Where its token is read; undefined where no token is in sight, as on a signed-out page. */
  readonly view: CredentialView | undefined;
  /** The token whose `exp` counts. */
  readonly countdown: { readonly claims: Claims; readonly number: number | undefined } | undefined;
  /** What the page's SDK says; undefined where there is none, or it was not looked at. */
  readonly sdk: SdkState | undefined;
  /** Until when it can be refreshed; undefined where no cookie's date says it. */
  readonly renewal: InspectionFact | undefined;
}

/**
 * Every provider that has a session or an SDK on this page. Several apps can share a host and so its cookies: those
 * with an SDK and a token come first, another origin's token after that, and tokens of no known make last.
 */
export function listSessions(recording: Recording, views: readonly CredentialView[]): Session[] {
  return providers
    .map((provider) => sessionOf(provider, recording, views))
    .filter(({ view, sdk }) => view !== undefined || sdk !== undefined)
    .toSorted((a, b) => sessionRank(a, recording.url) - sessionRank(b, recording.url));
}

function sessionRank({ provider, view, sdk, countdown }: Session, url: string | null): number {
  if (provider.id === 'other') return 4;
  if (view === undefined) return 2;
  if (sdk) return 0;
  return isForeign(countdown?.claims['azp'], url) ? 3 : 1;
}

/** Whether a token says that it was minted for another origin than the page's. */
function isForeign(azp: unknown, url: string | null): boolean {
  if (typeof azp !== 'string' || url === null || !URL.canParse(azp) || !URL.canParse(url)) return false;
  return new URL(azp).origin !== new URL(url).origin;
}

function sessionOf(provider: Provider, recording: Recording, views: readonly CredentialView[]): Session {
  const sdk = recording.sdks.find((state) => state.provider === provider.id);
  const own = views
    .filter((view) => view.credential.present && keepsSession(provider, view, recording.url))
    .toSorted((a, b) => Number(isSeenOnly(a)) - Number(isSeenOnly(b)) || nameRank(provider, a) - nameRank(provider, b));
  // Several apps can share a host; the page's SDK says which session is this page's.
  const view =
    own.find((candidate) => isOfSession(provider, candidate, sdk?.session?.id)) ??
    (sdk?.loaded && !sdk.session ? undefined : own[0]);
  return {
    provider,
    view,
    countdown: view && countdownOf(provider, view, recording),
    sdk,
    renewal: renewalOf(provider, views),
  };
}

export interface SessionLimit {
  readonly label: string;
  readonly at: Millis;
}

/** When the session itself ends: the SDK tells it first of its active session. */
export function limitsOf({ provider, sdk, renewal }: Session): SessionLimit[] {
  const facts = [...(sdk?.inspection[0]?.facts ?? []), ...(renewal ? [renewal] : [])];
  return (provider.limits ?? []).flatMap(({ fact, label }) => {
    const found = facts.find(({ name }) => name === fact);
    return found?.kind === 'time' && found.value !== null ? [{ label, at: found.value }] : [];
  });
}

/** What requests carried may be older than what is kept. */
const isSeenOnly = ({ credential }: CredentialView) => /^(?:request|response)-/.test(credential.where);

function renewalOf({ renewal }: Provider, views: readonly CredentialView[]): InspectionFact | undefined {
  const cookie = views.find(({ credential }) => credential.present && renewal?.cookie.test(credential.name))?.credential
    .cookie;
  return renewal && cookie ? { name: renewal.fact, kind: 'time', value: cookie.expiresAt } : undefined;
}

function countdownOf(provider: Provider, view: CredentialView, recording: Recording): Session['countdown'] {
  const found = countingToken(provider, view);
  return found?.token.format === 'jws'
    ? { claims: found.token.claims, number: recording.tokens.get(found.raw)?.number }
    : undefined;
}

/** The token in a session's value whose `exp` counts. */
export function countingToken(
  { countdown }: Provider,
  { tokens }: Pick<CredentialView, 'tokens'>,
): FoundToken | undefined {
  const wanted = formatPath(countdown);
  return tokens.find(({ path }) => formatPath(path) === wanted) ?? tokens[0];
}

/** Of a make that is not known, any token that is kept may be the session's; a value that is none, if its cookie may. */
function keepsSession(
  provider: Provider,
  { isSession, provider: minter, token, credential }: CredentialView,
  url: string | null,
): boolean {
  if (provider.id !== 'other') return isSession && minter === provider;
  if (minter !== undefined || credential.where === 'request-header') return false;
  return token.format !== 'opaque' || isOpaqueSession(credential, url);
}

function isOfSession(provider: Provider, { token }: CredentialView, id: string | undefined): boolean {
  return id !== undefined && token.format === 'jws' && provider.identify(token.claims).session === id;
}

function nameRank(provider: Provider, { credential }: CredentialView): number {
  return provider.sessionNames.findIndex((pattern) => pattern.test(credential.name));
}

/** A clock is measured again with each event, so no more requests than these are looked through. */
const RECENT = 500;

/** Skew against the hosts that hand out tokens to this page; against the page's own where none was seen to. */
export function sessionClock(recording: Recording): ClockSkew {
  const recent = recording.requests.slice(-RECENT);
  const issuers = new Set(recent.filter(handsOutTokens).map(({ url }) => hostOf(url)));
  const pageHost = recording.url === null ? '' : hostOf(recording.url);
  const measured = measureClock(recent, (url) => issuers.has(hostOf(url)));
  return measured.state === 'measured' ? measured : measureClock(recent, (url) => hostOf(url) === pageHost);
}

const handsOutTokens = ({ received }: RequestFacts) => received.some(({ place }) => place !== 'header');

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : '');
