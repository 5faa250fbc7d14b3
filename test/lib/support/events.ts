import type { Credential } from '@/lib/recording/credential.ts';
import { fold } from '@/lib/recording/fold.ts';
import { EMPTY_RECORDING, type Recording } from '@/lib/recording/recording.ts';
import type { SdkState } from '@/lib/providers/page.ts';
import type {
  ActionEnd,
  CookieFacts,
  Dropped,
  HostAccess,
  Millis,
  RecordingEvent,
  RequestFacts,
  StorageFacts,
} from '@/lib/recording/event.ts';

export const PAGE = 'http://localhost:3000/';

export function makeCookie(cookie: Partial<CookieFacts> = {}): CookieFacts {
  return {
    name: '__session',
    value: 'value',
    domain: 'localhost',
    hostOnly: true,
    path: '/',
    secure: false,
    httpOnly: false,
    sameSite: 'lax',
    expiresAt: null,
    partition: null,
    ...cookie,
  };
}

/** Clerk, loaded, with a session and no token in memory. */
export function makeSdk(sdk: Partial<SdkState> = {}): SdkState {
  return {
    provider: 'clerk',
    version: '6.40.0',
    loaded: true,
    status: 'ready',
    session: { id: 'sess_1', status: 'active', expireAt: null },
    user: { id: 'user_1', label: 'ada@example.com' },
    organization: null,
    instance: 'clerk.test',
    token: null,
    inspection: [],
    problems: [],
    ...sdk,
  };
}

export function makeRequest(request: Partial<RequestFacts> = {}): RequestFacts {
  return {
    method: 'GET',
    url: 'http://localhost:3000/api',
    startedAt: 0,
    duration: 50,
    status: 200,
    error: null,
    serverDate: null,
    sent: [],
    received: [],
    headers: [],
    verdict: {},
    ...request,
  };
}

export const navigated = (url: string = PAGE, at: Millis = 0): RecordingEvent => ({ type: 'navigated', at, url });

export const accessOf = (access: HostAccess, at: Millis = 0): RecordingEvent => ({ type: 'access', at, access });

export const granted = (at: Millis = 0) => accessOf({ state: 'granted' }, at);

export const cookieSet = (cookie: Partial<CookieFacts>, at: Millis = 0): RecordingEvent => ({
  type: 'cookie-set',
  at,
  cookie: makeCookie(cookie),
});

export const cookieRemoved = (cookie: Partial<CookieFacts>, at: Millis = 0): RecordingEvent => ({
  type: 'cookie-removed',
  at,
  cookie: makeCookie(cookie),
});

export const cookiesListed = (cookies: readonly Partial<CookieFacts>[], at: Millis = 0): RecordingEvent => ({
  type: 'cookies-listed',
  at,
  cookies: cookies.map(makeCookie),
});

/** One area of the page's own origin. */
export const storageListed = (
  entries: Readonly<Record<string, string>>,
  at: Millis = 0,
  area: Partial<StorageFacts> = {},
): RecordingEvent => ({
  type: 'storage-listed',
  at,
  areas: [
    { origin: new URL(PAGE).origin, area: 'localStorage', entries: Object.entries(entries), omitted: 0, ...area },
  ],
});

export const otherTabs = (count: number, at: Millis = 0): RecordingEvent => ({ type: 'other-tabs', at, count });

export const droppedBefore = (before: Millis, dropped: Partial<Dropped> = {}): RecordingEvent => ({
  type: 'dropped',
  at: before,
  dropped: { before, requests: 0, tokens: 0, numbers: [], next: 1, ...dropped },
});

export const requested = (request: Partial<RequestFacts> = {}): RecordingEvent => {
  const facts = makeRequest(request);
  return { type: 'request', at: facts.startedAt + facts.duration, request: facts };
};

export const pageState = (sdks: readonly SdkState[], at: Millis = 0, focused = true): RecordingEvent => ({
  type: 'page-state',
  at,
  snapshot: { page: { focused, visible: true, online: true }, sdks },
});

export const actionStarted = (at: Millis = 0, action: string = 'refresh-token'): RecordingEvent => ({
  type: 'action-started',
  at,
  id: 'action-1',
  provider: 'clerk',
  action,
  options: {},
});

export const actionEnded = (end: ActionEnd, at: Millis = 0): RecordingEvent => ({
  type: 'action-ended',
  at,
  id: 'action-1',
  end,
});

export const record = (...events: RecordingEvent[]): Recording => fold(EMPTY_RECORDING, events);

/** The credential of this name. */
export function named({ credentials }: Recording, name: string): Credential {
  const [found, ...others] = [...credentials.values()].filter((credential) => credential.name === name);
  if (!found || others.length > 0) throw new Error(`Not one ${name}, but ${others.length + (found ? 1 : 0)}`);
  return found;
}

/** Whether each credential is there, by name. */
export const presence = ({ credentials }: Recording): Record<string, boolean> =>
  Object.fromEntries([...credentials.values()].map(({ name, present }) => [name, present]));
