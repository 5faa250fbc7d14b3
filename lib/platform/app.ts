import { browser } from 'wxt/browser';

/** What a bug report has to say of the software: this extension's version, and the browser's name and major version. */
export function appFacts(): { readonly version: string; readonly browser: string } {
  return { version: browser.runtime.getManifest().version, browser: browserName(navigator.userAgent) };
}

export function browserName(userAgent: string): string {
  const [, name = 'unknown', version = ''] =
    /(Firefox)\/(\d+)/.exec(userAgent) ?? /(Edg|OPR)\/(\d+)/.exec(userAgent) ?? /(Chrome)\/(\d+)/.exec(userAgent) ?? [];
  return [name === 'Edg' ? 'Edge' : name === 'OPR' ? 'Opera' : name, version].filter(Boolean).join(' ');
}
