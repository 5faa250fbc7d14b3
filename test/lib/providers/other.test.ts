import { expect, it, vi } from 'vitest';
import { other } from '@/lib/providers/other/index.ts';
import { otherPage } from '@/lib/providers/other/page.ts';

const action = other.actions[0]!;
const OPTIONS = { method: 'PUT', path: '/renew?x=1', headers: 'X-A: 1\nbroken\n x-b :  2 ' };

function pageWith(fetch: (url: string, init: RequestInit) => Promise<Response>) {
  const location = new URL('https://app.example.com/a/b');
  return { location, fetch: vi.fn<typeof fetch>(fetch) };
}

const act = (page: object, options: Record<string, string>) =>
  otherPage(page as Window).actions['custom-request']?.(options);

it('sends just what its owner said, as the page would', async () => {
  const page = pageWith(async () => new Response('{"ok":true}', { headers: { 'content-type': 'application/json' } }));

  await expect(act(page, OPTIONS)).resolves.toMatchObject({
    status: 'responded',
    http: { status: 200, redirected: false, contentType: 'application/json', body: '{"ok":true}' },
  });
  expect(page.fetch).toHaveBeenCalledExactlyOnceWith('https://app.example.com/renew?x=1', {
    method: 'PUT',
    headers: { 'X-A': '1', 'x-b': '2' },
    credentials: 'same-origin',
    redirect: 'manual',
    cache: 'no-store',
  });
});

it.each([
  'https://evil.example/steal',
  '//evil.example/',
  'http://app.example.com/',
  'javascript:alert(1)',
  'https://',
])('never leaves the page’s origin: %s', async (path) => {
  const page = pageWith(async () => new Response());

  await expect(act(page, { ...OPTIONS, path })).resolves.toMatchObject({ status: 'failed' });
  expect(page.fetch).not.toHaveBeenCalled();
});

it('says that no answer came', async () => {
  const page = pageWith(async () => Promise.reject(new TypeError('Failed to fetch')));

  await expect(act(page, OPTIONS)).resolves.toEqual({ status: 'unreachable', message: 'TypeError: Failed to fetch' });
});

it.each([
  [200, 'neutral', 'Your endpoint answered 200'],
  [404, 'bad', 'Not found, 404'],
  [500, 'bad', 'Your endpoint answered 500'],
])('reads the status %i', (status, tone, headline) => {
  const http = { status, url: '', redirected: false, contentType: null, body: '' };

  expect(action.interpret?.(http)).toMatchObject({ tone, headline });
});

it('keeps no header, which may hold a secret', () => {
  expect(action.options.filter(({ remembered }) => remembered).map(({ name }) => name)).toEqual(['method', 'path']);
});
