import { findTokens } from '@/lib/token/nested.ts';
import type { Carried, RequestFacts } from './event.ts';

interface CarriedTokens {
  readonly sent: readonly string[];
  readonly received: readonly string[];
}

/** A request never changes once it was recorded, and what it carried is asked for again with each event. */
const known = new WeakMap<RequestFacts, CarriedTokens>();

/** The tokens that a request carried, raw and each once, however they were wrapped. */
export const tokensSent = (request: RequestFacts): readonly string[] => carriedBy(request).sent;

/** The tokens that its response brought, raw and each once, however they were wrapped. */
export const tokensReceived = (request: RequestFacts): readonly string[] => carriedBy(request).received;

function carriedBy(request: RequestFacts): CarriedTokens {
  let tokens = known.get(request);
  if (!tokens) {
    tokens = { sent: tokensOf(request.sent), received: tokensOf(request.received) };
    known.set(request, tokens);
  }
  return tokens;
}

function tokensOf(carried: readonly Carried[]): readonly string[] {
  return [...new Set(carried.flatMap(({ value }) => findTokens(value).map(({ raw }) => raw)))];
}
