import { expect, it, vi } from 'vitest';
import { makeCookie, makeRequest, makeSdk, PAGE } from '../support/events.ts';
import { answered, fakeGateway, frame, SNAPSHOT } from '../support/gateway.ts';
import { openAttached, openBench, settle, TAB } from '../support/recorder.ts';

const storage = (origin: string, entries: [string, string][] = []) => ({
  origin,
  area: 'localStorage' as const,
  entries,
  omitted: 0,
});

it('knows nothing and asks nothing before there is a background', async () => {
  const { recorder, reread } = openBench();
  recorder.panelVisible(true);
  await settle();

  expect(await reread()).toMatchObject({ url: null, access: { state: 'unknown' } });
});

it('reads where the page is, whether it may be read, and its cookies, as soon as there is a background', async () => {
  const { recorder, gateway, live } = openBench();
  gateway.world.cookies = [makeCookie({ name: 'sid' })];
  recorder.connected(gateway.client);
  await settle();

  expect(live()).toMatchObject({ url: PAGE, access: { state: 'granted' }, looked: { storage: null, page: null } });
  expect([...live().credentials.values()]).toMatchObject([{ name: 'sid', present: true }]);
  expect(gateway.asked('tab/describe')).toEqual([[TAB]]);
  expect(gateway.asked('access/check')).toEqual([[PAGE]]);
  expect(gateway.asked('cookies/list')).toEqual([[[PAGE], 'store-1']]);
});

it('asks nothing of the page before the panel was shown', async () => {
  const { recorder, gateway } = await openAttached({ shown: false });
  recorder.panelVisible(false);
  recorder.navigated('http://localhost:3000/next');
  gateway.emit('cookie-changed', { cookie: makeCookie(), removed: false, storeId: 'store-1' });
  await recorder.handlers['page/look']();
  await settle();

  expect(gateway.asked('frames/read')).toEqual([]);
  expect(gateway.agentAsked()).toEqual([]);
});

it('reads storage and SDK once the panel is shown', async () => {
  const bench = await openAttached({ shown: false });
  bench.gateway.world.frames = [frame(PAGE, storage('http://localhost:3000', [['token', 'x']]))];
  bench.gateway.world.reply = answered({ ...SNAPSHOT, sdks: [makeSdk()] });
  bench.recorder.panelVisible(true);
  await settle();

  expect(bench.live()).toMatchObject({ sdks: [{ provider: 'clerk' }], page: { focused: true }, pageUnreadable: false });
  expect([...bench.live().credentials.values()]).toMatchObject([{ name: 'token', where: 'localStorage' }]);
  expect(bench.gateway.asked('frames/read')).toEqual([[TAB]]);
  expect(bench.gateway.asked('agent/call')).toEqual([[TAB, '{"kind":"snapshot"}']]);
});

it('goes on reading the page while the panel was shown and is hidden', async () => {
  const { recorder, gateway } = await openAttached();
  gateway.world.url = 'http://localhost:3000/next';
  recorder.panelVisible(false);
  recorder.navigated('http://localhost:3000/next');
  await settle();

  expect(gateway.agentAsked()).toHaveLength(1);
});

it('reads the cookies of frames as soon as it learns of them', async () => {
  const bench = await openAttached();
  bench.gateway.world.frames = [frame(PAGE), frame('https://clerk.test/')];
  bench.gateway.emit('cookie-changed', { cookie: makeCookie(), removed: false, storeId: 'store-1' });
  await settle();

  expect(bench.gateway.asked('cookies/list')).toEqual([[[PAGE, 'https://clerk.test/'], 'store-1']]);
  bench.gateway.forget();
  await bench.recorder.handlers['page/look']();
  await settle();
  expect(bench.gateway.asked('cookies/list')).toEqual([[[PAGE, 'https://clerk.test/'], 'store-1']]);
});

it('takes the storage of all frames', async () => {
  const bench = await openAttached();
  const [own, other] = [storage('http://localhost:3000', [['token', '1']]), storage('https://clerk.test')];
  const session = { ...own, area: 'sessionStorage' as const };
  bench.gateway.world.frames = [frame(PAGE, own, session), frame('https://clerk.test/', other)];
  await bench.recorder.handlers['page/look']();

  const listed = (await bench.recorder.handlers['recording/read']()).findLast(({ type }) => type === 'storage-listed');
  expect(listed).toMatchObject({ areas: [own, session, other] });
});

it('records of the storage only what may have to do with a session, and the same only once', async () => {
  const bench = await openAttached();
  const area = storage('http://localhost:3000', [
    ['token', '1'],
    ['theme', 'dark'],
  ]);
  bench.gateway.world.frames = [frame(PAGE, area)];
  await bench.recorder.handlers['page/look']();
  await bench.recorder.handlers['page/look']();

  const listed = bench.types().filter((type) => type === 'storage-listed');
  expect(listed).toHaveLength(2);
  expect([...bench.live().credentials.values()].map(({ name }) => name)).toEqual(['token']);
});

it('records what SDKs say where it is not what they said last, and each time that they were asked', async () => {
  const bench = await openAttached();
  const look = bench.recorder.handlers['page/look'];
  await look();
  const before = bench.live().looked.page;
  await look();
  bench.gateway.world.reply = answered({ ...SNAPSHOT, page: { ...SNAPSHOT.page, focused: false } });
  await look();
  expect(bench.live().looked.page).toBeGreaterThan(before ?? Infinity);
  bench.recorder.navigated(PAGE);
  await settle();

  const types = bench.types().filter((type) => type.startsWith('page-state'));
  expect(types[0]).toBe('page-state');
  expect(types.slice(-4)).toEqual(['page-state-unchanged', 'page-state-unchanged', 'page-state', 'page-state']);
  expect(bench.live()).toMatchObject({ page: { focused: false }, pageUnreadable: false });
});

