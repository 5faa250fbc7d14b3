import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@/lib/messaging/errors.ts';
import type { RecorderEvents, RecorderRequests } from '@/lib/messaging/protocol.ts';
import { createClient } from '@/lib/messaging/client.ts';
import { serve, type Handlers } from '@/lib/messaging/serve.ts';
import { clerk } from '@/lib/providers/clerk/index.ts';
import type { ActionOptions } from '@/lib/providers/page.ts';
import type { ProviderAction } from '@/lib/providers/provider.ts';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import type { SavedRecording } from '@/lib/recording/file/read.ts';
import { EMPTY_RECORDING } from '@/lib/recording/recording.ts';
import { createClock } from '@/lib/store/clock.ts';
import { createPanelStore, optionsOf, pinsOf, shownRecording, type PinsBySite } from '@/lib/store/panel-store.ts';
import { createSceneSelector } from '@/lib/store/selectors.ts';
import { cookieSet, navigated, record } from '../support/events.ts';
import { connectLines } from '../support/transport.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const EVENTS: RecordingEvent[] = [navigated(), cookieSet({ name: 'sid' })];

const action: ProviderAction = {
  ...clerk.actions[0]!,
  options: [
    { name: 'path', label: 'Path', kind: 'text', initial: '/a', hint: '', remembered: true },
    { name: 'secret', label: 'Secret', kind: 'text', initial: '', hint: '', remembered: false },
  ],
};

/** A panel, and the recorder that it talks to, played by the test. */
function open({
  events = EVENTS,
  preserve = true,
  shortcuts = true,
  chosen = {} as Record<string, ActionOptions>,
  pins = {} as PinsBySite,
  answers = {} as Partial<Handlers<RecorderRequests>>,
  getPreserve = async () => preserve,
  isPrivate = false,
} = {}) {
  const asked: unknown[][] = [];
  const saved: boolean[] = [];
  const kept: unknown[] = [];
  const pinned: PinsBySite[] = [];
  const note =
    <T>(method: string, answer: T) =>
    (...params: unknown[]): T => {
      asked.push([method, ...params]);
      return answer;
    };
  const [panelSide, recorderSide] = connectLines();
  const recorder = serve<RecorderRequests, RecorderEvents>(recorderSide.transport, {
    'recording/read': note('recording/read', events),
    'recording/clear': note('recording/clear', null),
    'page/look': note('page/look', null),
    'page/is-private': () => isPrivate,
    'action/run': note('action/run', null),
    'access/open-grant-page': note('access/open-grant-page', null),
    'settings/preserve': note('settings/preserve', null),
    ...answers,
  });
  const panel = createPanelStore({
    client: createClient<RecorderRequests, RecorderEvents>(panelSide.transport),
    clock: createClock(),
    settings: {
      getPreserve,
      setPreserve: async (value) => void saved.push(value),
      getShortcuts: async () => shortcuts,
      setShortcuts: async (value) => void saved.push(value),
      getActionOptions: async () => chosen,
      setActionOptions: async (value) => void kept.push(value),
      getPins: async () => pinned.at(-1) ?? pins,
      setPins: async (value) => void pinned.push(value),
    },
  });
  return { panel, asked, saved, kept, pinned, emit: recorder.emit, state: panel.store.getState };
}

const busy = () => {
  throw new AppError('busy', 'An action is already under way');
};

it('knows nothing before it is connected', () => {
  const { state, asked } = open();

  expect(state()).toEqual({
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
  });
  expect(asked).toEqual([]);
});

it('fetches the recording when it is connected', async () => {
  const { panel, state, asked } = open();
  await panel.connect();

  expect(state()).toMatchObject({ connection: 'ready', recording: record(...EVENTS) });
  expect(asked).toEqual([['recording/read']]);
});

it('follows the recording from then on', async () => {
  const { panel, state, emit } = open();
  await panel.connect();
  const more = [cookieSet({ name: 'late' }), cookieSet({ name: 'later' })];
  emit('recorded', more);

  expect(state().recording).toEqual(record(...EVENTS, ...more));
});

it('does not count twice what was recorded before the recording came', async () => {
  const { panel, state, emit } = open();
  emit('recorded', [cookieSet({ name: 'early' })]);

  expect(state().recording).toBe(EMPTY_RECORDING);
  const connected = panel.connect();
  emit('recorded', EVENTS);
  await connected;
  expect(state().recording.navigations).toHaveLength(1);
});

