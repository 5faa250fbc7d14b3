import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { AppError } from '@/lib/messaging/errors.ts';
import { clerk } from '@/lib/providers/clerk/index.ts';
import { supertokens } from '@/lib/providers/supertokens/index.ts';
import { parsePath, parseValue, type Condition } from '@/lib/recording/condition.ts';
import type { ActionEnd, RecordingEvent } from '@/lib/recording/event.ts';
import { fold } from '@/lib/recording/fold.ts';
import { createLanes } from '@/lib/recording/lanes.ts';
import { EMPTY_RECORDING, type Recording } from '@/lib/recording/recording.ts';
import type { UntilPlan } from '@/lib/recording/until.ts';
import { createRefreshUntil } from '@/lib/store/refresh-until.ts';
import { cookieRemoved, cookieSet, granted, makeSdk, navigated, pageState, requested } from '../support/events.ts';
import { makeClerkToken } from '../support/tokens.ts';

vi.mock(import('@/lib/recording/lanes.ts'), { spy: true });

const START = 1_700_000_000_000;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

const changes: Condition = { path: ['birthday'], operator: 'changes' };

/** A panel whose recorder answers a refresh as the server is said to. */
function open(provider = 'clerk') {
  const tries: number[] = [];
  const presses: number[] = [];
  let minted = 0;
  const server = {
    birthday: '1990-01-01' as string | undefined,
    end: undefined as ActionEnd | undefined,
    /** Milliseconds that a call takes. */
    takes: 0,
    refuse: [] as AppError[],
  };
  const panel = createStore<{ recording: Recording }>(() => ({ recording: EMPTY_RECORDING }));
  const record = (...events: RecordingEvent[]) =>
    panel.setState(({ recording }) => ({ recording: fold(recording, events) }));
  const mint = () => makeClerkToken({ jti: String(++minted), birthday: server.birthday });
  const arrive = () => {
    const token = mint();
    record(cookieSet({ value: token }, Date.now()));
    return token;
  };
  record(navigated(), granted(), pageState([makeSdk()]));
  arrive();

  /** The user runs an action by hand. */
  const press = (action = 'refresh-token') => {
    presses.push(Date.now() - START);
    const id = crypto.randomUUID();
    record({ type: 'action-started', at: Date.now(), id, provider, action, options: {} });
    record({ type: 'action-ended', at: Date.now(), id, end: { status: 'done', token: mint() } });
  };

  async function request(): Promise<never> {
    const refusal = server.refuse.shift();
    if (refusal) throw refusal;
    tries.push(Date.now() - START);
    const id = crypto.randomUUID();
    const { takes, end } = server;
    record({ type: 'action-started', at: Date.now(), id, provider, action: 'refresh-token', options: {} });
    if (takes > 0) await new Promise((resolve) => setTimeout(resolve, takes));
    const done: ActionEnd = end ?? { status: 'done', token: arrive() };
    record({ type: 'action-ended', at: Date.now(), id, end: done });
    return null as never;
  }
  const until = createRefreshUntil({ client: { request }, panel, now: Date.now });
  const start = (change: Partial<UntilPlan> = {}) =>
    until.start({
      provider: clerk,
      action: clerk.actions[0]!,
      options: {},
      condition: changes,
      interval: 2_000,
      tries: 5,
      ...change,
    });
  return { until, start, press, tries, presses, server, record, arrive, run: () => until.store.getState().run };
}

it('repeats until the claim has changed, and says how long that took and after how many tokens', async () => {
  const { start, tries, server, run } = open();
  void start();
  setTimeout(() => (server.birthday = '1815-12-10'), 5_000);
  await vi.advanceTimersByTimeAsync(5_500);
  expect(run()).toMatchObject({ tried: 3, tokens: 3, last: { value: '1990-01-01' }, end: null });
  await vi.advanceTimersByTimeAsync(30_000);

  expect(tries).toEqual([0, 2_000, 4_000, 6_000]);
  expect(run()).toMatchObject({ tokens: 4, last: { value: '1815-12-10' }, end: { kind: 'met', after: 6_000 } });
});

it('counts a token that came by itself', async () => {
  const { start, server, arrive, run } = open();
  void start();
  await vi.advanceTimersByTimeAsync(700);
  server.birthday = '1815-12-10';
  arrive();

  expect(run()).toMatchObject({ tokens: 2, end: { kind: 'met', after: 700 } });
  expect(vi.getTimerCount()).toBe(0);
});

it('counts a token once that is written in parts', async () => {
  const { start, server, record, run } = open();
  server.takes = 60_000;
  record(cookieRemoved({}, Date.now()));
  const write = (version: number) => {
    // They differ before and behind the cut.
    const token = makeClerkToken({ azp: `http://localhost:300${version}`, jti: `split ${version}` });
    record(cookieSet({ name: '__session.0', value: token.slice(0, 170) }, Date.now()));
    record(cookieSet({ name: '__session.1', value: token.slice(170) }, Date.now()));
  };
  write(1);
  void start();
  await vi.advanceTimersByTimeAsync(500);
  write(2);

  expect(run()?.tokens).toBe(1);
});

