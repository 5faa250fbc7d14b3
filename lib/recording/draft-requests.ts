import { tokensReceived } from './carried-tokens.ts';
import { carriedKey, credentialId, currentSighting, tokensIn } from './credential.ts';
import type { Draft } from './draft.ts';
import { giveNumber, see } from './draft-sightings.ts';
import type { Carried, RequestFacts } from './event.ts';

/** The first ones tell where a token is from; those that repeat it are in the list of requests. */
const MAX_BROUGHT = 20;

/** Adds a request, or puts one that was read late in the place of itself, with the tokens that it carried. */
export function addRequest(draft: Draft, request: RequestFacts): void {
  const requests = draft.requests();
  const place = request.bodyRead === 'late' ? requests.findLastIndex((each) => isUnread(each, request)) : -1;
  const unread = requests[place];
  const kept: RequestFacts = {
    ...request,
    sent: unread?.sent ?? request.sent.map((carried) => seeCarried(draft, carried, 'request', request)),
    received: request.received.map(
      (carried) =>
        unread?.received.find((each) => isSameCarried(each, carried)) ??
        seeCarried(draft, carried, 'response', request),
    ),
  };
  requests[unread ? place : requests.length] = kept;
  for (const raw of tokensReceived(kept)) {
    const token = draft.state.tokens.get(raw);
    if (!token) continue;
    const { broughtBy } = token;
    const at = unread ? broughtBy.indexOf(unread) : -1;
    if (at < 0 && broughtBy.length >= MAX_BROUGHT) continue;
    draft.tokens().set(raw, { ...token, broughtBy: at < 0 ? [...broughtBy, kept] : broughtBy.with(at, kept) });
  }
}

function seeCarried(draft: Draft, carried: Carried, side: 'request' | 'response', request: RequestFacts): Carried {
  const { name, value } = carried;
  const at = request.startedAt + (side === 'request' ? 0 : request.duration);
  const seen = side === 'request' ? 'sent' : 'received';
  const key = carriedKey(carried, side, hostOf(request.url));
  const known = draft.state.credentials.get(credentialId(key));
  const last = known && currentSighting(known);
  // What is recorded late does not take the place of what has come since.
  if (request.bodyRead && last && last.value !== value && at < last.firstAt) {
    for (const token of tokensIn(name, value)) giveNumber(draft, token, at, seen, false);
    return carried;
  }
  return { ...carried, value: see(draft, key, value, at, seen) };
}

/** Whether it is the request that was recorded before the page had read its body. */
export const isUnread = (unread: RequestFacts, { startedAt, method, url }: RequestFacts) =>
  unread.bodyRead === 'not-yet' && unread.startedAt === startedAt && unread.method === method && unread.url === url;

const isSameCarried = (one: Carried, other: Carried) =>
  one.place === other.place && one.name === other.name && one.value === other.value;

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
