import type { Client } from '@/lib/messaging/client.ts';
import { AppError } from '@/lib/messaging/errors.ts';
import type { GatewayEvents, GatewayRequests, RecorderEvents, RecorderRequests } from '@/lib/messaging/protocol.ts';
import type { Handlers } from '@/lib/messaging/serve.ts';
import type { AgentRequest } from '@/lib/providers/agent.ts';
import { parseSnapshot } from '@/lib/providers/answers.ts';
import { providers } from '@/lib/providers/index.ts';
import { accessFromUrl } from '@/lib/recording/access.ts';
import { MAX_TEXT } from '@/lib/recording/bounds.ts';
import type { HarEntry } from '@/lib/recording/har.ts';
import type { HostAccess, Millis, RecordingEvent, RequestFacts } from '@/lib/recording/event.ts';
import { SETTLING } from '@/lib/recording/cause.ts';
import { isCookieOfPage } from '@/lib/recording/page-cookies.ts';
import { createBackoff } from './backoff.ts';
import { coalesce } from './coalesce.ts';
import { createHistory } from './history.ts';
import { withPatience } from './patience.ts';
import { createListings } from './listings.ts';
import { createUnread } from './unread.ts';
import { runAction } from './run-action.ts';

/** An SDK that is on the page but not ready says so to nobody: it is asked again, for about 16 seconds. Milliseconds. */
const SDK_DELAYS: readonly number[] = [250, 500, 1_000, 2_000, 4_000, 8_000];

/** A page that is stopped at a breakpoint gives no answer; it is read again when something happens. Milliseconds. */
const READ_PATIENCE = 3_000;

/** Whether it is an SDK that talks to its own API, which may change what it knows. */
function isOwnRequest(url: string): boolean {
  return URL.canParse(url) && providers.some((provider) => provider.isOwnRequest(new URL(url)));
}

export type Gateway = Client<GatewayRequests, GatewayEvents>;

export interface RecorderDependencies {
  readonly tabId: number;
  readonly now: () => Millis;
  /** The page's address as DevTools knows it; null where no extension may ask. */
  readonly inspectedUrl: () => Promise<string | null>;
  readonly requestLog: () => Promise<readonly HarEntry[]>;
  readonly emit: <E extends keyof RecorderEvents>(name: E, data: RecorderEvents[E]) => void;
}

export interface Recorder {
  /** The background is there, for the first time or again: everything it tells is read anew. */
  readonly connected: (gateway: Gateway) => void;
  readonly navigated: (url: string) => void;
  readonly finished: (request: RequestFacts) => void;
  readonly panelVisible: (visible: boolean) => void;
  /** What the panel may ask. */
  readonly handlers: Handlers<RecorderRequests>;
}

/**
 * Records one inspected tab from the moment DevTools opens. It owns the recording, decides when to look, and
 * outlives navigations and the background. Nothing runs in the page before the panel was shown.
 */
