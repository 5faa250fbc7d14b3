import type { BrowserName } from '../setup/browser.ts';

export type Theme = 'light' | 'dark';

export interface Size {
  width: number;
  height: number;
}

/** Where DevTools is, with the size of its pane in CSS pixels. */
export type Layout =
  { dock: 'bottom'; height: number } | { dock: 'right'; width: number } | ({ dock: 'undocked' } & Size);

/**
 * Functions run elsewhere: they are sent as text, so they may use nothing from around them but their arguments, and
 * those and their results pass through JSON.
 */
export interface Scope {
  evaluate<A extends unknown[], T>(fn: (...args: A) => T | Promise<T>, ...args: A): Promise<T>;
  /** Asks again until the answer is truthy, also while the document is being replaced. */
  waitFor<A extends unknown[], T>(
    fn: (...args: A) => T | Promise<T>,
    args?: A,
    options?: WaitOptions,
  ): Promise<Truthy<T>>;
  /** Presses the first visible element that matches, with the mouse, once it stands still. */
  click(selector: string): Promise<void>;
}

export type Truthy<T> = Exclude<T, null | undefined | false | 0 | ''>;

export interface WaitOptions {
  /** Milliseconds. */
  timeout?: number;
  /** Completes "… did not happen". */
  what?: string;
}

export interface InspectedPage extends Scope {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  back(): Promise<void>;
}

/** One inspected page with its DevTools, in a browser of its own or (`openTab`) in another session's. */
export interface Session {
  readonly browser: BrowserName;
  readonly page: InspectedPage;
  /** Our panel's document, as long as it has been shown once. */
  readonly panel: Scope;
  /** Settles when the page is gone, whoever closed it. `close` is still due then. */
  readonly closed: Promise<void>;
  /** A PNG of the page and its DevTools, as a person sees them. */
  screenshot(path: string): Promise<void>;
  setTheme(theme: Theme): Promise<void>;
  resize(layout: Layout): Promise<void>;
  showPanel(): Promise<void>;
  /** Selects another tool. */
  hidePanel(): Promise<void>;
  closeDevTools(): Promise<void>;
  /** Opens DevTools, on another tool than our panel. */
  openDevTools(): Promise<void>;
  /** Ends the extension's service worker or event page, as the browser does when it has been idle. */
  killBackground(): Promise<void>;
  /** Takes away, or gives back, the sites that the extension got at install, as a user can in the browser's settings. */
  setHostAccess(allowed: boolean): Promise<void>;
  /** Firefox only: the page where access to a site is granted, once the panel has opened it. */
  grantPage?(): Promise<Scope>;
  /** Presses the extension's button in the browser's toolbar, which opens the panel in a tab of its own. */
  recordingTab(): Promise<Scope>;
  /** A second page with DevTools and our panel of its own; its `close` closes that page only. */
  openTab(url: string): Promise<Session>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** The folder with the built extension's `manifest.json`. */
  extensionPath: string;
  executablePath: string;
  url: string;
  headless?: boolean;
  /** Host names that shall mean this machine. */
  hosts?: string[];
  /** Firefox only: grants what `permissions.request` asks for, without a prompt. */
  autoGrant?: boolean;
  /** Firefox only: in a private window, where the extension is allowed to run. */
  privateWindow?: boolean;
  /** The folder that downloads are saved in, without a question. */
  downloads?: string;
  theme?: Theme;
  layout?: Layout;
  /** The browser window's size. */
  window?: Size;
  /** False opens DevTools on another tool, so that our panel is never shown. */
  startPanel?: boolean;
  /** False leaves Ctrl-C to the caller, who then has to close. */
  endOnSignal?: boolean;
}

export const DEFAULT_WINDOW: Size = { width: 1400, height: 900 };
export const DEFAULT_LAYOUT: Layout = { dock: 'bottom', height: 420 };
