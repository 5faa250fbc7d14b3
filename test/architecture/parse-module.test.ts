import { expect, it } from 'vitest';
import { parseSource } from './parse-module.ts';

const parse = (source: string) => parseSource('lib/token/sample.ts', source);

it('finds every kind of import', () => {
  const { imports } = parse(`
    import './side-effect.ts';
    import { decodeJwt } from 'jose/jwt/decode';
    import type { Root } from 'react-dom/client';
    import { Button } from '@base-ui/react/button';
    export { diff } from '../recording/diff.ts';
    export type * from '@/lib/store/store.ts';
    const lazy = () => import('@/components/App.tsx?raw');
    type Late = import('zustand').StoreApi<unknown>;
  `);

  expect(imports.toSorted()).toEqual([
    '@base-ui/react',
    'components/App.tsx',
    'jose',
    'lib/recording/diff.ts',
    'lib/store/store.ts',
    'lib/token/side-effect.ts',
    'react-dom',
    'zustand',
  ]);
});

it('finds the file behind an import without extension', () => {
  expect(parse(`import '@/test/architecture/parse-module'; import '@/lib/providers';`).imports).toEqual([
    'test/architecture/parse-module.ts',
    'lib/providers/index.ts',
  ]);
});

it('reports a dynamic import that is not a literal as it stands', () => {
  expect(parse('const load = (id: string) => import(`./${id}.ts`);').imports).toEqual(['`./${id}.ts`']);
});

it('finds the extension API, imported or global', () => {
  const { browserUses } = parse(`
    import { browser } from 'wxt/browser';
    import { browser as api, storage } from '#imports';
    chrome.runtime.connect();
    globalThis.browser.cookies;
  `);

  expect(browserUses).toEqual(['wxt/browser', '#imports', 'chrome.runtime', 'globalThis.browser.cookies']);
});

it('does not take a property named browser for the extension API', () => {
  expect(parse('const facts = { browser: 1 }; navigator.browser.name; facts.browser;').browserUses).toEqual([]);
});

it('finds reads of the clock, but not dates made of a given time', () => {
  const { clockReads } = parse(`
    const now = (clock = Date.now) => clock();
    const made = [new Date(), Date(), performance.now()];
    const given = (time: number) => [new Date(time), Date.parse('2026-01-01')];
  `);

  expect(clockReads).toEqual(['Date.now', 'new Date()', 'Date()', 'performance.now']);
});

it('finds a default export, re-exported too', () => {
  expect(parse('export default 1;').hasDefaultExport).toBe(true);
  expect(parse(`export { App as default } from './App.tsx';`).hasDefaultExport).toBe(true);
  expect(parse('export const one = 1;').hasDefaultExport).toBe(false);
});
