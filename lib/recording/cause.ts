import { providerById, providers } from '@/lib/providers/index.ts';
import { decodeToken } from '@/lib/token/decode.ts';
import { isNumericDate } from '@/lib/token/expiry.ts';
import { tokensReceived, wholesOf } from './carried-tokens.ts';
import { serverTime, type ClockSkew } from './clock.ts';
import { tokensIn } from './credential.ts';
import type { Millis, RequestFacts } from './event.ts';
import type { RecordedAction, RecordedToken, Recording } from './recording.ts';
import { describeRequest } from './words.ts';

/**
 * What made a credential carry another token. `forced`: an action of this panel. `sdk`: the provider's SDK, of its own
 * accord. `set-cookie`: a response's header. `unknown`: nothing that was recorded tells.
 */
export type CauseKind = 'forced' | 'sdk' | 'set-cookie' | 'other-tab' | 'page-script' | 'unknown';

export interface Cause {
  readonly kind: CauseKind;
  /** What was seen that says so, as a sentence without its full stop. */
  readonly evidence: string;
  /** The request that brought the token; undefined where none was seen to. */
  readonly request: RequestFacts | undefined;
}

/** One cause, or all that it could have been where what was recorded does not tell them apart. */
export type Causes = readonly [Cause, ...Cause[]];

/** What brought a token into this recording. Undefined for one that is not in it. */
export function causesOf(recording: Recording, raw: string, skew: ClockSkew): Causes | undefined {
  const token = recording.tokens.get(raw);
  return (
    token &&
    (answeredWith(recording, raw) ?? broughtByRequest(recording, token, raw) ?? unbrought(recording, token, raw, skew))
  );
}

/** An action that gave this very token back before it was seen: nothing else can have made it. */
function answeredWith({ answers }: Recording, raw: string): Causes | undefined {
  const action = answers.get(raw);
  return action && [{ kind: 'forced', evidence: `${callOf(action)} answered with it`, request: undefined }];
}

const actionOf = ({ provider, action }: RecordedAction) =>
  providerById(provider)?.actions.find(({ id }) => id === action);

const callOf = (recorded: RecordedAction) =>
  actionOf(recorded)?.call(recorded.options, {
    sdk: recorded.sdks.find(({ provider }) => provider === recorded.provider),
    claims: undefined,
  }) ?? recorded.action;

function broughtByRequest(
  { actions }: Recording,
  { broughtBy, firstAt }: RecordedToken,
  raw: string,
): Causes | undefined {
  // A response that began after the token was seen only repeats it.
  const request = broughtBy.find(({ startedAt }) => startedAt <= firstAt);
  if (!request) return undefined;
  const brought = `${describeRequest(request)} brought it`;
  const provider = providers.find(
    ({ isOwnRequest }) => URL.canParse(request.url) && isOwnRequest(new URL(request.url)),
  );
  const action = underWay(actions, request).find((candidate) => isOfAction(candidate, provider?.id, request));
  if (action) {
    const forced: Cause = { kind: 'forced', evidence: `${callOf(action)} was under way, and ${brought}`, request };
    return provider && !isProvedBy(action, request) ? [forced, causeOfSdk(brought, request)] : [forced];
  }
  if (provider) return [causeOfSdk(brought, request)];
  const header = wholesOf(request.received).find(
    ({ place, name, value }) => place === 'set-cookie' && tokensIn(name, value).some((found) => found.raw === raw),
  );
  const [kind, evidence] = header
    ? (['set-cookie', `${describeRequest(request)} set the cookie ${header.name}`] as const)
    : (['page-script', `${brought}, and a script of the page kept it`] as const);
  return [{ kind, evidence, request }];
}

const causeOfSdk = (evidence: string, request: RequestFacts): Cause => ({ kind: 'sdk', evidence, request });

/** More calls than these are never under way at once: a provider has one, and those that wait for long are few. */
const MAX_UNDER_WAY = 20;

/** The actions that may have been running when a request began, in the order of their start. */
function underWay(actions: readonly RecordedAction[], { startedAt }: RequestFacts): readonly RecordedAction[] {
  const end = actions.findLastIndex((action) => action.startedAt <= startedAt) + 1;
  return actions
    .slice(Math.max(0, end - MAX_UNDER_WAY), end)
    .filter(({ endedAt }) => endedAt === null || startedAt <= endedAt);
}

/** Whether a request was made by the call of an action, or while it ran by the SDK that it had called. */
const isOfAction = ({ provider, end }: RecordedAction, owner: string | undefined, { url }: RequestFacts) =>
  owner === provider || (end?.status === 'responded' && end.http.url === url);

