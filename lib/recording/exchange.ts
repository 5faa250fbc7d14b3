import { providers } from '@/lib/providers/index.ts';
import type { Provider, Verdict } from '@/lib/providers/provider.ts';
import type { NumericDate } from '@/lib/token/decode.ts';
import { isNumericDate } from '@/lib/token/expiry.ts';
import type { FoundToken } from '@/lib/token/nested.ts';
import { wholesOf } from './carried-tokens.ts';
import type { ClockSkew } from './clock.ts';
import { tokensIn } from './credential.ts';
import type { Carried, Millis, RequestFacts } from './event.ts';
import { EMPTY_RECORDING, type Recording } from './recording.ts';
import { createGrowing } from './growing.ts';
import { isRenewal } from './renewal.ts';
import { countingToken } from './session.ts';

/** A token that went to the server or came back from it. */
export interface CarriedToken {
  readonly raw: string;
  /** `#14`; undefined where it was put together from parts that have no number. */
  readonly number: number | undefined;
  readonly place: Carried['place'];
  readonly name: string;
  /** When it ends; undefined where it does not say. */
  readonly exp: NumericDate | undefined;
  /** Numbers of the tokens inside it. */
  readonly inside: readonly number[];
}

/** A request with what it says of sessions. */
export interface Exchange {
  /** Stays the same while the recording grows, and when its beginning is dropped. */
  readonly id: number;
  readonly request: RequestFacts;
  /** Null where the address cannot be read. */
  readonly url: URL | null;
  readonly sent: readonly CarriedToken[];
  readonly received: readonly CarriedToken[];
  /** Undefined where nobody's it is known to be. */
  readonly provider: Provider | undefined;
  readonly verdict: Verdict | undefined;
  /** The SDK's own call to its API, which went well: that an expired token went with it is in order. */
  readonly renews: boolean;
}

/** Requests that carried or received a token, or that a backend said something of a session about; oldest first. */
export function createExchangeSelector(): (recording: Recording) => readonly Exchange[] {
  // Thousands of requests carry the same few values.
  const values = new Map<string, readonly FoundToken[]>();
  const find = (name: string, value: string) => {
    const key = JSON.stringify([name, value]);
    let tokens = values.get(key);
    if (!tokens) {
      if (values.size >= MAX_VALUES) values.clear();
      tokens = tokensIn(name, value);
      values.set(key, tokens);
    }
    return tokens;
  };
  let current = EMPTY_RECORDING;
  const numbers = new Map<string, number | undefined>();
  const numberOf = (raw: string) => {
    const number = current.tokens.get(raw)?.number;
    numbers.set(raw, number);
    return number;
  };
  /** Those whose verdict a renewal that is still to come would change. */
  const unread = new Set<RequestFacts>();
  const growing = () =>
    createGrowing((request: RequestFacts, index) => {
      const id = current.dropped.requests + index;
      const exchange = exchangeOf(request, id, find, numberOf, current.requests);
      if (exchange?.verdict && request.bodyRead === 'not-yet') unread.add(request);
      return exchange ? [exchange] : [];
    });
  let select = growing();
  return (recording) => {
    if (recording.requests.length === 0) values.clear();
    // What is dropped takes its numbers with it, and so does what parts amounted to while they were written.
    const isRenumbered =
      recording.tokens !== current.tokens &&
      [...numbers].some(([raw, number]) => recording.tokens.get(raw)?.number !== number);
    const isFollowed = recording.requests
      .slice(current.requests.length)
      .some((each) => isRenewal(each) && [...unread].some((before) => follows(each, before)));
    if (isRenumbered || isFollowed) {
      select = growing();
      numbers.clear();
      unread.clear();
    }
    current = recording;
    return select(recording.requests);
  };
}

const MAX_VALUES = 1_000;

type Find = (name: string, value: string) => readonly FoundToken[];
type NumberOf = (raw: string) => number | undefined;

