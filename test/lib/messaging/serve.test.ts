import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { createClient } from '@/lib/messaging/client.ts';
import { AppError } from '@/lib/messaging/errors.ts';
import { serve } from '@/lib/messaging/serve.ts';
import { brokenLine, connectLines, openLine } from '../support/transport.ts';

type Requests = { echo: (...values: unknown[]) => unknown; fail: () => null };
type Events = { tick: unknown };

const handlers = {
  echo: async (...values: unknown[]) => values,
  fail: (): null => {
    throw new AppError('busy', 'Wait');
  },
};

const request = (method: string, params: readonly unknown[] = []) => ({ kind: 'request', id: '1', method, params });

async function answersTo(message: unknown, handle: object = handlers) {
  const line = openLine();
  serve<Requests, Events>(line.transport, handle as typeof handlers);
  line.deliver(message);
  await new Promise((resolve) => setTimeout(resolve));
  return line.posted;
}

it('carries any JSON there and back, and to whoever listens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue()), async (values) => {
      const [left, right] = connectLines();
      const client = createClient<Requests, Events>(left.transport);
      const server = serve<Requests, Events>(right.transport, handlers);
      const ticks: unknown[] = [];
      client.on('tick', (value) => ticks.push(value));
      for (const value of values) server.emit('tick', value);

      await expect(client.request('echo', ...values)).resolves.toEqual(values);
      expect(ticks).toEqual(values);
    }),
  );
});

it('answers several questions at a time, each with its own answer', async () => {
  const [left, right] = connectLines();
  const client = createClient<Requests, Events>(left.transport);
  serve<Requests, Events>(right.transport, handlers);
  const answers = [1, 2, 3].map((value) => client.request('echo', value));

  await expect(Promise.all(answers)).resolves.toEqual([[1], [2], [3]]);
});

it('answers a failure with its code', async () => {
  expect(await answersTo(request('fail'))).toEqual([
    { kind: 'error', id: '1', error: { code: 'busy', message: 'Wait' } },
  ]);
  expect(await answersTo(request('echo'), { echo: () => Promise.reject(new Error('late')) })).toEqual([
    { kind: 'error', id: '1', error: { code: 'unexpected', message: 'late' } },
  ]);
});

it.each(['unheard-of', 'toString', '__proto__', 'constructor'])('answers that nobody answers to %s', async (method) => {
  expect(await answersTo(request(method))).toEqual([
    { kind: 'error', id: '1', error: { code: 'unknown-request', message: `Nobody answers to ${method}` } },
  ]);
});

it('answers that an answer cannot be carried', async () => {
  const [left, right] = connectLines();
  const client = createClient<Requests, Events>(left.transport);
  serve<Requests, Events>(right.transport, { ...handlers, echo: () => () => undefined });

  await expect(client.request('echo')).rejects.toMatchObject({ code: 'unexpected' });
});

it('leaves it at that when the other side went away before its answer', async () => {
  const unhandled = vi.fn<() => void>();
  process.on('unhandledRejection', unhandled);
  const line = brokenLine();
  serve<Requests, Events>(line.transport, handlers);
  line.deliver(request('echo'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off('unhandledRejection', unhandled);

  expect(line.posted).toHaveLength(2);
  expect(unhandled).not.toHaveBeenCalled();
});

it('answers to questions alone', async () => {
  const strays = [null, 'request', {}, { kind: 'event', name: 'echo' }, { kind: 'result', id: '1', method: 'echo' }];
  const answers = await Promise.all(strays.map((stray) => answersTo(stray)));

  expect(answers.flat()).toEqual([]);
});

it('says something to every question, whatever is in it', async () => {
  const question = fc.record({
    kind: fc.constant('request'),
    id: fc.string(),
    method: fc.anything(),
    params: fc.anything(),
  });
  await fc.assert(
    fc.asyncProperty(question, async (message) => {
      const line = openLine();
      serve<Requests, Events>(line.transport, handlers);
      line.deliver(message);
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();

      expect(line.posted).toMatchObject([{ id: message.id }]);
    }),
  );
});

it('stops answering when it is stopped', () => {
  const line = openLine();
  const echo = vi.fn<() => unknown>();
  const { stop } = serve<Requests, Events>(line.transport, { ...handlers, echo });
  stop();
  line.deliver(request('echo'));

  expect(line.listeners()).toBe(0);
  expect(echo).not.toHaveBeenCalled();
});
