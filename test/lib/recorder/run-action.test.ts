import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '@/lib/messaging/errors.ts';
import type { AgentReply } from '@/lib/messaging/protocol.ts';
import type { AgentRequest } from '@/lib/providers/agent.ts';
import { runAction } from '@/lib/recorder/run-action.ts';
import type { ActionEnd, RecordingEvent } from '@/lib/recording/event.ts';
import { answered } from '../support/gateway.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

const DONE: ActionEnd = { status: 'done', token: null };
const disconnected = () => new AppError('disconnected', 'The other side went away');
const after = async <T>(delay: number, value: T): Promise<T> => {
  await new Promise((resolve) => setTimeout(resolve, delay));
  return value;
};

/** Runs an action whose page answers so; `log` tells what happened when, in milliseconds. */
function run(call: (request: AgentRequest) => Promise<AgentReply>, look: () => Promise<void> = async () => undefined) {
  const log: [at: number, what: string, event?: RecordingEvent][] = [];
  const requests: AgentRequest[] = [];
  const { outcome: ended } = runAction({
    provider: 'clerk',
    action: 'refresh-token',
    options: { path: '/x' },
    now: Date.now,
    record: (event) => log.push([Date.now(), event.type, event]),
    async look() {
      log.push([Date.now(), 'look']);
      await look();
    },
    call(request) {
      requests.push(request);
      return call(request);
    },
  });
  const ends = () =>
    log.flatMap(([, , event]) => (event?.type === 'action-ended' ? [[event.at, event.end.status] as const] : []));
  return { ended, log, requests, ends, settled: () => vi.advanceTimersByTimeAsync(0) };
}

it('reads the evidence between the answer and the end', async () => {
  const { ended, log } = run(
    () => after(300, answered(DONE)),
    () => after(200, undefined),
  );
  await vi.advanceTimersByTimeAsync(500);
  await ended;

  expect(log.map(([at, what]) => [at, what])).toEqual([
    [0, 'action-started'],
    [300, 'look'],
    [500, 'action-ended'],
  ]);
  expect(log[2]?.[2]).toMatchObject({ at: 300, end: DONE });
  expect(vi.getTimerCount()).toBe(0);
});

it('names the action alike from start to end', async () => {
  const { ended, log, requests } = run(async () => answered(DONE));
  await ended;
  const [started, , end] = log.map(([, , event]) => event);
  const id = started?.type === 'action-started' ? started.id : '';

  expect(id).not.toBe('');
  expect(started).toEqual({
    type: 'action-started',
    at: 0,
    id,
    provider: 'clerk',
    action: 'refresh-token',
    options: { path: '/x' },
  });
  expect(requests).toEqual([{ kind: 'act', id, provider: 'clerk', action: 'refresh-token', options: { path: '/x' } }]);
  expect(end).toEqual({ type: 'action-ended', at: 0, id, end: DONE });
});

it('gives every action a name of its own', async () => {
  const first = run(async () => answered(DONE));
  const second = run(async () => answered(DONE));
  await Promise.all([first.ended, second.ended]);

  expect(first.requests[0]).not.toEqual(second.requests[0]);
});

it.each<[string, AgentReply, ActionEnd]>([
  ['what the page says', answered({ status: 'signed-out' }), { status: 'signed-out' }],
  ['junk', answered({ status: 'dance' }), { status: 'bad-answer' }],
  ['no text', { state: 'answered', text: '' }, { status: 'bad-answer' }],
  ['no access', { state: 'no-access' }, { status: 'no-access' }],
  ['a page that went away', { state: 'gone' }, { status: 'page-gone' }],
])('ends with %s', async (_, reply, end) => {
  const { ended, log } = run(async () => reply);
  await ended;

  expect(log.at(-1)?.[2]).toMatchObject({ type: 'action-ended', end });
});

it('is still waiting after ten seconds, and lets go', async () => {
  const { ended, ends } = run(() => new Promise(() => undefined));
  await vi.advanceTimersByTimeAsync(9_999);
  expect(ends()).toEqual([]);

  await vi.advanceTimersByTimeAsync(1);
  await ended;
  expect(ends()).toEqual([[10_000, 'still-waiting']]);
  expect(vi.getTimerCount()).toBe(0);
});

it('takes an answer that comes after all', async () => {
  const { ended, ends, log } = run(() => after(25_000, answered(DONE)));
  await vi.advanceTimersByTimeAsync(10_000);
  await ended;
  await vi.advanceTimersByTimeAsync(15_000);

  expect(ends()).toEqual([
    [10_000, 'still-waiting'],
    [25_000, 'done'],
  ]);
  expect(log.map(([, what]) => what).slice(-2)).toEqual(['look', 'action-ended']);
});

it('takes up the same call again when the background was lost under it', async () => {
  let lost = 2;
  const { ended, requests, ends } = run(async () => {
    if (lost-- > 0) throw disconnected();
    return answered(DONE);
  });
  await vi.advanceTimersByTimeAsync(499);
  expect(requests).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1);
  await ended;

  expect(requests).toHaveLength(3);
  expect(new Set(requests.map((request) => JSON.stringify(request))).size).toBe(1);
  expect(ends()).toEqual([[500, 'done']]);
});

it('gives up when the background stays away', async () => {
  const { ended, requests, ends } = run(async () => {
    throw disconnected();
  });
  await vi.advanceTimersByTimeAsync(60_000);
  await ended;

  expect(requests).toHaveLength(21);
  expect(ends()).toEqual([[5_000, 'page-gone']]);
});

it('does not try again after any other failure', async () => {
  for (const failure of [new AppError('unexpected', 'No tab with id 7'), new Error('disconnected')]) {
    const { ended, requests, ends } = run(async () => {
      throw failure;
    });
    await ended;

    expect(requests).toHaveLength(1);
    expect(ends()).toEqual([[0, 'page-gone']]);
  }
});
