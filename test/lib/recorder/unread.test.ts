import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SETTLING } from '@/lib/recording/cause.ts';
import type { RequestFacts } from '@/lib/recording/event.ts';
import { requestFromHar, type HarEntry } from '@/lib/recording/har.ts';
import { createUnread, READING } from '@/lib/recorder/unread.ts';
import { makeEntry } from '../support/har.ts';

const START = Date.parse('2026-11-21T10:00:00.000Z');

beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => void vi.useRealTimers());

const entryAt = (at: number, url = 'http://localhost:3000/api', status = 401) =>
  makeEntry({ startedDateTime: new Date(at).toISOString(), url, status, time: 40 });

const factsOf = (entry: HarEntry) => requestFromHar(entry, '{}') as RequestFacts;

/** @param cost how long DevTools takes to give its log, in milliseconds. */
function open(cost = 0) {
  const recorded: RequestFacts[] = [];
  const world = { entries: [] as HarEntry[], cost, looks: 0, recorded };
  const unread = createUnread({
    now: Date.now,
    record: (request) => recorded.push(request),
    async log() {
      world.looks++;
      const entries = [...world.entries];
      if (world.cost > 0) await new Promise((resolve) => setTimeout(resolve, world.cost));
      return entries;
    },
  });
  return { ...world, world, unread };
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

it('records what was never told of as finished, without its body and once', async () => {
  const { world, unread, recorded } = open();
  world.entries.push(entryAt(START));
  unread.lookSoon();
  await pass(READING + SETTLING);
  unread.lookSoon();
  await pass(READING + SETTLING);

  expect(recorded).toEqual([expect.objectContaining({ status: 401, bodyRead: 'not-yet' })]);
});

it('leaves out what was told of', async () => {
  const { world, unread, recorded } = open();
  const entry = entryAt(START);
  world.entries.push(entry);
  expect(unread.finished(factsOf(entry))).toEqual(factsOf(entry));
  unread.lookSoon();
  await pass(READING + SETTLING);

  expect(recorded).toEqual([]);
});

it('says of one that is told of after all that it takes the other’s place', async () => {
  const { world, unread } = open();
  const entry = entryAt(START);
  world.entries.push(entry);
  unread.lookSoon();
  await pass(READING + SETTLING);

  expect(unread.finished(factsOf(entry))).toEqual({ ...factsOf(entry), bodyRead: 'late' });
});

it('waits for what may yet be told of, and leaves alone what has no answer', async () => {
  const { world, unread, recorded } = open();
  unread.lookSoon();
  await pass(SETTLING - 100);
  world.entries.push(entryAt(Date.now()), entryAt(Date.now(), 'http://localhost:3000/hangs', 0));
  await pass(100);
  expect([world.looks, recorded]).toEqual([1, []]);

  await pass(READING + SETTLING);
  expect(recorded).toHaveLength(1);
  const { looks } = world;
  await pass(3_600_000);
  expect(world.looks).toBe(looks);
});

it('leaves alone what has no end: a socket, a stream of events', async () => {
  const { world, unread, recorded } = open();
  const stream = entryAt(START, 'http://localhost:3000/events', 200);
  const content = { ...stream.response.content, mimeType: 'text/event-stream; charset=utf-8' };
  world.entries.push(entryAt(START, 'ws://localhost:3000/socket', 101), {
    ...stream,
    response: { ...stream.response, content },
  });
  unread.lookSoon();
  await pass(600_000);

  expect([recorded, world.looks]).toEqual([[], 1]);
});

it('takes what ended because the page was left for no body that was read', async () => {
  const { world, unread, recorded } = open();
  const entry = entryAt(START);
  world.entries.push(entry);
  unread.lookSoon();
  await pass(READING + SETTLING);
  expect(recorded).toHaveLength(1);

  expect(unread.finished({ ...factsOf(entry), error: 'net::ERR_ABORTED' })).toBeUndefined();
});

it('never looks where nothing happens, and once however much does', async () => {
  const { world, unread } = open();
  await pass(3_600_000);
  expect(world.looks).toBe(0);

  for (let index = 0; index < 100; index++) unread.lookSoon();
  await pass(3_600_000);
  expect(world.looks).toBe(1);
});

it('does not wait for the end of a stream', async () => {
  const { world, unread, recorded } = open();
  world.entries.push(entryAt(START));
  const stream = setInterval(() => {
    world.entries = [{ ...entryAt(START), time: Date.now() - START }];
  }, 100);
  unread.lookSoon();
  await pass(600_000);
  clearInterval(stream);

  expect(recorded).toEqual([]);
  expect(world.looks).toBeLessThan(10);
});

it('looks the less often the longer it takes, one look at a time', async () => {
  const { world, unread } = open(1_000);
  for (let index = 0; index < 1_200; index++) {
    unread.lookSoon();
    await pass(100);
  }

  // Two minutes: 1 s of each 21.
  expect(world.looks).toBe(6);
});

it('looks once more after what happened while it looked', async () => {
  const { world, unread, recorded } = open(1_000);
  unread.lookSoon();
  await pass(SETTLING + 500);
  world.entries.push(entryAt(Date.now()));
  unread.lookSoon();
  await pass(60_000);

  expect([world.looks, recorded.length]).toEqual([2, 1]);
});

it('keeps nothing in mind of what is out of the log', async () => {
  const { world, unread, recorded } = open();
  const entry = entryAt(START);
  for (const entries of [[entry], [], [entry]]) {
    world.entries = entries;
    unread.lookSoon();
    await pass(READING + SETTLING);
  }

  expect(recorded).toHaveLength(2);
});

it('goes on after a log that never came', async () => {
  const { world, unread, recorded } = open(Infinity);
  world.cost = 1e9;
  world.entries.push(entryAt(START));
  unread.lookSoon();
  await pass(60_000);
  world.cost = 0;
  unread.lookSoon();
  await pass(600_000);

  expect(recorded).toHaveLength(1);
});

it('does not record what began before the recording', async () => {
  const { world, unread, recorded } = open();
  world.entries.push(entryAt(START - 1), entryAt(START));
  unread.lookSoon();
  await pass(READING + SETTLING);
  expect(recorded).toHaveLength(1);

  await pass(1_000);
  world.entries.push(entryAt(Date.now() - 1, 'http://localhost:3000/two'));
  unread.forget();
  unread.lookSoon();
  await pass(READING + SETTLING);
  expect(recorded).toHaveLength(1);
});
