import { findTokens } from '@/lib/token/nested.ts';
import { MAX_DURATION, MAX_LISTED, MAX_TEXT, TIMES } from './bounds.ts';
import type { Carried, Millis, RequestFacts } from './event.ts';
import { isOfInterest } from './interest.ts';
import { readRetryAfter } from './retry-after.ts';
import { otherHeaders } from './sent-headers.ts';
import { saidIn } from './said.ts';

export interface HarHeader {
  readonly name: string;
  readonly value: string;
}

/** As much of a HAR 1.2 entry as is read; `_error` and `_fromCache` are Chromium's. */
export interface HarEntry {
  readonly startedDateTime: string;
  readonly time: number;
  readonly _fromCache?: string | null;
  readonly request: { readonly method: string; readonly url: string; readonly headers: readonly HarHeader[] };
  readonly response: {
    readonly status: number;
    readonly _error?: string | null;
    readonly headers: readonly HarHeader[];
    readonly content: { readonly mimeType?: string | undefined; readonly size?: number | undefined };
  };
}

/** Larger bodies are not searched for tokens. Bytes. */
const MAX_BODY = 256 * 1024;

/** RFC 9110 section 15: three digits. */
const MAX_STATUS = 999;

/** Whether the body of this response may hold a token, so that it is worth asking for. */
export function wantsBody({ response }: HarEntry): boolean {
  const { mimeType = '', size = 0 } = response.content;
  return /[/+]json\b/i.test(mimeType) && size <= MAX_BODY;
}

/** What goes to a server: no `data:` or `blob:`, which may be of any length. A WebSocket begins with a request, too. */
const HAS_SERVER = /^(?:http|ws)s?:/i;

/**
 * What a request says about sessions, or undefined where it can say nothing: a picture, a script.
 *
 * @param body the response's body, where `wantsBody` asked for it.
 */
export function requestFromHar(entry: HarEntry, body: string | undefined): RequestFacts | undefined {
  const { request, response } = entry;
  const startedAt = Date.parse(entry.startedDateTime);
  if (!isTime(startedAt) || !HAS_SERVER.test(request.url)) return undefined;
  if (request.url.length > MAX_TEXT || request.method.length > MAX_TEXT) return undefined;
  const sent = request.headers.flatMap(sentIn).filter(isBounded).slice(0, MAX_LISTED);
  const inHeaders = response.headers.flatMap(receivedIn).filter(isBounded);
  const received = [...inHeaders, ...tokensInBody(body)].slice(0, MAX_LISTED);
  if (sent.length === 0 && received.length === 0 && !mayMatter(entry)) return undefined;
  const retryAfter = readRetryAfter(headerOf(response, 'retry-after'), headerOf(response, 'date'));
  return {
    method: request.method,
    url: request.url,
    startedAt,
    duration: Number.isFinite(entry.time) ? within(entry.time, MAX_DURATION) : 0,
    status: within(response.status, MAX_STATUS),
    error: response._error ?? null,
    serverDate: serverDate(entry),
    sent,
    received,
    headers: otherHeaders(request.headers, sent),
    verdict: saidIn(entry, body),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

const isTime = (at: Millis) => at >= TIMES.first && at <= TIMES.last;
const within = (value: number, most: number) => Math.min(most, Math.max(0, value));
const isBounded = ({ name, value }: Carried) => name.length <= MAX_TEXT && value.length <= MAX_TEXT;

/** Calls and pages tell of a session even when they carry no token; pictures, styles and scripts do not. */
function mayMatter({ request, response }: HarEntry): boolean {
  const { status, content } = response;
  return request.method !== 'GET' || status === 0 || status >= 300 || /json|html/i.test(content.mimeType ?? '');
}

function sentIn({ name, value }: HarHeader): Carried[] {
  switch (name.toLowerCase()) {
    case 'cookie':
      return value
        .split(/;\s*/)
        .map((pair) => splitPair(pair, 'cookie'))
        .filter(carriesSomething);
    case 'authorization':
      return value === '' ? [] : [{ place: 'authorization', name: 'Authorization', value }];
    default:
      return findTokens(value).length > 0 ? [{ place: 'header', name, value }] : [];
  }
}

function receivedIn({ name, value }: HarHeader): Carried[] {
  // Firefox joins several Set-Cookie lines into one header.
  if (name.toLowerCase() === 'set-cookie') {
    return value
      .split('\n')
      .map((line) => splitPair(line.split(';', 1)[0] ?? '', 'set-cookie'))
      .filter(carriesSomething);
  }
  return findTokens(value).length > 0 ? [{ place: 'header', name, value }] : [];
}

const carriesSomething = ({ name, value }: Carried) => value !== '' && isOfInterest(name, value);

/** RFC 6265 section 5.2: everything before the first `=` is the name. */
function splitPair(pair: string, place: 'cookie' | 'set-cookie'): Carried {
  const at = pair.indexOf('=');
  return { place, name: pair.slice(0, Math.max(0, at)).trim(), value: pair.slice(at + 1).trim() };
}

/** A token is named by the last member that is not an array index: `client.sessions.0.last_active_token.jwt` → `jwt`. */
function tokensInBody(body: string | undefined): Carried[] {
  if (body === undefined || body.length > MAX_BODY) return [];
  const seen = new Set<string>();
  return findTokens(body).flatMap(({ raw, path }) => {
    if (seen.has(raw)) return [];
    seen.add(raw);
    return [{ place: 'body' as const, name: path.findLast((key) => !/^\d+$/.test(key)) ?? 'body', value: raw }];
  });
}

/** An answer out of a cache has the date of another day. */
function serverDate({ response, _fromCache }: HarEntry): number | null {
  const date = Date.parse(headerOf(response, 'date') ?? '');
  const isCached = headerOf(response, 'age') !== undefined || response.status === 304 || _fromCache;
  return isTime(date) && !isCached ? date : null;
}

const headerOf = ({ headers }: HarEntry['response'], wanted: string) =>
  headers.find(({ name }) => name.toLowerCase() === wanted)?.value;
