import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attempt, describeError, textOrNull, timeOrNull } from '@/lib/providers/page.ts';
import { anyText } from '../token/samples.ts';

it('gives what was read, and adds a problem only when reading throws', () => {
  const problems: string[] = [];

  expect(attempt('a', () => 7, problems)).toBe(7);
  expect(
    attempt(
      'Clerk.version',
      () => {
        throw new TypeError('not now');
      },
      problems,
    ),
  ).toBeUndefined();
  expect(problems).toEqual(['Clerk.version threw TypeError: not now']);
});

it('describes anything that can be thrown, in 2,000 characters at most', () => {
  expect(describeError(new RangeError('too far'))).toBe('RangeError: too far');
  expect(describeError('text')).toBe('text');
  expect(describeError(undefined)).toBe('undefined');
  expect(describeError(Symbol('s'))).toBe('Symbol(s)');
  expect(describeError(Object.create(null))).toBe('something that cannot be shown');
  expect(describeError(Object.assign(new Error('x'), { name: Symbol('s') }))).toBe('something that cannot be shown');
  expect(describeError(new Error('x'.repeat(1_000_000)))).toHaveLength(2_000);

  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (thrown) => {
      expect(describeError(thrown).length).toBeLessThanOrEqual(2_000);
    }),
  );
});

it('takes text for text, at most 2,000 characters of it, and nothing else', () => {
  expect(textOrNull('<b>text</b>')).toBe('<b>text</b>');
  expect(textOrNull('x'.repeat(2_001))).toBe('x'.repeat(2_000));
  expect(['', 7, null, undefined, ['a'], { toString: () => 'a' }, new String('a')].map(textOrNull)).toEqual(
    Array(7).fill(null),
  );

  fc.assert(
    fc.property(anyText(), (text) => {
      expect(textOrNull(text)).toBe(text === '' ? null : text);
    }),
  );
});

it('takes a Date for a time, and nothing else', () => {
  expect(timeOrNull(new Date(1_700_000_000_000))).toBe(1_700_000_000_000);
  expect(timeOrNull(new Date(0))).toBe(0);
  expect([new Date(Number.NaN), 1_700_000_000_000, '2026-01-01', null, undefined].map(timeOrNull)).toEqual(
    Array(5).fill(null),
  );
});
