import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHistory } from '@/lib/recorder/history.ts';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { events as anyEvents } from '../support/arbitraries.ts';
import { accessOf, cookieSet, granted, navigated, requested } from '../support/events.ts';

const LIMITS = { requests: 20, others: 30 };
const request = (n: number) => requested({ startedAt: n, duration: 0 });
const other = (n: number) => cookieSet({ name: `cookie-${n}` }, n);
const times = (list: readonly RecordingEvent[]) => list.map(({ at }) => at);

function filled(make: (n: number) => RecordingEvent, count: number) {
  const history = createHistory(LIMITS);
  const added = Array.from({ length: count }, (_, n) => history.add([make(n)]));
  return { history, added };
}

it('keeps what is added, in order', () => {
  const history = createHistory(LIMITS);
  expect(history.add([navigated(), request(1)])).toEqual([navigated(), request(1)]);
  history.add([other(2)]);

  expect(history.events()).toEqual([navigated(), request(1), other(2)]);
});

it('gives out a copy', () => {
  const history = createHistory(LIMITS);
  history.events().push(navigated());

  expect(history.events()).toEqual([]);
});

it('keeps as many requests as its limit', () => {
  expect(filled(request, 20).history.events()).toHaveLength(20);
});

it('drops the oldest tenth of the requests when there are too many, and says so', () => {
  const { history, added } = filled(request, 21);
  const dropped = { type: 'dropped', at: 20, requests: 2 };

  expect(added[19]).toEqual([request(19)]);
  expect(added[20]).toEqual([request(20), dropped]);
  expect(times(history.events().slice(0, -1))).toEqual(Array.from({ length: 19 }, (_, n) => n + 2));
  expect(history.events().at(-1)).toEqual(dropped);
});

it('goes on counting after it dropped some', () => {
  const { history, added } = filled(request, 24);

  expect(added.flat().filter(({ type }) => type === 'dropped')).toHaveLength(2);
  expect(history.events().filter(({ type }) => type === 'request')).toHaveLength(20);
});

it('drops the oldest tenth of everything else when there is too much, and leaves the requests', () => {
  const history = createHistory(LIMITS);
  history.add([request(0)]);
  for (let n = 1; n <= 30; n++) history.add([other(n)]);
  expect(history.events()).toHaveLength(31);

  expect(history.add([other(31)])).toEqual([other(31)]);
  expect(times(history.events())).toEqual([0, ...Array.from({ length: 28 }, (_, n) => n + 4)]);
});

it('does not forget where the page is and whether it may be read', () => {
  const history = createHistory(LIMITS);
  history.add([navigated('http://localhost/old', 1), accessOf({ state: 'unknown' }, 2)]);
  history.add([navigated('http://localhost/', 3), granted(4)]);
  for (let n = 5; n < 500; n++) history.add([other(n)]);

  expect(history.events().slice(0, 2)).toEqual([navigated('http://localhost/', 3), granted(4)]);
  expect(history.events().length).toBeLessThanOrEqual(LIMITS.others);
});

it('does not forget that it dropped something', () => {
  const { history } = filled(request, 21);
  for (let n = 0; n < 500; n++) history.add([other(n)]);

  expect(history.events().filter(({ type }) => type === 'dropped')).toMatchObject([{ requests: 2 }]);
});

it('begins anew when it is cleared', () => {
  const { history } = filled(request, 20);
  history.clear();
  expect(history.events()).toEqual([]);

  for (let n = 0; n < 20; n++) expect(history.add([request(n)])).toHaveLength(1);
});

it('stays within its limits, says how much it dropped, and keeps the newest', () => {
  fc.assert(
    fc.property(fc.array(anyEvents, { maxLength: 30 }), (batches) => {
      const history = createHistory(LIMITS);
      const all = batches.flat().filter(({ type }) => type !== 'dropped');
      const added = all.flatMap((event) => history.add([event]));
      const kept = history.events();
      const count = (list: readonly RecordingEvent[], isWanted: (event: RecordingEvent) => boolean) =>
        list.filter(isWanted).length;
      const isRequest = ({ type }: RecordingEvent) => type === 'request';
      const isOther = ({ type }: RecordingEvent) => type !== 'request' && type !== 'dropped';
      const dropped = kept.reduce((sum, event) => sum + (event.type === 'dropped' ? event.requests : 0), 0);

      expect(count(kept, isRequest)).toBeLessThanOrEqual(LIMITS.requests);
      expect(count(kept, isOther)).toBeLessThanOrEqual(LIMITS.others);
      expect(count(kept, isRequest) + dropped).toBe(count(all, isRequest));
      expect(added.filter(({ type }) => type !== 'dropped')).toEqual(all);
      expect(kept.findLast(isOther)).toBe(all.findLast(isOther));
      expect(kept.findLast(isRequest)).toBe(all.findLast(isRequest));
    }),
  );
});
