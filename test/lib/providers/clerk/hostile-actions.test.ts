import { expect, it, vi } from 'vitest';
import { answersOf, ending, snapshotOf, throwing, trap, withGetters } from './hostile.ts';

it('waits with an action that never settles, and reads the page meanwhile', async () => {
  const page = ending(() => new Promise(() => undefined));
  const settled = vi.fn<() => void>();
  for (const answer of answersOf(page)) void answer.then(settled, settled);

  await new Promise((resolve) => setTimeout(resolve, 20));

  expect(settled).not.toHaveBeenCalled();
  expect(snapshotOf(page)).toMatchObject({ session: { id: 'sess_1' } });
});

it.each([
  ['null', null, 'null'],
  ['undefined', undefined, 'undefined'],
  ['a text', 'boom', 'boom'],
  ['a number', 401, '401'],
  ['a symbol', Symbol('boom'), 'Symbol(boom)'],
  ['an error', new TypeError('Failed to fetch'), 'Failed to fetch'],
  ['an error without words', new RangeError(), 'RangeError: '],
  ['an object without prototype', Object.create(null), 'something that cannot be shown'],
  ['an object that throws when read', withGetters(['status', 'code', 'errors', 'message']), 'Error: trapped'],
  ['an object that throws when shown', { toString: trap }, 'something that cannot be shown'],
  ['a proxy that throws on everything', throwing(), 'Error: trapped'],
  ['a proxy that throws what cannot be shown', throwing(throwing()), 'something that cannot be shown'],
  ['errors that are none', { status: '401', code: 7, errors: 'many', message: {} }, '[object Object]'],
  ['errors that are empty', { errors: [], message: 'none' }, 'none'],
  ['errors that hold nothing', { errors: [null], message: 'null' }, 'null'],
  ['errors that throw', { errors: [withGetters(['code', 'longMessage'])] }, 'Error: trapped'],
])('fails with words when the SDK rejects or throws %s', async (_, thrown, message) => {
  const failed = { status: 'failed', message, httpStatus: null, code: null };
  const throws = () => {
    throw thrown;
  };

  for (const page of [ending(() => Promise.reject(thrown)), ending(throws)]) {
    await expect(Promise.all(answersOf(page))).resolves.toEqual([failed, failed]);
  }
});

it('fails where the SDK has nothing that could be called', async () => {
  const page = { Clerk: { loaded: true, session: { id: 'sess_1' }, user: { id: 'user_1' } } };

  await expect(Promise.all(answersOf(page))).resolves.toMatchObject([
    { status: 'failed', message: 'session.getToken is not a function' },
    { status: 'failed', message: 'user.reload is not a function' },
  ]);
});

it.each([[7], [{}], [['raw']], [true], [Symbol('raw')], [throwing()], ['']])(
  'takes no token of another type',
  async (token) => {
    const page = {
      Clerk: {
        loaded: true,
        session: { id: 'sess_1', getToken: () => [token], lastActiveToken: { getRawString: () => token } },
      },
    };

    expect(snapshotOf(page)?.token).toBeNull();
    await expect(answersOf(page)[0]).resolves.toEqual({ status: 'done', token: null });
  },
);