describe('a recording that is too long to be derived from at once', () => {
  const long = [navigated(), ...Array.from({ length: 9_000 }, (_, index) => cookieSet({ value: `${index % 7}` }))];

  async function connecting() {
    const opened = open({ events: long });
    const connected = opened.panel.connect();
    await vi.advanceTimersToNextTimerAsync();
    return { ...opened, connected };
  }

  it('is shown when all of it is derived, with what came meanwhile', async () => {
    const { panel, emit, state, connected } = await connecting();
    const late = [cookieSet({ name: 'late' })];
    emit('recorded', late);
    expect(state()).toMatchObject({ connection: 'connecting', recording: EMPTY_RECORDING });
    await vi.runAllTimersAsync();
    await connected;

    expect(state()).toMatchObject({ connection: 'ready', recording: record(...long, ...late) });
    expect(panel.sceneOf(state())).toEqual(createSceneSelector()(record(...long, ...late)));
  });

  it('gives way to one that begins meanwhile', async () => {
    const { emit, state, connected } = await connecting();
    emit('reset', [navigated('http://localhost:3000/next')]);
    expect(state().connection).toBe('ready');
    await vi.runAllTimersAsync();
    await connected;

    expect(state().recording).toEqual(record(navigated('http://localhost:3000/next')));
  });

  it('is read again on a line that took the place of its own', async () => {
    const { panel, state, connected } = await connecting();
    const again = panel.reconnect();
    await vi.runAllTimersAsync();
    await Promise.all([connected, again]);

    expect(state()).toMatchObject({ connection: 'ready', recording: record(...long) });
  });
});

it('begins anew when the recorder does, following the session again', async () => {
  const { panel, state, emit } = open();
  await panel.connect();
  panel.select('some-id');
  emit('reset', [navigated('http://localhost:3000/next')]);

  expect(state()).toMatchObject({ recording: record(navigated('http://localhost:3000/next')), selected: null });
});

it('says what keeps it from reading the recording', async () => {
  const failing = (): never => {
    throw new Error('Message exceeded maximum allowed size of 64MiB.');
  };
  const { panel, state } = open({ answers: { 'recording/read': failing } });
  await panel.connect();

  expect(state()).toMatchObject({
    connection: 'silent',
    problem: 'Message exceeded maximum allowed size of 64MiB.',
  });
});

it('shows the recording though the settings cannot be read, and says so', async () => {
  const { panel, state } = open({ getPreserve: () => Promise.reject(new Error('The storage is damaged')) });
  await panel.connect();

  expect(state()).toMatchObject({
    connection: 'ready',
    recording: record(...EVENTS),
    preserve: true,
    problem: 'The storage is damaged',
  });
});

it('says so when the recorder is silent, and recovers when it speaks after all', async () => {
  const read = Promise.withResolvers<RecordingEvent[]>();
  const { panel, state } = open({ answers: { 'recording/read': () => read.promise } });
  const connected = panel.connect();
  await vi.advanceTimersByTimeAsync(2_999);
  expect(state().connection).toBe('connecting');
  await vi.advanceTimersByTimeAsync(1);
  expect(state().connection).toBe('silent');

  read.resolve(EVENTS);
  await connected;
  expect(state()).toMatchObject({ connection: 'ready', recording: record(...EVENTS) });
});

it('does not call the recorder silent once it has answered', async () => {
  const { panel, state } = open();
  await panel.connect();
  await vi.advanceTimersByTimeAsync(10_000);

  expect(state().connection).toBe('ready');
  expect(vi.getTimerCount()).toBe(0);
});

it('tells the recorder before it reads that nothing is to be kept across navigations', async () => {
  const { panel, state, asked } = open({ preserve: false });
  await panel.connect();

  expect(state().preserve).toBe(false);
  expect(asked).toEqual([['settings/preserve', false], ['recording/read']]);
});

it('does not read before the recorder knows what is to be kept', async () => {
  const told = Promise.withResolvers<null>();
  const { panel, asked } = open({ preserve: false, answers: { 'settings/preserve': () => told.promise } });
  const connected = panel.connect();
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toEqual([]);

  told.resolve(null);
  await connected;
  expect(asked).toEqual([['recording/read']]);
});

it('keeps a change of the setting, and tells the recorder', async () => {
  const { panel, state, asked, saved } = open();
  await panel.setPreserve(false);

  expect(state().preserve).toBe(false);
  expect(saved).toEqual([false]);
  expect(asked).toEqual([['settings/preserve', false]]);
});

