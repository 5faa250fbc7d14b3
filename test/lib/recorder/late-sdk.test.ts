import { expect, it, vi } from 'vitest';
import { makeRequest, makeSdk } from '../support/events.ts';
import { answered, SNAPSHOT } from '../support/gateway.ts';
import { openAttached, settle, TAB } from '../support/recorder.ts';

const withSdk = (loaded: boolean) => answered({ ...SNAPSHOT, sdks: [makeSdk({ loaded })] });

it('looks again when the tab has loaded a page, and at no other tab’s', async () => {
  const bench = await openAttached();
  bench.gateway.emit('tab-loaded', TAB + 1);
  await settle();
  expect(bench.gateway.agentAsked()).toEqual([]);

  bench.gateway.emit('tab-loaded', TAB);
  await settle();
  expect(bench.gateway.agentAsked()).toEqual([{ kind: 'snapshot' }]);
});

it('looks again when the SDK has talked to its API, also where no token came of it', async () => {
  const bench = await openAttached();
  bench.recorder.finished(makeRequest({ url: 'http://localhost:3000/v1/client?_clerk_js_version=6' }));
  await settle();

  expect(bench.gateway.agentAsked()).toEqual([{ kind: 'snapshot' }]);
});

it('asks an SDK that is still loading again, until it is there', async () => {
  const bench = await openAttached();
  bench.gateway.world.reply = withSdk(false);
  await bench.recorder.handlers['page/look']();
  expect(bench.live().sdks).toMatchObject([{ loaded: false }]);
  bench.gateway.world.reply = withSdk(true);

  await vi.waitFor(() => expect(bench.live().sdks).toMatchObject([{ loaded: true }]));
});