export function createRecorder({ tabId, now, inspectedUrl, requestLog, emit }: RecorderDependencies): Recorder {
  const history = createHistory();
  let gateway: Gateway | undefined;
  let url: string | null = null;
  let frameUrls: readonly string[] = [];
  let storeId = '';
  let isPrivate = true;
  let access: HostAccess = { state: 'unknown' };
  let shown = false;
  let visible = false;
  let preserve = true;
  /** Counts pages, so that an answer about one that was left meanwhile is told from one about this. */
  let visits = 0;
  /** Providers with a call under way in this page. */
  const busy = new Set<string>();
  function record(...events: RecordingEvent[]): void {
    if (events.length > 0) emit('recorded', [...history.add(events)]);
  }

  const listings = createListings(record, now);
  const unread = createUnread({
    log: requestLog,
    now,
    record: (request) => record({ type: 'request', at: now(), request }),
  });

  /**
   * The background may go away at any moment; it is read again when it is back, so a lost answer is no loss.
   * An answer about a page that was left meanwhile counts for nothing: the page after it is read anew as well.
   */
  async function ask<T>(question: (gateway: Gateway) => Promise<T>): Promise<T | undefined> {
    const visit = visits;
    try {
      const answer = gateway && (await withPatience(READ_PATIENCE, question(gateway)));
      return visit === visits ? answer : undefined;
    } catch (error) {
      if (error instanceof AppError) return undefined;
      throw error;
    }
  }

  const attach = coalesce(async () => {
    const tab = await ask((background) => background.request('tab/describe', tabId));
    if (!tab) return;
    ({ storeId, isPrivate } = tab);
    const address = tab.url ?? (shown ? await askForUrl() : null);
    if (address === undefined) return;
    if (address !== null && address !== url) moveTo(address);
    await readAccess(shown && address === null);
    await Promise.all([countTabs(), look()]);
  });

  /** Asked twice: a page that is busy answers late, and only one that is closed to extensions never does. */
  async function askForUrl(): Promise<string | null | undefined> {
    const address = await ask(inspectedUrl);
    return address === null ? ask(inspectedUrl) : address;
  }

  function arriveAt(address: string): void {
    visits++;
    url = address;
    frameUrls = [];
    sdkLoading.done();
    busy.clear();
    listings.forget();
  }

  function navigation(address: string): RecordingEvent {
    return { type: 'navigated', at: now(), url: address.slice(0, MAX_TEXT) };
  }

  function moveTo(address: string): void {
    arriveAt(address);
    record(navigation(address));
  }

  async function readAccess(closed: boolean): Promise<void> {
    // The address said already whose page it is.
    if (closed && access.state === 'restricted') return;
    const next = closed
      ? ({ state: 'restricted', why: 'Browsers let no extension read this page.' } as const)
      : url !== null && (await ask((background) => background.request('access/check', url ?? '')));
    if (!next || JSON.stringify(next) === JSON.stringify(access)) return;
    setAccess(next);
  }

  function setAccess(next: HostAccess): void {
    access = next;
    listings.forget();
    record({ type: 'access', at: now(), access });
  }

  /** What no request of this tab brought may be another tab's. */
  const countTabs = coalesce(async () => {
    if (access.state !== 'granted' || url === null) return;
    const page = url;
    const count = await ask((background) => background.request('tabs/count-others', tabId, page, storeId));
    if (count !== undefined) listings.otherTabs(count);
  });

  const readCookies = coalesce(async () => {
    if (access.state !== 'granted' || url === null) return;
    const urls = [url, ...frameUrls];
    const cookies = await ask((background) => background.request('cookies/list', urls, storeId));
    if (cookies) listings.cookies(cookies);
  });

  const readPage = coalesce(async () => {
    if (access.state !== 'granted' || !shown) return;
    await Promise.all([readStorage(), readSdks()]);
  });

  async function readStorage(): Promise<void> {
    const frames = await ask((background) => background.request('frames/read', tabId));
    if (!frames) return;
    const found = frames.map((frame) => frame.url).filter((frame) => frame !== url);
    const more = found.some((frame) => !frameUrls.includes(frame));
    frameUrls = found;
    if (more) void readCookies();
    listings.storage(frames);
  }

  async function readSdks(): Promise<void> {
    const request: AgentRequest = { kind: 'snapshot' };
    const reply = await ask((background) => background.request('agent/call', tabId, JSON.stringify(request)));
    if (reply?.state === 'no-access') {
      setAccess({ state: 'restricted', why: 'Your browser keeps extensions out of this page.' });
    }
    if (reply?.state !== 'answered') return;
    const snapshot = parseSnapshot(reply.text);
    if (snapshot) listings.page(snapshot);
    else record({ type: 'page-state-unreadable', at: now() });
    if (snapshot?.sdks.some(({ loaded }) => !loaded)) sdkLoading.again();
    else sdkLoading.done();
  }

  const sdkLoading = createBackoff(() => void readPage(), SDK_DELAYS);

  /** What no event followed in this time is settled, and a page that is read again says so. */
  const afterwards = createBackoff(() => void (visible && readPage()), [SETTLING]);

  const look = async () => {
    unread.lookSoon();
    await Promise.all([readCookies(), readPage()]);
  };

  const handlers: Handlers<RecorderRequests> = {
    'recording/read'() {
      // Whoever reads is a panel in sight: DevTools that open on it may have said so before anybody listened.
      if (!shown) panelVisible(true);
      return history.events();
    },
    'recording/clear'() {
      startOver();
      void look();
      return null;
    },
    async 'page/look'() {
      await attach();
      return null;
    },
    'page/is-private': () => isPrivate,
    async 'action/run'(provider, action, options) {
      if (busy.has(provider)) {
        throw new AppError('busy', 'The call before is still under way in the page. Wait for it, or reload the page.');
      }
      busy.add(provider);
      const visit = visits;
      const { outcome, settled } = runAction({ provider, action, options, now, record, look, call: callAgent });
      // A page that was left took its calls with it; those of the page after it are none of theirs.
      void settled.finally(() => visit === visits && busy.delete(provider));
      await outcome;
      return null;
    },
    async 'access/open-grant-page'() {
      await ask((background) => background.request('access/open-grant-page', url ?? ''));
      return null;
    },
    'settings/preserve'(value) {
      preserve = value;
      return null;
    },
  };

  const callAgent = async (request: AgentRequest) => {
    if (!gateway) throw new AppError('disconnected', 'The background has not started yet');
    return gateway.request('agent/call', tabId, JSON.stringify(request));
  };

  function panelVisible(isVisible: boolean): void {
    visible = isVisible;
    emit('panel-visible', isVisible);
    if (!isVisible) return;
    shown = true;
    void attach();
  }

  function startOver(): void {
    history.clear();
    unread.forget();
    listings.forget();
    const beginning: RecordingEvent[] = [
      ...(url === null ? [] : [navigation(url)]),
      { type: 'access', at: now(), access },
    ];
    emit('reset', [...history.add(beginning)]);
  }

  return {
    connected(next) {
      gateway = next;
      gateway.on('access-changed', () => void attach());
      gateway.on('tab-loaded', (loaded) => {
        if (loaded === tabId) void attach();
      });
      gateway.on('tabs-changed', () => void countTabs());
      gateway.on('cookie-changed', ({ cookie, removed, storeId: changedIn }) => {
        if (url === null || changedIn !== storeId || !isCookieOfPage(cookie, [url, ...frameUrls])) return;
        record({ type: removed ? 'cookie-removed' : 'cookie-set', at: now(), cookie });
        if (visible) void readPage();
        unread.lookSoon();
        afterwards.done();
        afterwards.again();
      });
      void attach();
    },
    navigated(address) {
      if (!preserve) {
        history.clear();
        unread.forget();
      }
      arriveAt(address);
      access = accessFromUrl(address).state === 'restricted' ? accessFromUrl(address) : { state: 'unknown' };
      const events: RecordingEvent[] = [navigation(address), { type: 'access', at: now(), access }];
      if (preserve) record(...events);
      else emit('reset', [...history.add(events)]);
      void attach();
    },
    finished(request) {
      const finished = unread.finished(request);
      if (finished) record({ type: 'request', at: now(), request: finished });
      unread.lookSoon();
      if (visible && (request.received.length > 0 || isOwnRequest(request.url))) void readPage();
    },
    panelVisible,
    handlers,
  };
}