it('keeps that single keys are switched off', async () => {
  const { panel, state, saved } = open();
  await panel.setShortcuts(false);
  expect([state().shortcuts, saved]).toEqual([false, [false]]);

  const next = open({ shortcuts: false });
  await next.panel.connect();
  expect(next.state().shortcuts).toBe(false);
});

it('passes the user’s wishes on', async () => {
  const { panel, asked, state } = open();
  await panel.run(clerk, clerk.actions[0]!, {});
  await panel.clear();
  await panel.look();
  await panel.openGrantPage();

  expect(asked).toEqual([
    ['action/run', 'clerk', 'refresh-token', {}],
    ['recording/clear'],
    ['page/look'],
    ['access/open-grant-page'],
  ]);
  expect(state().problem).toBeNull();
});

it('says what went wrong with a wish, until the next one', async () => {
  const { panel, state } = open({ answers: { 'action/run': busy } });
  await panel.run(clerk, clerk.actions[0]!, {});
  expect(state().problem).toBe('An action is already under way');

  await panel.look();
  expect(state().problem).toBeNull();
});

it.each(['recording/clear', 'page/look', 'access/open-grant-page', 'settings/preserve'] as const)(
  'says what went wrong with %s',
  async (method) => {
    const { panel, state } = open({ answers: { [method]: busy } });
    await {
      'recording/clear': panel.clear,
      'page/look': panel.look,
      'access/open-grant-page': panel.openGrantPage,
      'settings/preserve': () => panel.setPreserve(true),
    }[method]();

    expect(state().problem).toBe('An action is already under way');
  },
);

it('shows what was selected, until another provider is chosen', () => {
  const { panel, state } = open();
  panel.select('some-id');
  expect(state().selected).toBe('some-id');

  panel.chooseProvider('clerk');
  expect(state()).toMatchObject({ chosenProvider: 'clerk', selected: null });
});

it('shows a token that was selected, until another credential or provider is', () => {
  const { panel, state } = open();
  panel.selectToken('some-id', 'raw');
  expect(state()).toMatchObject({ selected: 'some-id', selectedToken: 'raw' });

  panel.select('other-id');
  expect(state()).toMatchObject({ selected: 'other-id', selectedToken: null });

  panel.selectToken('some-id', 'raw');
  panel.chooseProvider('clerk');
  expect(state()).toMatchObject({ selected: null, selectedToken: null });
});

it('shows what is recorded at its time, however late the clock is', async () => {
  vi.setSystemTime(10_000);
  const { panel, emit } = open();
  await panel.connect();
  const stop = panel.clock.subscribe(() => undefined);

  vi.setSystemTime(11_020);
  emit('recorded', [navigated()]);

  expect(panel.clock.now()).toBe(11_020);
  stop();
});

it('stops its clock while the panel or its tab is hidden', () => {
  const { panel, emit } = open();
  const stop = panel.clock.subscribe(() => undefined);
  expect(vi.getTimerCount()).toBe(1);

  emit('panel-visible', false);
  expect(vi.getTimerCount()).toBe(0);
  emit('panel-visible', true);
  expect(vi.getTimerCount()).toBe(1);

  panel.setTabVisible(false);
  expect(vi.getTimerCount()).toBe(0);
  emit('panel-visible', false);
  panel.setTabVisible(true);
  expect(vi.getTimerCount()).toBe(0);
  emit('panel-visible', true);
  expect(vi.getTimerCount()).toBe(1);
  stop();
});

it('keeps what was chosen for an action, for its site, and never what may be a secret', async () => {
  const { panel, state, asked, kept } = open();
  await panel.connect();
  await panel.run(clerk, action, { path: '/b', secret: 's3cret' });

  expect(asked.at(-1)).toEqual(['action/run', 'clerk', 'refresh-token', { path: '/b', secret: 's3cret' }]);
  expect(kept).toEqual([{ 'http://localhost:3000 clerk/refresh-token': { path: '/b' } }]);
  expect(optionsOf(state(), 'clerk', action)).toEqual({ path: '/b', secret: 's3cret' });
});

it('takes what was chosen in an earlier time, and what an action begins with where nothing was', async () => {
  const { panel, state } = open({ chosen: { 'http://localhost:3000 clerk/refresh-token': { path: '/kept' } } });
  await panel.connect();

  expect(optionsOf(state(), 'clerk', action)).toEqual({ path: '/kept', secret: '' });
  expect(optionsOf(state(), 'roq', action)).toEqual({ path: '/a', secret: '' });
});

