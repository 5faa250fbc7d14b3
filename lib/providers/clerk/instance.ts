import { sha1 } from '@/lib/token/sha1.ts';

export interface PublishableKey {
  readonly instance: 'development' | 'production';
  readonly frontendApi: string;
}

/** `pk_test_` or `pk_live_`, and the Frontend API's host with a `$` at its end (`@clerk/shared` 4.41.0, `keys`). */
export function readPublishableKey(key: string): PublishableKey | undefined {
  const [, kind, encoded = ''] = /^pk_(test|live)_([A-Za-z0-9+/]+=*)$/.exec(key) ?? [];
  if (!kind) return undefined;
  try {
    const [, frontendApi] = /^([\w.:-]+\.[\w.:-]+)\$$/.exec(atob(encoded)) ?? [];
    return frontendApi ? { instance: kind === 'live' ? 'production' : 'development', frontendApi } : undefined;
  } catch {
    return undefined;
  }
}

/** What the instance's cookies end in, so that several apps can share a host (`@clerk/shared` 4.41.0, `getCookieSuffix`). */
export function cookieSuffix(publishableKey: string): string {
  const digest = sha1(new TextEncoder().encode(publishableKey));
  return btoa(String.fromCharCode(...digest))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .slice(0, 8);
}
