import { expect, it } from 'vitest';
import { AppError, deserializeError, serializeError } from '@/lib/messaging/errors.ts';

it('brings a code and a message across', () => {
  const error = deserializeError(structuredClone(serializeError(new AppError('busy', 'Wait'))));

  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({ name: 'AppError', code: 'busy', message: 'Wait' });
});

it('calls everything else unexpected, and keeps what it says', () => {
  expect(serializeError(new TypeError('no such thing'))).toEqual({ code: 'unexpected', message: 'no such thing' });
  expect(serializeError('thrown text')).toEqual({ code: 'unexpected', message: 'thrown text' });
  expect(serializeError(undefined)).toEqual({ code: 'unexpected', message: 'undefined' });
});

it('takes nothing but code and message along', () => {
  const error = Object.assign(new AppError('busy', 'Wait'), { token: 'secret' });

  expect(serializeError(error)).toEqual({ code: 'busy', message: 'Wait' });
});
