import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createJoiner, cut } from '@/lib/messaging/pieces.ts';

function carried(messages: readonly unknown[], size?: number): unknown[] {
  const arrived: unknown[] = [];
  const join = createJoiner((message) => arrived.push(message));
  for (const piece of messages.flatMap((message) => cut(message, size))) join(structuredClone(piece));
  return arrived;
}

it('leaves a short message in one piece', () => {
  expect(cut({ kind: 'event' })).toEqual([{ text: '{"kind":"event"}', last: true }]);
});

it('cuts a long one into pieces that are no longer than asked for', () => {
  expect(cut('abcdef', 3)).toEqual([
    { text: '"ab', last: false },
    { text: 'cde', last: false },
    { text: 'f"', last: true },
  ]);
});

it('carries nothing that Chromium refuses, whatever is in it', () => {
  const longest = Math.max(...cut('"'.repeat(20 * 1024 ** 2)).map((piece) => JSON.stringify(piece).length));

  expect(longest).toBeLessThan(64 * 1024 ** 2);
});

it('brings every message as it was, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.integer({ min: 1, max: 9 }), (messages, size) => {
      expect(carried(messages, size)).toEqual(JSON.parse(JSON.stringify(messages)));
    }),
  );
});
