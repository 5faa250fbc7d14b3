import { providerById, providers } from '@/lib/providers/index.ts';
import { decodeToken } from '@/lib/token/decode.ts';
import { isNumericDate } from '@/lib/token/expiry.ts';
import { tokensReceived } from './carried-tokens.ts';
import { serverTime, type ClockSkew } from './clock.ts';
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

/** An action that gave this very token back: nothing else can have made it. */
function answeredWith({ actions }: Recording, raw: string): Causes | undefined {
  const action = actions.find(({ end }) => end?.status === 'done' && end.token === raw);
  return action && [{ kind: 'forced', evidence: `${callOf(action)} answered with it`, request: undefined }];
}

const callOf = ({ provider, action, options, sdks }: RecordedAction) =>
  providerById(provider)
    ?.actions.find(({ id }) => id === action)
    ?.call(options, { sdk: sdks.find((sdk) => sdk.provider === provider), claims: undefined }) ?? action;

function broughtByRequest({ actions }: Recording, { broughtBy }: RecordedToken, raw: string): Causes | undefined {
  const [request] = broughtBy;
  if (!request) return undefined;
  const brought = `${describeRequest(request)} brought it`;
  const provider = providers.find(
    ({ isOwnRequest }) => URL.canParse(request.url) && isOwnRequest(new URL(request.url)),
  );
  const action = actions.find((candidate) => isOfAction(candidate, provider?.id, request));
  if (action) {
    const forced: Cause = { kind: 'forced', evidence: `${callOf(action)} was under way, and ${brought}`, request };
    // The call ended with another token, so this one may be of a refresh of the SDK's own at the same time.
    const ownToo = provider && action.end?.status === 'done' && action.end.token !== null;
    return ownToo ? [forced, { kind: 'sdk', evidence: brought, request }] : [forced];
  }
  if (provider) return [{ kind: 'sdk', evidence: brought, request }];
  const header = request.received.find(({ place, value }) => place === 'set-cookie' && value.includes(raw));
  if (header)
    return [{ kind: 'set-cookie', evidence: `${describeRequest(request)} set the cookie ${header.name}`, request }];
  return [{ kind: 'page-script', evidence: `${brought}, and a script of the page kept it`, request }];
}

/** Whether a request was made by the call of an action, or while it ran by the SDK that it had called. */
function isOfAction(
  { provider, startedAt, endedAt, end }: RecordedAction,
  owner: string | undefined,
  request: RequestFacts,
) {
  const during = request.startedAt >= startedAt && (endedAt === null || request.startedAt <= endedAt);
  return during && (owner === provider || (end?.status === 'responded' && end.http.url === request.url));
}

/** How long before a token was seen a request may have brought it that could not be read. Milliseconds. */
const RECENTLY = 3_000;

/** How long after a token the request that brought it may still be on its way to the recording. Milliseconds. */
export const SETTLING = 1_500;

/** What can be said of a token that no request was seen to bring. */
function unbrought(recording: Recording, token: RecordedToken, raw: string, skew: ClockSkew): Causes {
  const unknown = (evidence: string): Causes => [{ kind: 'unknown', evidence, request: undefined }];
  if (isFromBefore(recording, token, raw, skew)) return unknown('It was there when the recording began');
  const { first } = token;
  if (recording.lastAt !== null && recording.lastAt < token.firstAt + SETTLING) {
    return unknown('It was seen just now, and the request that brought it may be yet to come');
  }
  if (first.seen === 'sent') return unknown('A request carried it first, and none that was seen had brought it');
  const unread = unreadBefore(recording.requests, token.firstAt);
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
  const token = decodeToken(raw);
  const iat = token.format === 'jws' ? token.claims['iat'] : undefined;
  if (!isNumericDate(iat)) return false;
  // `iat` has whole seconds: within the last of them nothing can be told.
  return startedAt !== null && startedAt < firstAt && (iat + 1) * 1_000 < serverTime(startedAt, skew);
}

/** The last request that ended shortly before, and whose response showed no token: it may have held one. */
function unreadBefore(requests: readonly RequestFacts[], at: Millis): RequestFacts | undefined {
  for (let index = lastEndedBy(requests, at); index >= 0; index--) {
    const request = requests[index];
    if (!request || endOf(request) < at - RECENTLY) return undefined;
    if (request.status >= 200 && request.status < 300 && tokensReceived(request).length === 0) return request;
  }
  return undefined;
}

/** Requests are recorded as they end, so their ends are in order. */
function lastEndedBy(requests: readonly RequestFacts[], at: Millis): number {
  let [low, high] = [0, requests.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const request = requests[middle];
    if (request && endOf(request) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const endOf = ({ startedAt, duration }: RequestFacts) => startedAt + duration;
