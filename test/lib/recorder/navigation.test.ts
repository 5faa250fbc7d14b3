import { expect, it } from 'vitest';
import { MAX_TEXT } from '@/lib/recording/bounds.ts';
import { makeCookie, makeSdk, PAGE } from '../support/events.ts';
import { answered, frame, SNAPSHOT } from '../support/gateway.ts';
import { openAttached, openBench, settle } from '../support/recorder.ts';

const NEXT = 'http://localhost:3000/next';
const ELSEWHERE = 'https://example.com/';

it('follows the page, and keeps what it recorded', async () => {
  const bench = await openAttached();
  bench.gateway.emit('cookie-changed', { cookie: makeCookie({ name: 'old' }), removed: false, storeId: 'store-1' });
  bench.gateway.world.url = NEXT;
  bench.gateway.world.cookies = [makeCookie({ name: 'new' })];
  bench.recorder.navigated(NEXT);
  expect(bench.live()).toMatchObject({ url: NEXT, access: { state: 'unknown' }, page: null });

  await settle();
  expect(bench.live()).toMatchObject({ url: NEXT, access: { state: 'granted' }, page: { focused: true } });
  expect([...bench.live().credentials.values()].map(({ name, present }) => [name, present])).toEqual([
    ['old', false],
    ['new', true],
  ]);
  expect(bench.live().navigations).toHaveLength(2);
  expect(await bench.reread()).toEqual(bench.live());
});

it('begins anew at each navigation when nothing is to be kept', async () => {
  const bench = await openAttached();
  await bench.recorder.handlers['settings/preserve'](false);
  bench.gateway.world.url = NEXT;
  bench.recorder.navigated(NEXT);
  expect(bench.emitted.at(-1)?.name).toBe('reset');
  expect(bench.types()).toEqual(['navigated', 'access']);

  await settle();
  expect(bench.live().navigations).toHaveLength(1);
  expect(await bench.reread()).toEqual(bench.live());
  await bench.recorder.handlers['settings/preserve'](true);
  bench.recorder.navigated(PAGE);
  expect(bench.live().navigations).toHaveLength(2);
});

it('records no more of an address than a recording may hold, and takes it for no other one', async () => {
  const bench = await openAttached();
  const long = `${NEXT}?${'x'.repeat(300_000)}`;
  bench.gateway.world.url = long;
  bench.recorder.navigated(long);
  await settle();

  expect(bench.live().url).toBe(long.slice(0, MAX_TEXT));
  expect(bench.live().navigations).toHaveLength(2);
});

it('forgets the frames of the page that was left', async () => {
  const bench = await openAttached();
  bench.gateway.world.frames = [frame(PAGE), frame('https://clerk.test/')];
  await bench.recorder.handlers['page/look']();
  bench.gateway.world.url = NEXT;
  bench.gateway.world.frames = [frame(NEXT)];
  bench.gateway.forget();
  bench.recorder.navigated(NEXT);
  await settle();

  expect(bench.gateway.asked('cookies/list')).toEqual([[[NEXT], 'store-1']]);
});

it('notices that the page changed its address by itself', async () => {
  const bench = await openAttached();
  bench.gateway.world.url = NEXT;
  bench.gateway.world.frames = [frame(PAGE), frame('https://clerk.test/')];
  await bench.recorder.handlers['page/look']();

  expect(bench.live()).toMatchObject({ url: NEXT, page: { focused: true } });
  expect(bench.live().navigations).toHaveLength(2);
});

it('names a closed page by its address, at once and for good', async () => {
  const bench = await openAttached();
  bench.gateway.world.url = null;
  bench.recorder.navigated('https://addons.mozilla.org/');
  const closed = { state: 'restricted', why: 'Browsers let no extension read Firefox Add-ons.' };
  expect(bench.live().access).toEqual(closed);

  await settle();
  expect(bench.live()).toMatchObject({ url: 'https://addons.mozilla.org/', access: closed });
  expect(bench.live().navigations).toHaveLength(2);
});

it('notices that a page which was closed is open', async () => {
  const bench = openBench();
  bench.gateway.world.url = null;
  bench.recorder.connected(bench.gateway.client);
  bench.recorder.panelVisible(true);
  await settle();
  bench.gateway.world.url = PAGE;
  await bench.recorder.handlers['page/look']();

  expect(bench.live()).toMatchObject({ url: PAGE, access: { state: 'granted' } });
});

