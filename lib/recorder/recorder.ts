import type { Client } from '@/lib/messaging/client.ts';
import { AppError } from '@/lib/messaging/errors.ts';
import type { GatewayEvents, GatewayRequests, RecorderEvents, RecorderRequests } from '@/lib/messaging/protocol.ts';
import type { Handlers } from '@/lib/messaging/serve.ts';
import type { AgentRequest } from '@/lib/providers/agent.ts';
import { parseSnapshot } from '@/lib/providers/answers.ts';
import { providers } from '@/lib/providers/index.ts';
import { accessFromUrl } from '@/lib/recording/access.ts';
import type { HostAccess, Millis, RecordingEvent, RequestFacts } from '@/lib/recording/event.ts';
import { isCookieOfPage } from '@/lib/recording/page-cookies.ts';
import { createBackoff } from './backoff.ts';
import { coalesce } from './coalesce.ts';
import { createHistory } from './history.ts';
import { runAction } from './run-action.ts';

/** An SDK that is on the page but not ready says so to nobody: it is asked again, for about 16 seconds. Milliseconds. */
const SDK_DELAYS: readonly number[] = [250, 500, 1_000, 2_000, 4_000, 8_000];

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
export function createRecorder({ tabId, now, inspectedUrl, emit }: RecorderDependencies): Recorder {
  const history = createHistory();
  let gateway: Gateway | undefined;
  let url: string | null = null;
  let frameUrls: readonly string[] = [];
  let storeId = '';
  let access: HostAccess = { state: 'unknown' };
  let shown = false;
  let visible = false;
  let preserve = true;
  /** Counts pages, so that an answer about one that was left meanwhile is told from one about this. */
  let visits = 0;
  const busy = new Set<string>();

  function record(...events: RecordingEvent[]): void {
    if (events.length > 0) emit('recorded', [...history.add(events)]);
  }

  /**
   * The background may go away at any moment; it is read again when it is back, so a lost answer is no loss.
   * An answer about a page that was left meanwhile counts for nothing: the page after it is read anew as well.
   */
  async function ask<T>(question: (gateway: Gateway) => Promise<T>): Promise<T | undefined> {
    const visit = visits;
    try {
      const answer = gateway && (await question(gateway));
      return visit === visits ? answer : undefined;
    } catch (error) {
      if (error instanceof AppError) return undefined;
      throw error;
    }
  }

  const attach = coalesce(async () => {
    const tab = await ask((background) => background.request('tab/describe', tabId));
    if (!tab) return;
    storeId = tab.storeId;
    const address = tab.url ?? (shown ? await ask(inspectedUrl) : null);
    if (address === undefined) return;
    if (address !== null && address !== url) moveTo(address);
    await readAccess(shown && address === null);
    await look();
  });

  function arriveAt(address: string): void {
    visits++;
    url = address;
    frameUrls = [];
    sdkLoading.done();
  }

  function moveTo(address: string): void {
    arriveAt(address);
    record({ type: 'navigated', at: now(), url: address });
  }

  async function readAccess(closed: boolean): Promise<void> {
    // The address said already whose page it is.
    if (closed && access.state === 'restricted') return;
    const next = closed
      ? ({ state: 'restricted', why: 'Browsers let no extension read this page.' } as const)
      : url !== null && (await ask((background) => background.request('access/check', url ?? '')));
    if (!next || JSON.stringify(next) === JSON.stringify(access)) return;
    access = next;
    record({ type: 'access', at: now(), access });
  }

  const readCookies = coalesce(async () => {
    if (access.state !== 'granted' || url === null) return;
    const urls = [url, ...frameUrls];
    const cookies = await ask((background) => background.request('cookies/list', urls, storeId));
    if (cookies) record({ type: 'cookies-listed', at: now(), cookies });
  });

  const readPage = coalesce(async () => {
    if (access.state !== 'granted' || !shown) return;
    const frames = await ask((background) => background.request('frames/read', tabId));
    if (frames) {
      const found = frames.map((frame) => frame.url);
      const more = found.some((frame) => frame !== url && !frameUrls.includes(frame));
      frameUrls = found.filter((frame) => frame !== url);
      const areas = frames.flatMap((frame) => frame.areas);
      const origins = new Set<string>();
      const distinct = areas.filter(({ area, origin }) => !origins.has(area + origin) && origins.add(area + origin));
      record({ type: 'storage-listed', at: now(), areas: distinct });
      if (more) void readCookies();
    }
    const request: AgentRequest = { kind: 'snapshot' };
    const reply = await ask((background) => background.request('agent/call', tabId, JSON.stringify(request)));
    if (reply?.state !== 'answered') return;
    const snapshot = parseSnapshot(reply.text);
    record(snapshot ? { type: 'page-state', at: now(), snapshot } : { type: 'page-state-unreadable', at: now() });
    if (snapshot?.sdks.some(({ loaded }) => !loaded)) sdkLoading.again();
    else sdkLoading.done();
  });

  const sdkLoading = createBackoff(() => void readPage(), SDK_DELAYS);

  const look = async () => void (await Promise.all([readCookies(), readPage()]));

  const handlers: Handlers<RecorderRequests> = {
    'recording/read'() {
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
    async 'action/run'(provider, action, options) {
      if (busy.has(provider)) throw new AppError('busy', 'An action is already under way; wait for it to end');
      busy.add(provider);
      try {
        await runAction({ provider, action, options, now, record, look, call: callAgent });
      } finally {
        busy.delete(provider);
      }
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

  function startOver(): void {
    history.clear();
    const at = now();
    const beginning: RecordingEvent[] = [
      ...(url === null ? [] : [{ type: 'navigated' as const, at, url }]),
      { type: 'access', at, access },
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
      gateway.on('cookie-changed', ({ cookie, removed, storeId: changedIn }) => {
        if (url === null || changedIn !== storeId || !isCookieOfPage(cookie, [url, ...frameUrls])) return;
        record({ type: removed ? 'cookie-removed' : 'cookie-set', at: now(), cookie });
        if (visible) void readPage();
      });
      void attach();
    },
    navigated(address) {
      if (!preserve) history.clear();
      arriveAt(address);
      access = accessFromUrl(address).state === 'restricted' ? accessFromUrl(address) : { state: 'unknown' };
      const events: RecordingEvent[] = [
        { type: 'navigated', at: now(), url: address },
        { type: 'access', at: now(), access },
      ];
      if (preserve) record(...events);
      else emit('reset', [...history.add(events)]);
      void attach();
    },
    finished(request) {
      record({ type: 'request', at: now(), request });
      if (visible && (request.received.length > 0 || isOwnRequest(request.url))) void readPage();
    },
    panelVisible(isVisible) {
      visible = isVisible;
      emit('panel-visible', isVisible);
      if (!isVisible) return;
      shown = true;
      void attach();
    },
    handlers,
  };
}
