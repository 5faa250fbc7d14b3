import { expect, it, vi } from 'vitest';
import { listCookies } from '@/lib/platform/cookie-jar.ts';

const getAll = vi.hoisted(() => vi.fn<() => Promise<unknown>>());
vi.mock('wxt/browser', () => ({ browser: { cookies: { getAll } } }));

const cookie = { name: 'sid', value: '1', domain: '.app.test', hostOnly: false, path: '/', sameSite: 'lax' };

it.each([
  [undefined, null],
  [1_763_737_445.5, 1_763_737_445_500],
  // Some browsers keep whatever a server says.
  [9e15, 8.64e15],
])('tells of a cookie that goes at %j s', async (expirationDate, expiresAt) => {
  getAll.mockResolvedValue([{ ...cookie, expirationDate }]);

  expect(await listCookies(['https://app.test/'], '0')).toMatchObject([{ domain: 'app.test', expiresAt }]);
});
