import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '@/lib/messaging/client.ts';
import { AppError, serializeError } from '@/lib/messaging/errors.ts';
import type { RecorderEvents, RecorderRequests } from '@/lib/messaging/protocol.ts';
import type { ActionOptions } from '@/lib/providers/page.ts';
import type { Provider, ProviderAction } from '@/lib/providers/provider.ts';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import type { SavedRecording } from '@/lib/recording/file/read.ts';
import { fold } from '@/lib/recording/fold.ts';
import { EMPTY_RECORDING, type Recording } from '@/lib/recording/recording.ts';
import { togglePin, type Pin } from '@/lib/recording/pins.ts';
import type { Clock } from './clock.ts';
import { deriveInSlices } from './derive-in-slices.ts';
import { createSceneSelector, type Scene } from './selectors.ts';

export type PinsBySite = Readonly<Record<string, readonly Pin[]>>;

/** `none`: in an ordinary tab, where no page is inspected. */
export type Connection = 'connecting' | 'ready' | 'silent' | 'none';

/** A recording that was opened from a file. */
export interface OpenedFile extends SavedRecording {
  readonly name: string;
  /** It stays as it is, and so does what is derived from it. */
  readonly scene: Scene;
}

export interface PanelState {
  readonly connection: Connection;
  /** Of the inspected page. It goes on while a file is shown. */
  readonly recording: Recording;
  readonly file: OpenedFile | null;
  /** Which of the two is shown. */
  readonly shows: 'live' | 'file';
  /** A credential's id; null follows the session. */
  readonly selected: string | null;
  /** A token of that credential, raw; null follows the one that is there now. */
  readonly selectedToken: string | null;
  /** The provider whose session is shown; null takes the first. */
  readonly chosenProvider: string | null;
  readonly preserve: boolean;
  /** Whether single keys do something. */
  readonly shortcuts: boolean;
  /** What was chosen last for each action, by site: see `optionsKey`. */
  readonly chosen: Readonly<Record<string, ActionOptions>>;
  /** The claims that are to stay in sight, by site. */
  readonly pins: PinsBySite;
  /** What went wrong with the last thing the user asked for. */
  readonly problem: string | null;
}

/** Before anything was read. */
export const INITIAL_STATE: PanelState = {
  connection: 'connecting',
  recording: EMPTY_RECORDING,
  file: null,
  shows: 'live',
  selected: null,
  selectedToken: null,
  chosenProvider: null,
  preserve: true,
  shortcuts: true,
  chosen: {},
  pins: {},
  problem: null,
};

export interface PanelStore {
  readonly store: StoreApi<PanelState>;
  readonly clock: Clock;
  /** What is derived from what is shown. */
  readonly sceneOf: (state: PanelState) => Scene;
  /** Fetches the recording. To be called once. */
  readonly connect: () => Promise<void>;
  /** Fetches the recording again, on a line that took the place of one that was cut. */
  readonly reconnect: () => Promise<void>;
  readonly setTabVisible: (visible: boolean) => void;
  readonly select: (credentialId: string) => void;
  readonly selectToken: (credentialId: string, raw: string) => void;
  readonly chooseProvider: (providerId: string) => void;
  /** What was chosen is kept for the site, where the action's options say that it may be. */
  readonly run: (provider: Provider, action: ProviderAction, options: ActionOptions) => Promise<void>;
  readonly clear: () => Promise<void>;
  readonly look: () => Promise<void>;
  readonly setPreserve: (preserve: boolean) => Promise<void>;
  readonly setShortcuts: (on: boolean) => Promise<void>;
  /** Keeps a claim in sight on this site, or lets it go. */
  readonly togglePin: (pin: Pin) => Promise<void>;
  readonly openGrantPage: () => Promise<void>;
  /** Shows a recording from a file, once what is shown is derived from it. */
  readonly openFile: (name: string, saved: SavedRecording) => Promise<void>;
  readonly closeFile: () => void;
  readonly show: (what: PanelState['shows']) => void;
  /** The events of what is shown. */
  readonly events: () => Promise<readonly RecordingEvent[]>;
}

