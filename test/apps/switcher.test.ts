import { afterEach, expect, it, vi } from 'vitest';
import { startSwitcher, type DemoPage, type Switcher } from './switcher.ts';

let switcher: Switcher | undefined;
afterEach(() => switcher?.close());

const app = (url: string) => ({ url, close: vi.fn<() => Promise<void>>(async () => undefined) });

async function open(pages: DemoPage[]) {
  switcher = await startSwitcher(pages);
  const [address = ''] = /http:\/\/localhost:\d+\//.exec(switcher.navigation('')) ?? [];
  return (path: string) => fetch(address + path, { redirect: 'manual' });
}

it('starts a page when it is first asked for, once, and leads to it', async () => {
  const start = vi.fn<DemoPage['start']>(async () => app('http://localhost:1/'));
  const get = await open([{ id: 'roq', title: 'ROQ', start }]);
  expect(start).not.toHaveBeenCalled();

  const answers = await Promise.all([get('roq'), get('roq')]);

  expect(answers.map(({ headers }) => headers.get('location'))).toEqual(['http://localhost:1/', 'http://localhost:1/']);
  expect(start).toHaveBeenCalledOnce();
});

it('says why a page does not start, and tries again', async () => {
  const start = vi.fn<DemoPage['start']>().mockRejectedValueOnce(new Error('no network'));
  start.mockResolvedValue(app('http://localhost:1/'));
  const get = await open([{ id: 'roq', title: 'ROQ', start }]);

  const first = await get('roq');
  expect([first.status, await first.text()]).toEqual([500, 'ROQ could not be started: no network']);
  expect((await get('roq')).status).toBe(302);
});

it('closes what it has started', async () => {
  const started = app('http://localhost:1/');
  const get = await open([{ id: 'roq', title: 'ROQ', start: async () => started }]);
  await get('roq');
  await switcher?.close();

  expect(started.close).toHaveBeenCalledOnce();
});

it('marks the page that is shown', async () => {
  await open([{ id: 'roq', title: 'ROQ', start: async () => app('') }]);

  expect(switcher?.navigation('roq')).toMatch(/<a href="[^"]+\/roq" aria-current="page">ROQ<\/a>/);
});