/**
 * Whether nothing but the action can have made the request: it is its own, or its call ended without giving the token
 * that it is there to bring. A call that is waited for, that failed, or that gave another token proves nothing of the
 * kind: the SDK may have refreshed at the same time.
 */
function isProvedBy(recorded: RecordedAction, { url }: RequestFacts): boolean {
  const { end, options } = recorded;
  if (end?.status === 'responded') return end.http.url === url;
  return end?.status === 'done' && end.token === null && actionOf(recorded)?.yields(options) === 'session-token';
}

/** How long before a token was minted or seen a request may have brought it that could not be read. Milliseconds. */
const RECENTLY = 3_000;

/** How long after a token the request that brought it may still be on its way to the recording. Milliseconds. */
export const SETTLING = 1_500;

/** What can be said of a token that no request was seen to bring. */
function unbrought(recording: Recording, token: RecordedToken, raw: string, skew: ClockSkew): Causes {
  const unknown = (evidence: string): Causes => [{ kind: 'unknown', evidence, request: undefined }];
  // No response has it as it stands, so that none was seen to bring it tells nothing.
  if (token.number === undefined) return unknown('It repeats the claims of another token, and came with that one');
  if (isFromBefore(recording, token, raw, skew)) return unknown('It was there when the recording began');
  const { first } = token;
  if (recording.lastAt !== null && recording.lastAt < token.firstAt + SETTLING) {
    return unknown('It was seen just now, and the request that brought it may be yet to come');
  }
  if (first.seen === 'sent') return unknown('A request carried it first, and none that was seen had brought it');
  const unread = unreadBefore(recording.requests, mintedAt(raw, skew) ?? token.firstAt, token.firstAt);
  const script: Cause = {
    kind: 'page-script',
    evidence: unread
      ? `A script of this page may have it from ${describeRequest(unread)}`
      : 'No request that was seen brought it, so a script of this page made it or had it already',
    request: unread,
  };
  const { otherTabs, httpOnly } = first;
  if (otherTabs === null) return unknown('No request that was seen brought it');
  if (otherTabs === 0) return httpOnly ? unknown('A server set it in a response that was not seen') : [script];
  const open = otherTabs === 1 ? 'Another tab of this site is' : `${otherTabs} other tabs of this site are`;
  const elsewhere: Cause = {
    kind: 'other-tab',
    evidence: `${open} open, and no request of this tab was seen to bring it`,
    request: undefined,
  };
  return unread && !httpOnly ? [elsewhere, script] : [elsewhere];
}

/** Minted before the first event, or in what was found at the first look. */
function isFromBefore(
  { startedAt }: Recording,
  { first, firstAt }: RecordedToken,
  raw: string,
  skew: ClockSkew,
): boolean {
  if (first.seen === 'at-start') return true;
  const minted = mintedAt(raw, skew);
  // `iat` has whole seconds: within the last of them nothing can be told.
  return minted !== undefined && startedAt !== null && startedAt < firstAt && minted + 1_000 < startedAt;
}

/** By this machine's clock, the beginning of the second in which it was; undefined where the token does not say. */
function mintedAt(raw: string, skew: ClockSkew): Millis | undefined {
  const token = decodeToken(raw);
  const iat = token.format === 'jws' ? token.claims['iat'] : undefined;
  return isNumericDate(iat) ? iat * 1_000 - serverTime(0, skew) : undefined;
}

/** The last response that was under way since shortly before a token was minted, and showed none: it may have held it. */
function unreadBefore(requests: readonly RequestFacts[], minted: Millis, seen: Millis): RequestFacts | undefined {
  const from = Math.min(minted, seen) - RECENTLY;
  for (let index = lastEndedBy(requests, seen); index >= 0; index--) {
    const request = requests[index];
    // What the page has not read is recorded late, so its end is out of order, and it has brought a script nothing.
    if (request?.bodyRead === 'not-yet') continue;
    // One that was read late stands where it was recorded first.
    if (request?.bodyRead === 'late' && endOf(request) < from) continue;
    if (!request || endOf(request) < from) return undefined;
    if (endOf(request) <= seen && request.status >= 200 && request.status < 300 && tokensReceived(request).length === 0)
      return request;
  }
  return undefined;
}

/** Requests are recorded as they end, so their ends are in order, but for those whose body was read late or never. */
function lastEndedBy(requests: readonly RequestFacts[], at: Millis): number {
  let [low, high] = [0, requests.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    let probe = middle;
    while (probe > low && requests[probe]?.bodyRead) probe--;
    const request = requests[probe];
    if (!request || request.bodyRead || endOf(request) <= at) low = middle + 1;
    else high = probe;
  }
  return low - 1;
}

const endOf = ({ startedAt, duration }: RequestFacts) => startedAt + duration;
