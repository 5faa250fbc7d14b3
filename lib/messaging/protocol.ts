import type { ActionOptions } from '@/lib/providers/page.ts';
import type { CookieFacts, HostAccess, RecordingEvent, StorageFacts } from '@/lib/recording/event.ts';
import type { ReadResult } from '@/lib/recording/file/read.ts';
import type { ExportFacts } from '@/lib/recording/file/write.ts';

export interface TabFacts {
  /** Null where this extension may not know it. */
  readonly url: string | null;
  /** The tab's cookie store: private windows and Firefox containers have their own. */
  readonly storeId: string;
  readonly isPrivate: boolean;
}

/** `gone`: the page was left, or an error page stands in its place. */
export type AgentReply =
  { readonly state: 'answered'; readonly text: string } | { readonly state: 'no-access' } | { readonly state: 'gone' };

export interface FrameFacts {
  readonly url: string;
  readonly areas: readonly StorageFacts[];
}

/** The devtools page asks, the background answers. Arguments and results survive JSON. */
export type GatewayRequests = {
  'tab/describe': (tabId: number) => TabFacts;
  /** How many other tabs of the page's site are open that share its cookies. */
  'tabs/count-others': (tabId: number, url: string, storeId: string) => number;
  'access/check': (url: string) => HostAccess;
  'access/open-grant-page': (url: string) => null;
  /** All cookies that any of these addresses may be sent, whatever their path. The first is the top-level page's. */
  'cookies/list': (urls: readonly string[], storeId: string) => CookieFacts[];
  /** One frame of each origin, the top one first. */
  'frames/read': (tabId: number) => FrameFacts[];
  'agent/call': (tabId: number, request: string) => AgentReply;
};

export type GatewayEvents = {
  'cookie-changed': { readonly cookie: CookieFacts; readonly removed: boolean; readonly storeId: string };
  'access-changed': null;
  /** A tab has finished loading a page, also one that DevTools tell their extensions nothing of. */
  'tab-loaded': number;
  /** A tab goes to another page, or is closed. */
  'tabs-changed': null;
};

/** The panel asks, the recorder in the devtools page answers. */
export type RecorderRequests = {
  'recording/read': () => RecordingEvent[];
  'recording/clear': () => null;
  'page/look': () => null;
  /** Whether the page is in a private window, or may be: of such a page nothing may be stored. */
  'page/is-private': () => boolean;
  'action/run': (provider: string, action: string, options: ActionOptions) => null;
  'access/open-grant-page': () => null;
  'settings/preserve': (preserve: boolean) => null;
};

export type RecorderEvents = {
  recorded: RecordingEvent[];
  /** The recording begins anew with these. */
  reset: RecordingEvent[];
  'panel-visible': boolean;
};

/** The panel asks, a worker answers: a large recording takes seconds, for which the panel's own thread would stand still. */
export type FileRequests = {
  'file/write': (events: readonly RecordingEvent[], facts: ExportFacts, redacted: boolean) => string;
  'file/read': (file: Blob) => ReadResult;
  'report/write': (events: readonly RecordingEvent[], facts: ExportFacts, providerId: string | null) => string;
};

/** One call, answer or event on a channel that several may listen to. */
export type Envelope =
  | { readonly kind: 'request'; readonly id: string; readonly method: string; readonly params: readonly unknown[] }
  | { readonly kind: 'result'; readonly id: string; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: string; readonly error: { readonly code: string; readonly message: string } }
  | { readonly kind: 'event'; readonly name: string; readonly data: unknown };

export function isEnvelope(message: unknown): message is Envelope {
  return typeof message === 'object' && message !== null && 'kind' in message;
}