it('reads the recording again on a new line, and loses nothing in between', async () => {
  const { panel, asked, state, emit } = open();
  await panel.connect();
  emit('recorded', [cookieSet({ name: 'seen only once' })]);
  await panel.reconnect();

  expect(asked.filter(([method]) => method === 'recording/read')).toHaveLength(2);
  expect(state()).toMatchObject({ connection: 'ready', problem: null, recording: record(...EVENTS) });
});

it('takes no cut line for a fault of what was asked for', async () => {
  const { panel, state } = open({ answers: { 'page/look': () => new Promise<null>(() => undefined) } });
  await panel.connect();
  const looked = panel.look();
  await panel.reconnect();
  await looked;

  expect(state().problem).toBeNull();
});

it('keeps pinned claims for the site, by name alone, and lets them go', async () => {
  const elsewhere = { 'https://elsewhere.test': [{ provider: 'clerk', path: ['role'] }] };
  const { panel, state, pinned } = open({ pins: elsewhere });
  await panel.connect();
  const pin = { provider: 'clerk', path: ['birthday'] };
  expect(pinsOf(state())).toEqual([]);

  await panel.togglePin(pin);
  expect(pinsOf(state())).toEqual([pin]);
  expect(pinned.at(-1)).toEqual({ ...elsewhere, 'http://localhost:3000': [pin] });
  await panel.togglePin(pin);
  expect(pinsOf(state())).toEqual([]);
  expect(pinned.at(-1)).toEqual(elsewhere);
});

it('stores nothing of a site that is seen in a private window', async () => {
  const { panel, state, asked, kept, pinned } = open({ isPrivate: true });
  await panel.connect();
  const pin = { provider: 'clerk', path: ['birthday'] };
  await panel.togglePin(pin);
  await panel.run(clerk, action, { path: '/b', secret: 's3cret' });

  expect(pinsOf(state())).toEqual([pin]);
  expect(optionsOf(state(), 'clerk', action)).toMatchObject({ path: '/b' });
  expect(asked.at(-1)?.[0]).toBe('action/run');
  expect([kept, pinned]).toEqual([[], []]);
});

const FILE: SavedRecording = {
  exportedAt: 5_000,
  app: { version: '0.1.0', browser: 'Chrome 156' },
  redacted: false,
  events: [navigated('http://saved.test/'), cookieSet({ name: 'saved' })],
};

it('shows a recording from a file, at the time when it was saved, while the live one goes on', async () => {
  const { panel, state, emit } = open();
  await panel.connect();
  const stop = panel.clock.subscribe(() => undefined);

  await panel.openFile('a.json', FILE);
  emit('recorded', [cookieSet({ name: 'late' })]);

  expect(shownRecording(state()).url).toBe('http://saved.test/');
  expect(state().recording).toEqual(record(...EVENTS, cookieSet({ name: 'late' })));
  expect(panel.clock.now()).toBe(5_000);
  expect(vi.getTimerCount()).toBe(0);

  panel.show('live');
  expect(shownRecording(state())).toBe(state().recording);
  expect(panel.clock.now()).toBe(Date.now());
  expect(vi.getTimerCount()).toBe(1);

  panel.show('file');
  expect(shownRecording(state()).url).toBe('http://saved.test/');
  panel.closeFile();
  expect(state()).toMatchObject({ file: null, shows: 'live' });
  stop();
});

it('lets a new beginning of the live recording change nothing of the selection in a file', async () => {
  const { panel, state, emit } = open();
  await panel.connect();
  await panel.openFile('a.json', FILE);
  panel.select('of the file');
  emit('reset', EVENTS);

  expect(state().selected).toBe('of the file');
});

it('pins claims of the site that is shown', async () => {
  const { panel, state, pinned } = open();
  await panel.connect();
  await panel.openFile('a.json', FILE);
  const pin = { provider: 'clerk', path: ['birthday'] };
  await panel.togglePin(pin);

  expect(pinsOf(state())).toEqual([pin]);
  expect(pinned.at(-1)).toEqual({ 'http://saved.test': [pin] });
  panel.show('live');
  expect(pinsOf(state())).toEqual([]);
});

it('gives the events of what is shown', async () => {
  const { panel } = open();
  await panel.connect();
  expect(await panel.events()).toEqual(EVENTS);

  await panel.openFile('a.json', FILE);
  expect(await panel.events()).toEqual([navigated('http://saved.test/'), cookieSet({ name: 'saved' })]);
});