it('gives up on a page that does not answer, and asks again when there is a reason', async () => {
  vi.useFakeTimers();
  const bench = openBench();
  bench.recorder.connected(bench.gateway.client);
  bench.recorder.panelVisible(true);
  await vi.advanceTimersByTimeAsync(0);
  const release = bench.gateway.hold('frames/read');
  const looked = bench.recorder.handlers['page/look']();
  await vi.advanceTimersByTimeAsync(3_000);
  await looked;
  release();
  bench.gateway.forget();

  const again = bench.recorder.handlers['page/look']();
  await vi.advanceTimersByTimeAsync(0);
  await again;

  expect(bench.gateway.asked('frames/read')).toHaveLength(1);
  vi.useRealTimers();
});

it('says when the page answers unreadably, and nothing when it does not answer', async () => {
  const bench = await openAttached();
  bench.gateway.world.reply = { state: 'gone' };
  await bench.recorder.handlers['page/look']();
  expect(bench.live().pageUnreadable).toBe(false);

  bench.gateway.world.reply = { state: 'answered', text: '{"junk":true}' };
  await bench.recorder.handlers['page/look']();
  expect(bench.live().pageUnreadable).toBe(true);
});

it('reads neither cookies nor page without access', async () => {
  const { recorder, gateway, live } = openBench();
  gateway.world.access = { state: 'missing', origins: ['*://localhost/*'] };
  recorder.connected(gateway.client);
  recorder.panelVisible(true);
  await settle();

  expect(live()).toMatchObject({
    access: { state: 'missing', origins: ['*://localhost/*'] },
    looked: { cookies: null },
  });
  expect(new Set(gateway.askedAnything())).toEqual(new Set(['tab/describe', 'access/check']));
});

it('takes granting and revoking into account at once', async () => {
  const bench = await openAttached();
  bench.gateway.world.cookies = [makeCookie({ name: 'sid' })];
  bench.gateway.world.access = { state: 'missing', origins: [] };
  bench.gateway.emit('access-changed', null);
  await settle();
  expect(bench.live().access.state).toBe('missing');
  expect(bench.gateway.asked('cookies/list')).toEqual([]);

  bench.gateway.world.access = { state: 'granted' };
  bench.gateway.emit('access-changed', null);
  await settle();
  expect(bench.live().access.state).toBe('granted');
  expect([...bench.live().credentials.values()]).toMatchObject([{ name: 'sid' }]);
});

it('records access only where it changed', async () => {
  const bench = await openAttached();
  bench.gateway.emit('access-changed', null);
  await settle();

  expect(bench.types().filter((type) => type === 'access')).toHaveLength(1);
});

it('reads everything anew when the background is back', async () => {
  const bench = await openAttached();
  const next = fakeGateway();
  next.world.storeId = 'store-2';
  next.world.cookies = [makeCookie({ name: 'late' })];
  bench.recorder.connected(next.client);
  await settle();

  expect([...bench.live().credentials.values()]).toMatchObject([{ name: 'late' }]);
  expect(next.asked('cookies/list')).toEqual([[[PAGE], 'store-2']]);
  expect(next.agentAsked()).toEqual([{ kind: 'snapshot' }]);
  expect(bench.live().navigations).toHaveLength(1);
  next.emit('cookie-changed', { cookie: makeCookie({ name: 'later' }), removed: false, storeId: 'store-2' });
  expect(bench.live().credentials.size).toBe(2);
});

it.each(['tab/describe', 'access/check', 'cookies/list', 'frames/read', 'agent/call'] as const)(
  'goes on when the background is lost during %s',
  async (method) => {
    const bench = openBench();
    bench.gateway.lose(method);
    bench.recorder.connected(bench.gateway.client);
    bench.recorder.panelVisible(true);
    await settle();

    const next = fakeGateway();
    next.world.cookies = [makeCookie()];
    bench.recorder.connected(next.client);
    await settle();
    expect(bench.live()).toMatchObject({ url: PAGE, access: { state: 'granted' }, page: { focused: true } });
    expect(bench.live().credentials.size).toBe(1);
  },
);

it('shows a panel that is opened later what it shows one that was there all along', async () => {
  const bench = await openAttached();
  bench.gateway.world.cookies = [makeCookie()];
  await bench.recorder.handlers['page/look']();

  expect(await bench.reread()).toEqual(bench.live());
});

it('dates everything that it records, in the order in which it came', async () => {
  const bench = await openAttached();
  bench.gateway.world.reply = { state: 'answered', text: 'junk' };
  bench.gateway.emit('cookie-changed', { cookie: makeCookie(), removed: false, storeId: 'store-1' });
  bench.recorder.finished(makeRequest());
  bench.recorder.navigated(`${PAGE}next`);
  await settle();
  const times = (await bench.recorder.handlers['recording/read']()).map(({ at }) => at);

  expect(times.length).toBeGreaterThan(10);
  expect(times).toEqual(times.map(Number).toSorted((a, b) => a - b));
  await bench.recorder.handlers['recording/clear']();
  expect((await bench.recorder.handlers['recording/read']()).every(({ at }) => at > (times.at(-1) ?? 0))).toBe(true);
});