it('gives up after its tries', async () => {
  const { start, tries, run } = open();
  void start({ tries: 3 });
  await vi.advanceTimersByTimeAsync(60_000);

  expect(tries).toHaveLength(3);
  expect(run()).toMatchObject({ tokens: 3, end: { kind: 'used-up', after: 4_000 } });
});

it('never asks more often than the provider allows, whatever it is told', async () => {
  const { start, tries } = open();
  void start({ interval: 10, tries: 3 });
  await vi.advanceTimersByTimeAsync(60_000);

  expect(tries).toEqual([0, 2_000, 4_000]);
});

it('waits for a call that takes longer than the interval', async () => {
  const { start, tries, server } = open();
  server.takes = 3_000;
  void start({ tries: 3 });
  await vi.advanceTimersByTimeAsync(60_000);

  expect(tries).toEqual([0, 3_000, 6_000]);
});

it('stops at once when it is told to, also while a call is under way', async () => {
  const { until, start, tries, server, run } = open();
  server.takes = 3_000;
  void start();
  await vi.advanceTimersByTimeAsync(1_000);
  until.stop();
  expect(run()?.end).toEqual({ kind: 'stopped', after: 1_000 });
  await vi.advanceTimersByTimeAsync(60_000);

  expect(tries).toEqual([0]);
  expect(run()?.end).toEqual({ kind: 'stopped', after: 1_000 });
});

it('asks for nothing when the claim says so already', async () => {
  const { start, tries, run } = open();
  await start({ condition: { path: parsePath('birthday')!, operator: 'equals', value: parseValue('1990-01-01') } });

  expect(tries).toEqual([]);
  expect(run()).toMatchObject({ tokens: 0, end: { kind: 'met', after: 0 } });
});

it.each<[string, ActionEnd]>([
  ['nobody is signed in', { status: 'signed-out' }],
  ['the SDK is not there', { status: 'sdk-missing' }],
  ['there is no access', { status: 'no-access' }],
  ['the page is gone', { status: 'page-gone' }],
  ['the server refuses', { status: 'failed', message: 'no', httpStatus: 401, code: null }],
])('stops when %s', async (_, end) => {
  const { start, tries, server, run } = open();
  server.end = end;
  await vi.advanceTimersByTimeAsync(10_000);
  void start();
  await vi.advanceTimersByTimeAsync(60_000);

  expect(tries).toHaveLength(1);
  expect(run()?.end?.kind).toBe('failed');
});

it('waits longer, and longer again, when there were too many requests', async () => {
  const { start, tries, server, run } = open();
  server.end = { status: 'failed', message: 'slow down', httpStatus: 429, code: null };
  void start({ tries: 4 });
  await vi.advanceTimersByTimeAsync(15_000);
  expect(run()?.limited).toEqual({ retryAfter: undefined });
  await vi.advanceTimersByTimeAsync(20_000);
  server.end = undefined;
  await vi.advanceTimersByTimeAsync(60_000);

  expect(tries).toEqual([0, 10_000, 30_000, 70_000]);
});

it.each([4, 25])('waits for the %i s that the server asks for, counted from its answer', async (retryAfter) => {
  const { start, tries, server, record, run } = open();
  server.end = { status: 'failed', message: 'slow down', httpStatus: 429, code: null };
  void start({ tries: 2 });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(run()?.limited).toEqual({ retryAfter: undefined });
  // DevTools tells of a response after the page has it.
  const url = 'http://localhost:3000/v1/client/sessions/sess_1/tokens?_clerk_js_version=6';
  record(requested({ url, startedAt: START, duration: 100, status: 429, retryAfter }));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(run()?.limited).toEqual({ retryAfter });
  await vi.advanceTimersByTimeAsync(60_000);

  expect(tries).toEqual([0, 100 + retryAfter * 1_000]);
});

it('says no more that it waits while the next call is under way', async () => {
  const { start, server, run } = open();
  server.end = { status: 'failed', message: 'slow down', httpStatus: 429, code: null };
  server.takes = 3_000;
  void start({ tries: 2 });
  await vi.advanceTimersByTimeAsync(9_000);
  expect(run()).toMatchObject({ tried: 1, limited: { retryAfter: undefined } });
  await vi.advanceTimersByTimeAsync(2_000);

  expect(run()).toMatchObject({ tried: 2, limited: null, end: null });
});

it('leaves nothing behind of a wait that is over, however long it was', async () => {
  const added = vi.spyOn(AbortSignal.prototype, 'addEventListener');
  const removed = vi.spyOn(AbortSignal.prototype, 'removeEventListener');
  const { start, server } = open();
  server.end = { status: 'failed', message: 'slow down', httpStatus: 429, code: null };
  void start({ tries: 2 });
  await vi.advanceTimersByTimeAsync(9_900);

  expect(added.mock.calls.length).toBeGreaterThan(10);
  expect(added.mock.calls.length - removed.mock.calls.length).toBe(1);
});

