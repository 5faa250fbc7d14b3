import type { Carried, RecordingEvent, RequestFacts } from '@/lib/recording/event.ts';

const HOUR = 3_600_000;

interface Size {
  readonly tokens: number;
  readonly requests: number;
  /** When the last of it is. */
  readonly until: number;
}

/** A session of eight hours: tokens one after another, and requests that carry them in their cookie. */
export function makeEvents({ tokens, requests, until }: Size): RecordingEvent[] {
  const begin = until - 8 * HOUR;
  const step = (8 * HOUR) / tokens;
  const each = requests / tokens;
  const events: RecordingEvent[] = [
    { type: 'navigated', at: begin, url: 'http://localhost:3000/' },
    { type: 'access', at: begin, access: { state: 'granted' } },
  ];
  for (let index = 0; index < tokens; index++) {
    const at = Math.round(begin + index * step);
    const token = makeToken(at, index);
    events.push(minted(at, token), cookieSet(at + 40, token));
    for (let nth = 1; nth < each; nth++) {
      // Most are answered; every hundredth is not.
      const status = (index * each + nth) % 100 === 0 ? 401 : 200;
      events.push(sent(Math.round(at + (nth * step) / each), token, status));
    }
  }
  return events;
}

/** As large as one of Clerk's. */
export function makeToken(at: number, index: number): string {
  const iat = Math.floor(at / 1_000);
  const claims = {
    iss: 'https://bench.clerk.accounts.dev',
    sid: 'sess_bench',
    sub: 'user_bench',
    azp: 'http://localhost:3000',
    v: 2,
  };
  const payload = { ...claims, iat, nbf: iat - 10, exp: iat + 60, jti: String(index).padStart(20, '0'), sts: 'active' };
  return `${encode({ alg: 'RS256', kid: 'ins_bench', typ: 'JWT' })}.${encode(payload)}.${'s'.repeat(342)}`;
}

const encode = (part: object) =>
  btoa(JSON.stringify(part)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** Refreshes that were forced, one every ten seconds, the last of them at `until`. */
export function makeActions(count: number, until: number): RecordingEvent[] {
  return Array.from({ length: count }, (_, index) => act(until - (count - index) * 10_000, String(index), null)).flat();
}

/** Of an action: `token` is what it answered with. */
export const act = (at: number, id: string, token: string | null): RecordingEvent[] => [
  { type: 'action-started', at, id, provider: 'clerk', action: 'refresh-token', options: {} },
  { type: 'action-ended', at: at + 90, id, end: { status: 'done', token } },
];

/** All that is recorded when an SDK fetches a token: the response, the cookie, and what the SDK has in memory then. */
export const mint = (at: number, token: string): RecordingEvent[] => [
  minted(at, token),
  cookieSet(at + 40, token),
  { type: 'page-state', at: at + 60, snapshot: { page: PAGE, sdks: [{ ...SDK, token }] } },
];

const PAGE = { focused: true, visible: true, online: true };
const SDK = {
  provider: 'clerk',
  version: '6.40.0',
  loaded: true,
  status: 'ready',
  session: { id: 'sess_bench', status: 'active', expireAt: null },
  user: { id: 'user_bench', label: 'user_bench' },
  organization: null,
  instance: 'bench.clerk.accounts.dev',
  inspection: [],
  problems: [],
};

export const cookieSet = (at: number, value: string): RecordingEvent => ({
  type: 'cookie-set',
  at,
  cookie: {
    name: '__session',
    value,
    domain: 'localhost',
    hostOnly: true,
    path: '/',
    secure: false,
    httpOnly: false,
    sameSite: 'lax',
    expiresAt: null,
    partition: null,
  },
});

export const sent = (at: number, token: string, status = 200, serverDate: number | null = null): RecordingEvent =>
  request(at, { status, serverDate, sent: [carried('cookie', '__session', token)] });

const minted = (at: number, token: string): RecordingEvent =>
  request(at, {
    method: 'POST',
    url: 'https://bench.clerk.accounts.dev/v1/client/sessions/sess_bench/tokens',
    received: [carried('body', 'jwt', token)],
  });

const carried = (place: Carried['place'], name: string, value: string): Carried => ({ place, name, value });

const request = (at: number, facts: Partial<RequestFacts>): RecordingEvent => ({
  type: 'request',
  at: at + 30,
  request: {
    method: 'GET',
    url: 'http://localhost:3000/api/me',
    startedAt: at,
    duration: 30,
    status: 200,
    error: null,
    serverDate: null,
    sent: [],
    received: [],
    verdict: {},
    headers: [],
    ...facts,
  },
});
