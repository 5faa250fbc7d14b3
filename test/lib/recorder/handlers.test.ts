import { afterEach, expect, it, vi } from 'vitest';
import { makeCookie, makeRequest, PAGE } from '../support/events.ts';
import { answered, fakeGateway } from '../support/gateway.ts';
import { openAttached, openBench, settle, TAB } from '../support/recorder.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('clears the recording, and looks again', async () => {
  const bench = await openAttached();
  bench.recorder.finished(makeRequest());
  bench.gateway.world.cookies = [makeCookie({ name: 'sid' })];
  expect(await bench.recorder.handlers['recording/clear']()).toBeNull();
  expect(bench.types()).toEqual(['navigated', 'access']);

  await settle();
  expect(bench.live()).toMatchObject({
    url: PAGE,
    access: { state: 'granted' },
    requests: [],
    page: { focused: true },
  });
  expect([...bench.live().credentials.values()]).toMatchObject([{ name: 'sid' }]);
  expect(await bench.reread()).toEqual(bench.live());
});

it('clears a recording of a page that it does not know', async () => {
  const bench = openBench();
  await bench.recorder.handlers['recording/clear']();

  expect(bench.types()).toEqual(['access']);
});

it('answers a wish to look once it has looked', async () => {
  const bench = await openAttached();
  bench.gateway.world.cookies = [makeCookie()];
  await expect(bench.recorder.handlers['page/look']()).resolves.toBeNull();

  expect(bench.live().credentials.size).toBe(1);
});

it('says whether anything of the page may be stored, and no before it knows', async () => {
  const bench = openBench();
  expect(await bench.recorder.handlers['page/is-private']()).toBe(true);

  bench.recorder.connected(bench.gateway.client);
  await settle();
  expect(await bench.recorder.handlers['page/is-private']()).toBe(false);

  bench.gateway.world.isPrivate = true;
  await bench.recorder.handlers['page/look']();
  expect(await bench.recorder.handlers['page/is-private']()).toBe(true);
});

it('opens the grant page for the page’s address', async () => {
  const bench = await openAttached();
  await expect(bench.recorder.handlers['access/open-grant-page']()).resolves.toBeNull();

  expect(bench.gateway.asked('access/open-grant-page')).toEqual([[PAGE]]);
});

it('runs an action in the page, and reads the evidence before it records the end', async () => {
  const bench = await openAttached();
  bench.gateway.world.reply = answered({ status: 'done', token: null });
  await expect(bench.recorder.handlers['action/run']('clerk', 'refresh-token', {})).resolves.toBeNull();

  const types = bench.types();
  expect(types.slice(types.indexOf('action-started'))).toEqual([
    'action-started',
    // The fake page answers everything with the outcome.
    'page-state-unreadable',
    'action-ended',
  ]);
  const [action] = bench.live().actions;
  expect(action).toMatchObject({ provider: 'clerk', end: { status: 'done' } });
  expect(bench.gateway.asked('agent/call')[0]).toEqual([
    TAB,
    JSON.stringify({ kind: 'act', id: action?.id, provider: 'clerk', action: 'refresh-token', options: {} }),
  ]);
});

it('runs one action of a provider at a time', async () => {
  const bench = await openAttached();
  bench.gateway.world.reply = answered({ status: 'done', token: null });
  const answer = bench.gateway.hold('agent/call');
  const first = bench.recorder.handlers['action/run']('clerk', 'refresh-token', {});

  await expect(bench.recorder.handlers['action/run']('clerk', 'reload-user', {})).rejects.toMatchObject({
    code: 'busy',
  });
  const other = bench.recorder.handlers['action/run']('other', 'refresh-token', {});
  answer();
  await Promise.all([first, other]);
  await bench.recorder.handlers['action/run']('clerk', 'reload-user', {});
  expect(bench.live().actions.map(({ provider, action }) => [provider, action])).toEqual([
    ['clerk', 'refresh-token'],
    ['other', 'refresh-token'],
    ['clerk', 'reload-user'],
  ]);
});

it('lets no other action run while one is still waiting, until the page is left', async () => {
  const bench = await openAttached();
  vi.useFakeTimers();
  bench.gateway.hold('agent/call');
  const first = bench.recorder.handlers['action/run']('clerk', 'refresh-token', {});
  await vi.advanceTimersByTimeAsync(10_000);
  await first;
  expect(bench.live().actions).toMatchObject([{ end: { status: 'still-waiting' } }]);

  await expect(bench.recorder.handlers['action/run']('clerk', 'refresh-token', {})).rejects.toMatchObject({
    code: 'busy',
  });
  bench.recorder.navigated(PAGE);
  void bench.recorder.handlers['action/run']('clerk', 'refresh-token', {});
  expect(bench.live().actions).toHaveLength(2);
});

it('takes an action up again with the background that is back', async () => {
  const bench = await openAttached();
  vi.useFakeTimers();
  bench.gateway.lose('agent/call');
  const run = bench.recorder.handlers['action/run']('clerk', 'refresh-token', {});
  await vi.advanceTimersByTimeAsync(100);
  const next = fakeGateway();
  next.world.reply = answered({ status: 'done', token: null });
  bench.recorder.connected(next.client);
  await vi.advanceTimersByTimeAsync(250);
  await run;

  const acts = [...bench.gateway.agentAsked(), ...next.agentAsked()].filter(({ kind }) => kind === 'act');
  expect(acts).toHaveLength(2);
  expect(acts[0]).toEqual(acts[1]);
  expect(bench.live().actions).toMatchObject([{ end: { status: 'done' } }]);
});

it('waits for the first background with an action', async () => {
  vi.useFakeTimers();
  const bench = openBench();
  const run = bench.recorder.handlers['action/run']('clerk', 'refresh-token', {});
  await vi.advanceTimersByTimeAsync(300);
  bench.gateway.world.reply = answered({ status: 'signed-out' });
  bench.recorder.connected(bench.gateway.client);
  await vi.advanceTimersByTimeAsync(300);
  await run;

  expect(bench.live().actions).toMatchObject([{ end: { status: 'signed-out' } }]);
});