function exchangeOf(
  request: RequestFacts,
  id: number,
  find: Find,
  numberOf: NumberOf,
  all: readonly RequestFacts[],
): Exchange | undefined {
  const [sent, received] = [request.sent, request.received].map((carried) =>
    wholesOf(carried).flatMap((each) => {
      const tokens = find(each.name, each.value);
      const [main] = tokens;
      return main ? [{ carried: each, tokens, main, minter: providers.find(({ mints }) => mints(main.token)) }] : [];
    }),
  ) as [Found[], Found[]];
  const url = URL.parse(request.url);
  const { status, verdict: said } = request;
  const unread = request.bodyRead === 'not-yet';
  const followedBy = unread ? all.flatMap((each) => (follows(each, request) ? (URL.parse(each.url) ?? []) : [])) : [];
  const judged =
    unread || Object.keys(said).length > 0
      ? judge({ status, url: url ?? undefined, said, unread, followedBy }, sent)
      : undefined;
  if (sent.length === 0 && received.length === 0 && !judged) return undefined;
  const own = url ? providers.find(({ isOwnRequest }) => isOwnRequest(url)) : undefined;
  const toCarried = (found: Found) => carriedToken(found, numberOf);
  return {
    id,
    request,
    url,
    sent: sent.map(toCarried),
    received: received.map(toCarried),
    provider: judged?.provider ?? own ?? [...sent, ...received].find(({ minter }) => minter)?.minter,
    verdict: judged?.verdict,
    renews: isRenewal(request),
  };
}

/** How soon a request follows that another one made necessary. Milliseconds. */
const FOLLOWS = 3_000;

function follows({ startedAt, status }: RequestFacts, before: RequestFacts): boolean {
  // Starts are told in whole milliseconds.
  const end = Math.floor(before.startedAt + before.duration);
  return startedAt >= end && startedAt <= end + FOLLOWS && status < 400;
}

interface Found {
  readonly carried: Carried;
  readonly tokens: readonly FoundToken[];
  readonly main: FoundToken;
  readonly minter: Provider | undefined;
}

function judge(response: Omit<Parameters<NonNullable<Provider['verdicts']>['read']>[0], 'carriedOwn'>, sent: Found[]) {
  for (const provider of providers) {
    const carriedOwn = sent.some(({ minter }) => minter === provider);
    const verdict = provider.verdicts?.read({ ...response, carriedOwn });
    if (verdict) return { provider, verdict };
  }
  return undefined;
}

function carriedToken({ carried, tokens, main, minter }: Found, numberOf: NumberOf): CarriedToken {
  const counting = (minter && countingToken(minter, { tokens })) ?? main;
  const exp = counting.token.format === 'jws' ? counting.token.claims['exp'] : undefined;
  const [number, ...inside] = tokens.map(({ raw }) => numberOf(raw));
  return {
    raw: main.raw,
    number,
    place: carried.place,
    name: carried.name,
    exp: isNumericDate(exp) ? exp : undefined,
    inside: [...new Set(inside)].filter((inner) => inner !== undefined && inner !== number) as number[],
  };
}

/**
 * Seconds a token had left when the request was sent, by the server's clock; negative where it had expired, and
 * undefined where it does not say when it ends.
 */
export function lifeLeft({ exp }: CarriedToken, startedAt: Millis, skew: ClockSkew): number | undefined {
  const offset = skew.state === 'measured' ? skew.offset : 0;
  return exp === undefined ? undefined : exp - (startedAt + offset) / 1_000;
}

/** RFC 7519 section 4.1.4: it is dead on its `exp` second. */
export const isDead = (left: number | undefined): boolean => left !== undefined && left <= 0;

/** Whether the server was sent an expired token, other than by an SDK that renewed it with this very request. */
export function sentExpired({ sent, request, renews }: Exchange, skew: ClockSkew): boolean {
  return !renews && sent.some((token) => isDead(lifeLeft(token, request.startedAt, skew)));
}