export interface PanelStoreDependencies {
  readonly client: Client<RecorderRequests, RecorderEvents>;
  readonly clock: Clock;
  /** How it begins: `none` where there is no recorder to connect to. */
  readonly connection?: Connection;
  readonly settings: {
    readonly getPreserve: () => Promise<boolean>;
    readonly setPreserve: (value: boolean) => Promise<void>;
    readonly getShortcuts: () => Promise<boolean>;
    readonly setShortcuts: (value: boolean) => Promise<void>;
    readonly getActionOptions: () => Promise<Readonly<Record<string, ActionOptions>>>;
    readonly setActionOptions: (value: Readonly<Record<string, ActionOptions>>) => Promise<void>;
    readonly getPins: () => Promise<PinsBySite>;
    readonly setPins: (value: PinsBySite) => Promise<void>;
  };
}

/** The key of an action's options on a site, which is an origin. */
function optionsKey(site: string, providerId: string, actionId: string): string {
  return `${site} ${providerId}/${actionId}`;
}

export const siteOf = (url: string | null) => (url !== null && URL.canParse(url) ? new URL(url).origin : '');

/** What an action would be run with: what was chosen last on this site, else as it begins. */
export function optionsOf(state: PanelState, providerId: string, { id, options }: ProviderAction): ActionOptions {
  const chosen = state.chosen[optionsKey(siteOf(state.recording.url), providerId, id)] ?? {};
  return Object.fromEntries(options.map(({ name, initial }) => [name, chosen[name] ?? initial]));
}

/** The file that is shown; null while the live recording is. */
export const shownFile = ({ file, shows }: PanelState): OpenedFile | null => (shows === 'file' ? file : null);

export const shownRecording = (state: PanelState): Recording => shownFile(state)?.scene.recording ?? state.recording;

/** Of the site whose recording is shown. */
export const pinsOf = (state: PanelState): readonly Pin[] => state.pins[siteOf(shownRecording(state).url)] ?? [];

const isDisconnected = (error: unknown) => error instanceof AppError && error.code === 'disconnected';

/** The recorder is in the same DevTools window and answers at once, or not at all. Milliseconds. */
const PATIENCE = 3_000;