it('takes a page for closed when neither the browser nor DevTools tells where it is', async () => {
  const bench = openBench();
  bench.gateway.world.url = null;
  bench.recorder.connected(bench.gateway.client);
  await settle();
  expect(bench.live().access).toEqual({ state: 'unknown' });

  bench.recorder.panelVisible(true);
  await settle();
  expect(bench.live()).toMatchObject({
    url: null,
    access: { state: 'restricted', why: 'Browsers let no extension read this page.' },
  });
  expect(bench.gateway.asked('access/check')).toEqual([]);
});

it('asks DevTools where the page is, once shown, when the browser does not tell', async () => {
  const bench = openBench();
  bench.gateway.world.url = null;
  bench.gateway.world.access = { state: 'missing', origins: ['*://*.example.com/*'] };
  bench.inspected = ELSEWHERE;
  bench.recorder.connected(bench.gateway.client);
  await settle();
  expect(bench.live().url).toBeNull();

  bench.recorder.panelVisible(true);
  await settle();
  expect(bench.live()).toMatchObject({ url: ELSEWHERE, access: { state: 'missing' } });
  expect(bench.gateway.asked('access/check')).toEqual([[ELSEWHERE]]);
});

it('takes no cookies of the page that was left for the next one’s', async () => {
  const bench = await openAttached();
  const answer = bench.gateway.hold('cookies/list');
  bench.gateway.world.cookies = [makeCookie({ name: 'old' })];
  const looked = bench.recorder.handlers['page/look']();
  await settle();
  bench.gateway.world.url = ELSEWHERE;
  bench.gateway.world.access = { state: 'missing', origins: [] };
  bench.recorder.navigated(ELSEWHERE);
  answer();
  await looked;
  await settle();

  expect(bench.live()).toMatchObject({ url: ELSEWHERE, access: { state: 'missing' } });
  expect([...bench.live().credentials.values()]).toEqual([]);
});

it.each(['frames/read', 'agent/call'] as const)(
  'takes no %s of the page that was left for the next one’s',
  async (method) => {
    const bench = await openAttached();
    const answer = bench.gateway.hold(method);
    bench.gateway.world.reply = answered({ ...SNAPSHOT, sdks: [makeSdk({ token: 'x' })] });
    bench.gateway.world.frames = [
      frame(PAGE, { origin: 'http://localhost:3000', area: 'localStorage', entries: [['token', 'x']], omitted: 0 }),
    ];
    const looked = bench.recorder.handlers['page/look']();
    await settle();
    bench.gateway.world.reply = { state: 'no-access' };
    bench.gateway.world.access = { state: 'missing', origins: [] };
    bench.gateway.world.url = ELSEWHERE;
    bench.recorder.navigated(ELSEWHERE);
    answer();
    await looked;
    await settle();

    expect(bench.live()).toMatchObject({ url: ELSEWHERE, sdks: [], page: null });
    expect([...bench.live().credentials.values()].filter(({ present }) => present)).toEqual([]);
  },
);

it.each(['tab/describe', 'access/check'] as const)(
  'does not go back to the page that was left for a late %s',
  async (method) => {
    const bench = await openAttached();
    const answer = bench.gateway.hold(method);
    const looked = bench.recorder.handlers['page/look']();
    await settle();
    bench.gateway.world.url = ELSEWHERE;
    bench.gateway.world.access = { state: 'missing', origins: [] };
    bench.recorder.navigated(ELSEWHERE);
    answer();
    await looked;
    await settle();

    expect(bench.live().navigations).toHaveLength(2);
    expect(bench.live()).toMatchObject({ url: ELSEWHERE, access: { state: 'missing' } });
    expect(bench.types().slice(-3)).toEqual(['navigated', 'access', 'access']);
  },
);

it('does not go back to the page that was left for a late word of DevTools', async () => {
  const bench = await openAttached();
  const address = Promise.withResolvers<string | null>();
  bench.gateway.world.url = null;
  Object.defineProperty(bench, 'inspected', { get: () => address.promise });
  const looked = bench.recorder.handlers['page/look']();
  await settle();
  bench.recorder.navigated(ELSEWHERE);
  bench.gateway.world.url = ELSEWHERE;
  address.resolve(PAGE);
  await looked;
  await settle();

  expect(bench.live().navigations).toHaveLength(2);
  expect(bench.live().url).toBe(ELSEWHERE);
});
