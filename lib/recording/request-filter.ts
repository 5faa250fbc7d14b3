import type { ClockSkew } from './clock.ts';
import { sentExpired, type CarriedToken, type Exchange } from './exchange.ts';

/** What is wrong with a part of a filter. */
export interface BadTerm {
  readonly term: string;
  readonly why: string;
}

export interface RequestFilter {
  /** By which all requests would pass: nothing was asked for. */
  readonly isEmpty: boolean;
  readonly matches: (exchange: Exchange, skew: ClockSkew) => boolean;
  /** They are left out of account. */
  readonly bad: readonly BadTerm[];
}

type Test = RequestFilter['matches'];

/** What one of a key's values asks for, or why it asks for nothing. */
type Key = (value: string) => Test | string;

const contains = (text: string | undefined, value: string) => text?.toLowerCase().includes(value) === true;

const HAS: Readonly<Record<string, Test>> = {
  expired: sentExpired,
  verdict: ({ verdict }) => verdict !== undefined,
  sent: ({ sent }) => sent.length > 0,
  received: ({ received }) => received.length > 0,
};

const KEYS: Readonly<Record<string, Key>> = {
  status: (value) => {
    if (value === 'failed') return ({ request }) => request.status === 0;
    if (!/^[1-5](?:\d\d|xx)$/.test(value)) return 'a status is 401, 4xx or failed';
    return ({ request }) => String(request.status).padStart(3, '0').startsWith(value.replaceAll('x', ''));
  },
  path: (value) => (exchange) => contains(exchange.url?.pathname ?? exchange.request.url, value),
  method: (value) => (exchange) => exchange.request.method.toLowerCase() === value,
  token: (value) => {
    if (!/^#?\d{1,9}$/.test(value)) return 'a token is #14 or 14';
    const wanted = Number(value.replace('#', ''));
    const isWanted = ({ number, inside }: CarriedToken) => number === wanted || inside.includes(wanted);
    return ({ sent, received }) => sent.some(isWanted) || received.some(isWanted);
  },
  provider: (value) => (exchange) =>
    contains(exchange.provider?.id ?? 'other', value) || contains(exchange.provider?.name ?? 'Other', value),
  reason: (value) => (exchange) =>
    contains(exchange.verdict?.reason, value) || contains(exchange.verdict?.headline, value),
  has: (value) => (Object.hasOwn(HAS, value) ? HAS[value] : undefined) ?? `it can be ${Object.keys(HAS).join(', ')}`,
};

/** Leaves the requests that were sent an expired token. */
export const ONLY_EXPIRED = 'has:expired';

/** Requests can be filtered by these, and by words in their address. */
const FILTER_KEYS = Object.keys(KEYS).join(', ');

/**
 * Reads `status:401,403 -path:/health orders`: a space is and, a comma is or, a `-` leaves out, a bare word is looked for
 * in the address. Never throws: what cannot be read is told, and left out of account.
 */
export function parseRequestFilter(text: string): RequestFilter {
  const tests: Test[] = [];
  const bad: BadTerm[] = [];
  for (const term of text.trim().split(/\s+/).filter(Boolean)) {
    const negated = term.startsWith('-') && term.length > 1;
    const test = readTerm(negated ? term.slice(1) : term);
    if (typeof test === 'string') bad.push({ term, why: test });
    else tests.push(negated ? (exchange, skew) => !test(exchange, skew) : test);
  }
  return { isEmpty: tests.length === 0, matches: (exchange, skew) => tests.every((test) => test(exchange, skew)), bad };
}

function readTerm(term: string): Test | string {
  const [, key, list] = /^([a-z-]+):(?!\/\/)(.*)$/is.exec(term) ?? [];
  // `localhost:3000` is part of an address.
  if (key === undefined || list === undefined || key.toLowerCase() === 'localhost') {
    const word = term.toLowerCase();
    return ({ request }) => contains(request.url, word);
  }
  const known = key.toLowerCase();
  const read = Object.hasOwn(KEYS, known) ? KEYS[known] : undefined;
  if (!read) return `there is no key ${key}; there are ${FILTER_KEYS}`;
  const values = list.toLowerCase().split(',').filter(Boolean);
  if (values.length === 0) return `${known} needs a value`;
  const tests = values.map(read);
  const wrong = tests.find((test) => typeof test === 'string');
  if (typeof wrong === 'string') return wrong;
  return (exchange, skew) => (tests as Test[]).some((test) => test(exchange, skew));
}
