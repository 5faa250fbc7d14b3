import { joinChunks } from '@/lib/token/chunks.ts';
import { findTokens } from '@/lib/token/nested.ts';
import type { Carried, RequestFacts } from './event.ts';

/** What one side of a request carried; cookies that a value was split over count as one, under the name of the whole. */
export function wholesOf(carried: readonly Carried[]): readonly Carried[] {
  const isCookie = ({ place }: Carried) => place === 'cookie' || place === 'set-cookie';
  const cookies = carried.filter(isCookie);
  const [first] = cookies;
  if (!first) return carried;
  const joined = joinChunks(cookies).map(({ name, value }) => ({ place: first.place, name, value }));
  return [...carried.filter((each) => !isCookie(each)), ...joined];
}

/** A request never changes once it was recorded (another may take its place), and what it brought is asked for again with each event. */
const known = new WeakMap<RequestFacts, readonly string[]>();

/** The tokens that a response brought, raw and each once, however they were wrapped. */
export function tokensReceived(request: RequestFacts): readonly string[] {
  let tokens = known.get(request);
  if (!tokens) {
    tokens = [...new Set(wholesOf(request.received).flatMap(({ value }) => findTokens(value).map(({ raw }) => raw)))];
    known.set(request, tokens);
  }
  return tokens;
}
