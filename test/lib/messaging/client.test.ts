import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { createClient } from '@/lib/messaging/client.ts';
import { isEnvelope, type Envelope } from '@/lib/messaging/protocol.ts';
import { brokenLine, openLine } from '../support/transport.ts';

type Requests = { add: (a: number, b: number) => number; wait: () => null };
type Events = { tick: number; tock: null };
type Tick = (count: number) => void;

function open() {
  const line = openLine();
  const client = createClient<Requests, Events>(line.transport);
  const asked = () => line.posted as Extract<Envelope, { kind: 'request' }>[];
  return { line, client, asked, idOf: (index: number) => asked()[index]?.id ?? '' };
}

it('asks by method and arguments, and gives back the answer', async () => {
  const { line, client, asked, idOf } = open();
  const answer = client.request('add', 1, 2);
  line.deliver({ kind: 'result', id: idOf(0), value: 3 });

  await expect(answer).resolves.toBe(3);
  expect(asked()).toEqual([{ kind: 'request', id: idOf(0), method: 'add', params: [1, 2] }]);
});

it('brings every answer to its question, in whatever order they come', async () => {
  const { line, client, idOf } = open();
  const answers = [client.request('add', 1, 1), client.request('add', 2, 2)];
  line.deliver({ kind: 'result', id: idOf(1), value: 4 });
  line.deliver({ kind: 'result', id: idOf(0), value: 2 });

  await expect(Promise.all(answers)).resolves.toEqual([2, 4]);
});

it('rejects with the code of a failure', async () => {
  const { line, client, idOf } = open();
  const answer = client.request('wait');
  line.deliver({ kind: 'error', id: idOf(0), error: { code: 'busy', message: 'Wait' } });

  await expect(answer).rejects.toMatchObject({ name: 'AppError', code: 'busy', message: 'Wait' });
});

it('listens to the first answer only', async () => {
  const { line, client, idOf } = open();
  const answer = client.request('add', 1, 2);
  line.deliver({ kind: 'result', id: idOf(0), value: 3 });
  line.deliver({ kind: 'error', id: idOf(0), error: { code: 'busy', message: 'Wait' } });

  await expect(answer).resolves.toBe(3);
});

it('gives its questions ids that no other client on the channel gives', () => {
  const ids = [open(), open()].flatMap(({ client, asked }) => {
    void client.request('wait');
    void client.request('wait');
    return asked().map(({ id }) => id);
  });

  expect(new Set(ids).size).toBe(4);
});

it('fails at once on a line that is gone', async () => {
  const client = createClient<Requests, Events>(brokenLine().transport);

  await expect(client.request('wait')).rejects.toMatchObject({ code: 'disconnected' });
});

it('ends all that is under way when it is abandoned', async () => {
  const { line, client, idOf } = open();
  const answers = [client.request('wait'), client.request('add', 1, 2)];
  client.abandon();
  line.deliver({ kind: 'result', id: idOf(1), value: 3 });

  for (const answer of answers) await expect(answer).rejects.toMatchObject({ code: 'disconnected' });
});

it('can be asked again after it was abandoned', async () => {
  const { line, client, idOf } = open();
  client.abandon();
  const answer = client.request('add', 1, 2);
  line.deliver({ kind: 'result', id: idOf(0), value: 3 });

  await expect(answer).resolves.toBe(3);
});

it('calls every listener of an event, until it stops listening', () => {
  const { line, client } = open();
  const [first, second, other] = [vi.fn<Tick>(), vi.fn<Tick>(), vi.fn<() => void>()];
  const stop = client.on('tick', first);
  client.on('tick', second);
  client.on('tock', other);
  line.deliver({ kind: 'event', name: 'tick', data: 1 });
  stop();
  line.deliver({ kind: 'event', name: 'tick', data: 2 });

  expect(first.mock.calls).toEqual([[1]]);
  expect(second.mock.calls).toEqual([[1], [2]]);
  expect(other).not.toHaveBeenCalled();
});

it('is not disturbed by questions, by answers to others, or by anything else on the channel', async () => {
  const kind = fc.constantFrom('request', 'result', 'error', 'event', 'else');
  const stray = fc.oneof(fc.anything(), fc.record({ kind, id: fc.string(), name: fc.string() }));
  await fc.assert(
    fc.asyncProperty(fc.array(stray), async (strays) => {
      const { line, client, idOf } = open();
      const listener = vi.fn<Tick>();
      client.on('tick', listener);
      const answer = client.request('add', 1, 2);
      for (const message of strays) line.deliver(message);
      line.deliver({ kind: 'result', id: idOf(0), value: 3 });

      await expect(answer).resolves.toBe(3);
      expect(listener).not.toHaveBeenCalled();
    }),
  );
});

it('takes for an envelope an object that says its kind, and nothing else', () => {
  fc.assert(
    fc.property(fc.anything(), (message) => {
      expect(isEnvelope(message)).toBe(
        message === Object(message) && typeof message === 'object' && 'kind' in (message as object),
      );
    }),
  );
  expect(isEnvelope({ kind: 'event' })).toBe(true);
  expect(isEnvelope(null)).toBe(false);
  expect(isEnvelope('kind')).toBe(false);
});