export function createPanelStore(dependencies: PanelStoreDependencies): PanelStore {
  const { client, clock, settings, connection = INITIAL_STATE.connection } = dependencies;
  const store = createStore<PanelState>(() => ({ ...INITIAL_STATE, connection }));
  const set = store.setState;

  /** Whether the recording was read since the line was opened. */
  let upToDate = false;
  /** Events that came while the recording that was read is derived from; undefined where none is. */
  let waiting: RecordingEvent[] | undefined;
  let select = createSceneSelector();

  client.on('recorded', (events) => {
    // Events that come before the recording are part of it.
    if (!upToDate) return;
    // Else a token that has just been made would have more time left than it lives.
    clock.catchUp();
    if (waiting) waiting.push(...events);
    else set(({ recording }) => ({ recording: fold(recording, events) }));
  });
  client.on('reset', (events) => {
    if (waiting) set({ connection: 'ready' });
    waiting = undefined;
    set(({ shows }) => ({
      recording: fold(EMPTY_RECORDING, events),
      ...(shows === 'live' && { selected: null, selectedToken: null }),
    }));
  });
  // Another tool of DevTools may be shown in the panel's place, and another tab in that of both.
  let shown = { panel: true, tab: true };
  function see(change: Partial<typeof shown>): void {
    shown = { ...shown, ...change };
    clock.setRunning(shown.panel && shown.tab);
  }
  client.on('panel-visible', (panel) => see({ panel }));

  async function read(): Promise<void> {
    upToDate = false;
    waiting = undefined;
    const silence = setTimeout(() => set({ connection: 'silent' }), PATIENCE);
    try {
      const { preserve } = store.getState();
      if (!preserve) await client.request('settings/preserve', preserve);
      const events = await client.request('recording/read');
      upToDate = true;
      clearTimeout(silence);
      await showLive(events);
    } catch (error) {
      // Where the line was cut meanwhile, it is read again on the one that takes its place.
      if (!isDisconnected(error)) set({ connection: 'silent', problem: serializeError(error).message });
    } finally {
      clearTimeout(silence);
    }
  }

  /** Shows the recording once what is shown is derived from it, unless another one has begun meanwhile. */
  async function showLive(events: readonly RecordingEvent[]): Promise<void> {
    const since: RecordingEvent[] = [];
    waiting = since;
    const selectNext = createSceneSelector();
    const recording = await deriveInSlices(events, selectNext).then(
      (scene) => scene.recording,
      // What cannot be derived is told where it is drawn.
      () => fold(EMPTY_RECORDING, events),
    );
    if (waiting !== since) return;
    waiting = undefined;
    select = selectNext;
    set({ connection: 'ready', recording: fold(recording, since) });
  }

  async function attempt(task: () => Promise<unknown>): Promise<void> {
    set({ problem: null });
    try {
      await task();
    } catch (error) {
      // What was asked for goes on without the line that it was asked on.
      if (!isDisconnected(error)) set({ problem: serializeError(error).message });
    }
  }

  /** A private window leaves nothing behind, not even which sites were seen in it. */
  async function mayStore(): Promise<boolean> {
    if (store.getState().connection === 'none') return true;
    return !(await client.request('page/is-private').catch(() => true));
  }

  function show(what: PanelState['shows'], file = store.getState().file): void {
    set({ shows: file ? what : 'live', file, selected: null, selectedToken: null });
    clock.standAt(shownFile(store.getState())?.exportedAt ?? null);
  }

  return {
    store,
    clock,
    sceneOf: (state) => shownFile(state)?.scene ?? select(state.recording),
    async connect() {
      // Settings that cannot be read are no reason to show nothing.
      await attempt(async () => {
        const [preserve, shortcuts, chosen, pins] = await Promise.all([
          settings.getPreserve(),
          settings.getShortcuts(),
          settings.getActionOptions(),
          settings.getPins(),
        ]);
        set({ preserve, shortcuts, chosen, pins });
      });
      await read();
    },
    async reconnect() {
      client.abandon();
      await read();
    },
    setTabVisible: (tab) => see({ tab }),
    select: (selected) => set({ selected, selectedToken: null }),
    selectToken: (selected, selectedToken) => set({ selected, selectedToken }),
    chooseProvider: (chosenProvider) => set({ chosenProvider, selected: null, selectedToken: null }),
    run: (provider, action, options) =>
      attempt(async () => {
        const site = siteOf(store.getState().recording.url);
        const key = optionsKey(site, provider.id, action.id);
        if (action.options.length > 0) set(({ chosen }) => ({ chosen: { ...chosen, [key]: options } }));
        const kept = Object.fromEntries(
          action.options
            .filter(({ remembered }) => remembered)
            .map(({ name, initial }) => [name, options[name] ?? initial])
            // A query may hold a secret.
            .filter(([, value]) => !String(value).includes('?')),
        );
        if (Object.keys(kept).length > 0 && (await mayStore())) {
          await settings.setActionOptions({ ...(await settings.getActionOptions()), [key]: kept });
        }
        await client.request('action/run', provider.id, action.id, options);
      }),
    clear: () => attempt(() => client.request('recording/clear')),
    look: () => attempt(() => client.request('page/look')),
    setPreserve: (preserve) =>
      attempt(async () => {
        set({ preserve });
        await settings.setPreserve(preserve);
        await client.request('settings/preserve', preserve);
      }),
    setShortcuts: (shortcuts) =>
      attempt(async () => {
        set({ shortcuts });
        await settings.setShortcuts(shortcuts);
      }),
    togglePin: (pin) =>
      attempt(async () => {
        const site = siteOf(shownRecording(store.getState()).url);
        const pins = togglePin(pinsOf(store.getState()), pin);
        set((state) => ({ pins: { ...state.pins, [site]: pins } }));
        if (!(await mayStore())) return;
        const { [site]: _, ...others } = await settings.getPins();
        await settings.setPins(pins.length > 0 ? { ...others, [site]: pins } : others);
      }),
    openGrantPage: () => attempt(() => client.request('access/open-grant-page')),
    async openFile(name, saved) {
      show('file', { ...saved, name, scene: await deriveInSlices(saved.events) });
    },
    closeFile: () => show('live', null),
    show: (what) => show(what),
    events: async () => shownFile(store.getState())?.events ?? client.request('recording/read'),
  };
}
