// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Notice } from '@/components/RecordingBar.tsx';
import { useTask } from '@/entrypoints/panel/use-task.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const words = { busy: 'Preparing the file…', failure: 'It could not be exported.' };
const DONE: Notice = { tone: 'good', text: 'Done' };

function begin() {
  const { result } = renderHook(() => useTask());
  const { promise, resolve, reject } = Promise.withResolvers<Notice | null>();
  act(() => void result.current.attempt(() => promise, words));
  const wait = (millis: number) => act(() => vi.advanceTimersByTimeAsync(millis));
  return { result, resolve, reject, wait };
}

it('says what is under way once that takes its time, and then what came of it', async () => {
  const { result, resolve, wait } = begin();
  await wait(299);
  expect(result.current.notice).toBeNull();
  await wait(1);
  expect(result.current.notice).toEqual({ tone: 'busy', text: words.busy });
  resolve(DONE);
  await wait(0);
  expect(result.current.notice).toEqual(DONE);
});

it('says nothing of what is done at once', async () => {
  const { result, resolve, wait } = begin();
  resolve(null);
  await wait(1_000);

  expect(result.current.notice).toBeNull();
});

it('says why something failed', async () => {
  const { result, reject, wait } = begin();
  await wait(400);
  reject(new Error('The disk is full.'));
  await wait(0);

  expect(result.current.notice).toEqual({ tone: 'bad', text: 'It could not be exported. The disk is full.' });
});

it('speaks only of the task that was asked for last, and tells the one before', async () => {
  const { result } = renderHook(() => useTask());
  const [first, second] = [Promise.withResolvers<Notice | null>(), Promise.withResolvers<Notice | null>()];
  const signals: AbortSignal[] = [];
  const attempt = (task: Promise<Notice | null>, busy: string) =>
    act(() => void result.current.attempt((signal) => (signals.push(signal), task), { ...words, busy }));
  const wait = (millis: number) => act(() => vi.advanceTimersByTimeAsync(millis));
  attempt(first.promise, 'Opening a…');
  await wait(200);
  attempt(second.promise, 'Opening b…');
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);

  await wait(100);
  expect(result.current.notice).toBeNull();
  await wait(200);
  expect(result.current.notice).toMatchObject({ text: 'Opening b…' });
  first.reject(new Error('It is no recording.'));
  await wait(0);
  expect(result.current.notice).toMatchObject({ text: 'Opening b…' });
  second.resolve(DONE);
  await wait(0);
  expect(result.current.notice).toEqual(DONE);
});