it('heeds what the server asked of the user, who pressed the button before', async () => {
  const { start, press, tries, record } = open();
  await vi.advanceTimersByTimeAsync(1_000);
  const url = 'http://localhost:3000/v1/client/sessions/sess_1/tokens?_clerk_js_version=6';
  press();
  record(requested({ url, startedAt: Date.now(), duration: 0, status: 429, retryAfter: 10 }));
  void start({ tries: 2 });
  await vi.advanceTimersByTimeAsync(60_000);

  expect(tries).toEqual([11_000, 13_000]);
});

it('goes on after the page was reloaded, and stops when it went to another site', async () => {
  const { start, tries, server, record, run } = open();
  void start({ tries: 20 });
  await vi.advanceTimersByTimeAsync(3_000);
  record(navigated('http://localhost:3000/other', Date.now()), granted(Date.now()));
  server.end = { status: 'sdk-missing' };
  await vi.advanceTimersByTimeAsync(1_500);
  server.end = undefined;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(run()?.end).toBeNull();
  expect(tries).toHaveLength(5);

  record(navigated('https://elsewhere.test/', Date.now()));
  expect(run()?.end).toEqual({ kind: 'left' });
});

it('lets a call that is still under way come to its end first', async () => {
  const { start, tries, server, run } = open();
  server.refuse = [new AppError('busy', ''), new AppError('busy', '')];
  void start({ tries: 1 });
  await vi.advanceTimersByTimeAsync(60_000);

  expect(tries).toEqual([4_000]);
  expect(run()?.end?.kind).toBe('used-up');
});

it('keeps the pace after a call that was still under way', async () => {
  const { start, tries, server } = open();
  server.refuse = [new AppError('busy', '')];
  void start({ tries: 3 });
  await vi.advanceTimersByTimeAsync(60_000);

  expect(tries).toEqual([2_000, 4_000, 6_000]);
});

it('keeps the pace however often it is started and stopped', async () => {
  const { until, start, tries } = open();
  for (let times = 0; times < 5; times++) {
    void start();
    await vi.advanceTimersByTimeAsync(100);
    until.stop();
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(tries).toEqual([0]);

  void start();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(tries).toEqual([0, 2_000]);
});

it('counts what the user asked for by hand, before and meanwhile, also when the recording was cleared', async () => {
  const { start, press, tries, record } = open();
  await vi.advanceTimersByTimeAsync(1_000);
  press();
  record({
    type: 'dropped',
    at: Date.now(),
    dropped: { before: Infinity, requests: 0, tokens: 0, numbers: [], next: 9 },
  });
  await vi.advanceTimersByTimeAsync(500);
  void start();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(tries).toEqual([3_000]);

  press('reload-user');
  await vi.advanceTimersByTimeAsync(3_000);
  expect(tries).toEqual([3_000, 6_500]);
});

it('goes on when the clock was set back', async () => {
  const { start, press, tries } = open();
  press();
  vi.setSystemTime(START - 3_600_000);
  void start({ tries: 2 });
  await vi.advanceTimersByTimeAsync(4_000);

  expect(tries).toEqual([-3_598_000, -3_596_000]);
});

const step = fc.oneof(
  fc.record({ do: fc.constant('start' as const), interval: fc.nat(4_000) }),
  fc.constantFrom({ do: 'stop' as const }, { do: 'press' as const }, { do: 'busy' as const }),
  fc.record({ do: fc.constant('take' as const), time: fc.nat(5_000) }),
  fc.record({ do: fc.constant('wait' as const), time: fc.nat(3_000) }),
);

it('asks no sooner than the pace allows after whatever was asked before', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(clerk, supertokens),
      fc.array(step, { maxLength: 30 }),
      async (provider, steps) => {
        vi.setSystemTime(START);
        const { until, start, press, tries, presses, server } = open(provider.id);
        for (const each of steps) {
          if (each.do === 'start') void start({ provider, interval: each.interval });
          else if (each.do === 'stop') until.stop();
          else if (each.do === 'press') press();
          else if (each.do === 'busy') server.refuse.push(new AppError('busy', ''));
          else if (each.do === 'take') server.takes = each.time;
          else await vi.advanceTimersByTimeAsync(each.time);
        }
        await vi.advanceTimersByTimeAsync(60_000);
        until.stop();
        for (const at of tries) {
          const before = [...tries, ...presses].filter((other) => other < at);
          expect(at - Math.max(-Infinity, ...before)).toBeGreaterThanOrEqual(provider === clerk ? 2_000 : 1_000);
        }
        expect(new Set(tries).size).toBe(tries.length);
      },
    ),
  );
});

it('derives no more of a recording than it needs', async () => {
  const { start, arrive } = open();
  void start({ tries: 2 });
  arrive();
  await vi.advanceTimersByTimeAsync(60_000);

  expect(createLanes).not.toHaveBeenCalled();
});

it('runs once at a time, and is forgotten only when it has ended', async () => {
  const { until, start, tries, run } = open();
  void start();
  void start();
  until.dismiss();
  await vi.advanceTimersByTimeAsync(100);
  expect(tries).toEqual([0]);
  expect(run()).not.toBeNull();

  until.stop();
  until.dismiss();
  expect(run()).toBeNull();
  void start();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(tries).toHaveLength(2);
});
