import { expect, it } from 'vitest';
import { cookieSuffix, readPublishableKey } from '@/lib/providers/clerk/instance.ts';

const keyOf = (kind: string, host: string) => `pk_${kind}_${btoa(host).replaceAll('=', '')}`;

it('reads instance and Frontend API from a publishable key', () => {
  expect(readPublishableKey(keyOf('test', 'happy-cat-12.clerk.accounts.dev$'))).toEqual({
    instance: 'development',
    frontendApi: 'happy-cat-12.clerk.accounts.dev',
  });
  expect(readPublishableKey(`pk_live_${btoa('clerk.example.com$')}`)).toEqual({
    instance: 'production',
    frontendApi: 'clerk.example.com',
  });
  expect(readPublishableKey(keyOf('test', '127.0.0.1:4443$'))?.frontendApi).toBe('127.0.0.1:4443');
});

it.each([
  '',
  'pk_test_',
  'pk_other_Y2xlcmsuZXhhbXBsZS5jb20k',
  'sk_test_Y2xlcmsuZXhhbXBsZS5jb20k',
  keyOf('test', 'clerk.example.com'),
  keyOf('test', 'nodot$'),
  keyOf('test', 'clerk.example.com$$'),
  keyOf('test', '<b>.example.com$'),
  'pk_test_A',
  'pk_test_Y2x=lcm',
])('reads nothing from %j', (key) => {
  expect(readPublishableKey(key)).toBeUndefined();
});

it('derives the suffix that clerk-js gives its cookies', () => {
  expect(cookieSuffix(keyOf('test', 'happy-cat-12.clerk.accounts.dev$'))).toBe('XbPsHh4i');
  expect(cookieSuffix('pk_test_3')).toMatch(/^[\w-]{8}$/);
});
