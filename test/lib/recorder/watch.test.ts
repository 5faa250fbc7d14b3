import { afterEach, expect, it, vi } from 'vitest';
import type { CookieFacts } from '@/lib/recording/event.ts';
import { SETTLING } from '@/lib/recording/cause.ts';
import { makeEntry } from '../support/har.ts';
import { makeCookie, makeRequest, PAGE } from '../support/events.ts';
import { frame } from '../support/gateway.ts';
import { openAttached, openBench, settle, TAB, type Bench } from '../support/recorder.ts';

afterEach(() => void vi.useRealTimers());

const change = (bench: Bench, cookie: Partial<CookieFacts> = {}, removed = false, storeId = 'store-1') =>
  bench.gateway.emit('cookie-changed', { cookie: makeCookie(cookie), removed, storeId });
const cookies = (bench: Bench) => [...bench.live().credentials.values()].map(({ name, present }) => [name, present]);

it('records a change of a cookie at once', async () => {
  const bench = await openAttached();
  change(bench, { name: 'sid' });
  expect(bench.emitted.at(-1)).toMatchObject({ name: 'recorded', data: [{ type: 'cookie-set' }] });
  expect(cookies(bench)).toEqual([['sid', true]]);

  change(bench, { name: 'sid' }, true);
  expect(cookies(bench)).toEqual([['sid', false]]);
});

/** One that has also looked at the log for the first time. */
async function openSettled(): Promise<Bench> {
  vi.useFakeTimers();
  const opening = openAttached();
  await vi.advanceTimersByTimeAsync(2 * SETTLING);
  return opening;
}

const SOMETHING: Readonly<Record<string, (bench: Bench) => unknown>> = {
  'a request': (bench) => bench.recorder.finished(makeRequest()),
  'a cookie': (bench) => change(bench),
  'an action': (bench) => bench.recorder.handlers['action/run']('clerk', 'refresh-token', {}),
};

it.each(Object.keys(SOMETHING))('looks after %s for requests that were not told of', async (what) => {
  const bench = await openSettled();
  bench.log.push(makeEntry({ startedDateTime: new Date(1_000).toISOString(), status: 401 }));
  bench.elapse(10_000);
  await SOMETHING[what]?.(bench);
  await vi.advanceTimersByTimeAsync(2 * SETTLING);

  expect(bench.live().requests.at(-1)).toMatchObject({ status: 401, bodyRead: 'not-yet' });
  bench.recorder.finished({ ...makeRequest({ startedAt: 1_000, status: 401 }) });
  expect(bench.live().requests.filter(({ status }) => status === 401)).toMatchObject([{ bodyRead: 'late' }]);
});

it.each(['recording/clear', 'navigation'])('does not bring back by a look what went with a %s', async (what) => {
  const bench = await openSettled();
  bench.log.push(makeEntry({ startedDateTime: new Date(1_000).toISOString(), status: 401 }));
  bench.elapse(10_000);
  await bench.recorder.handlers['settings/preserve'](false);
  if (what === 'navigation') bench.recorder.navigated(PAGE);
  else await bench.recorder.handlers['recording/clear']();
  bench.elapse(10_000);
  await vi.advanceTimersByTimeAsync(10 * SETTLING);

  expect(bench.live().requests).toEqual([]);
});

it('ignores the cookies of other stores, such as a private window’s', async () => {
  const bench = await openAttached();
  change(bench, {}, false, 'store-2');

  expect(cookies(bench)).toEqual([]);
});

it('ignores the cookies of other sites', async () => {
  const bench = await openAttached();
  change(bench, { domain: 'example.com' });
  change(bench, { domain: 'app.localhost' });

  expect(cookies(bench)).toEqual([]);
});

it('records the cookies of the page’s frames', async () => {
  const bench = await openAttached();
  bench.gateway.world.frames.push(frame('https://clerk.test/'));
  await bench.recorder.handlers['page/look']();
  change(bench, { name: '__client', domain: 'clerk.test' });

  expect(cookies(bench)).toEqual([['__client', true]]);
});

it('ignores cookies as long as it does not know where the page is', () => {
  const bench = openBench();
  bench.recorder.connected(bench.gateway.client);
  change(bench);

  expect(cookies(bench)).toEqual([]);
});

it('asks the SDK after each change of a cookie, while the panel is in sight', async () => {
  const bench = await openAttached();
  change(bench);
  await settle();
  expect(bench.gateway.agentAsked()).toEqual([{ kind: 'snapshot' }]);

  bench.recorder.panelVisible(false);
  bench.gateway.forget();
  change(bench);
  await settle();
  expect(bench.gateway.agentAsked()).toEqual([]);
});

it('reads the page once more when no change has followed for a while, so that what happened is settled', async () => {
  const bench = await openAttached();
  vi.useFakeTimers();
  change(bench);
  await vi.advanceTimersByTimeAsync(1_000);
  change(bench, { value: 'next' });
  await vi.advanceTimersByTimeAsync(1_499);
  bench.gateway.forget();
  await vi.advanceTimersByTimeAsync(1);
  expect(bench.gateway.agentAsked()).toEqual([{ kind: 'snapshot' }]);

  await vi.advanceTimersByTimeAsync(60_000);
  expect(bench.gateway.agentAsked()).toHaveLength(1);
});

it('tells how many other tabs of the site are open, and again when one is opened or closed', async () => {
  const bench = await openAttached();
  const counts = () => bench.live().otherTabs;
  expect(counts()).toBe(0);

  bench.gateway.world.otherTabs = 2;
  bench.gateway.emit('tabs-changed', null);
  await settle();
  expect(counts()).toBe(2);
  expect(bench.gateway.asked('tabs/count-others')).toEqual([[TAB, PAGE, 'store-1']]);

  bench.gateway.world.otherTabs = 1;
  bench.gateway.emit('tabs-changed', null);
  await settle();
  expect(counts()).toBe(1);

  const before = bench.emitted.length;
  bench.gateway.emit('tabs-changed', null);
  await settle();
  expect(bench.emitted).toHaveLength(before);
});

it('does not count tabs where it has no access', async () => {
  const bench = openBench();
  bench.gateway.world.access = { state: 'missing', origins: [] };
  bench.recorder.connected(bench.gateway.client);
  await settle();

  expect(bench.gateway.asked('tabs/count-others')).toEqual([]);
  expect(bench.live().otherTabs).toBe(null);
});

it('asks the SDK once for many changes at a time', async () => {
  const bench = await openAttached();
  for (let count = 0; count < 20; count++) change(bench, { value: String(count) });
  await settle();

  expect(bench.gateway.agentAsked()).toHaveLength(2);
});

it('records requests from the start, also while the panel was never shown', async () => {
  const bench = openBench();
  bench.recorder.finished(makeRequest({ url: 'http://localhost:3000/early' }));

  expect(bench.live().requests).toMatchObject([{ url: 'http://localhost:3000/early' }]);
  expect((await bench.reread()).requests).toHaveLength(1);
});

it('asks the SDK after a response that brought a token, while the panel is in sight', async () => {
  const bench = await openAttached();
  const received = [{ place: 'body' as const, name: 'jwt', value: 'x' }];
  bench.recorder.finished(makeRequest());
  await settle();
  expect(bench.gateway.agentAsked()).toEqual([]);

  bench.recorder.finished(makeRequest({ received }));
  await settle();
  expect(bench.gateway.agentAsked()).toEqual([{ kind: 'snapshot' }]);

  bench.recorder.panelVisible(false);
  bench.gateway.forget();
  bench.recorder.finished(makeRequest({ received }));
  await settle();
  expect(bench.gateway.agentAsked()).toEqual([]);
});

it('tells the panel whether it is in sight', () => {
  const bench = openBench();
  bench.recorder.panelVisible(true);
  bench.recorder.panelVisible(false);

  expect(bench.emitted).toEqual([
    { name: 'panel-visible', data: true },
    { name: 'panel-visible', data: false },
  ]);
});

it('looks again when the panel comes back into sight', async () => {
  const bench = await openAttached();
  bench.recorder.panelVisible(false);
  bench.gateway.world.cookies = [makeCookie({ name: 'late' })];
  bench.recorder.panelVisible(true);
  await settle();

  expect(cookies(bench)).toEqual([['late', true]]);
});
