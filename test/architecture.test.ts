import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, it } from 'vitest';
import { parseModule, type Module } from './architecture/parse-module.ts';

/** What runs in the inspected page, where nothing of the extension may follow. */
const PAGE_SIDE = ['lib/providers/{agent,page,pages,request}.ts', 'lib/providers/*/page{,-*}.ts'];

/** Who may import what: files and packages. The first row that names a file counts; a folder may import itself. */
const TABLE: { files: string[]; may: string[] }[] = [
  { files: ['entrypoints/page-agent.content.ts'], may: [...PAGE_SIDE, 'wxt'] },
  { files: PAGE_SIDE, may: PAGE_SIDE },
  {
    files: ['entrypoints/panel/**'],
    may: ['entrypoints/panel/**', 'components/**', 'lib/**', 'react', 'react-dom', 'wxt', 'zustand'],
  },
  { files: ['entrypoints/background.ts'], may: ['lib/**', 'wxt'] },
  { files: ['entrypoints/file-worker.ts'], may: ['lib/**', 'wxt'] },
  { files: ['entrypoints/devtools/**'], may: ['entrypoints/devtools/**', 'lib/**', 'wxt'] },
  {
    files: ['entrypoints/grant/**'],
    may: ['entrypoints/grant/**', 'components/**', 'lib/**', 'react', 'react-dom', 'wxt'],
  },
  {
    files: ['components/**'],
    may: [
      'components/**',
      'lib/{token,recording,store,providers}/**',
      'react',
      '@base-ui/react',
      '@tanstack/react-virtual',
      'd3-scale',
    ],
  },
  { files: ['lib/store/**'], may: ['lib/{store,messaging,recording,providers,token}/**', 'react', 'zustand'] },
  { files: ['lib/recorder/**'], may: ['lib/{recorder,messaging,recording,providers,token}/**'] },
  { files: ['lib/platform/**'], may: ['lib/{platform,messaging,recording,providers,token}/**', 'valibot', 'wxt'] },
  { files: ['lib/messaging/**'], may: ['lib/{messaging,recording,providers,token}/**', 'valibot'] },
  { files: ['lib/recording/**'], may: ['lib/{recording,providers,token}/**', 'tldts', 'valibot'] },
  { files: ['lib/providers/**'], may: ['lib/{providers,token}/**', 'valibot'] },
  { files: ['lib/token/**'], may: ['lib/token/**', 'jose'] },
];

const MAY_NAME_BROWSER = ['entrypoints/**', 'lib/platform/**'];
const MAY_NOT_READ_THE_CLOCK = ['lib/{token,recording}/**', 'lib/providers/*/index.ts'];
const NAMED_EXPORTS_ONLY = ['components/**', 'lib/**'];

const modules = globSync('{entrypoints,components,lib}/**/*.{ts,tsx}')
  .map((file) => file.replaceAll('\\', '/'))
  .toSorted()
  .map(parseModule);

const matches = (name: string, patterns: string[]) => patterns.some((pattern) => posix.matchesGlob(name, pattern));
const rowOf = ({ file }: Module) => TABLE.find(({ files }) => matches(file, files));
const within = (patterns: string[]) => modules.filter(({ file }) => matches(file, patterns));

it('has a row in the table for every file', () => {
  const strays = modules.filter((module) => !rowOf(module)).map(({ file }) => `${file} is in no row of the table`);

  expect(strays).toEqual([]);
});

for (const row of TABLE) {
  it(`lets ${row.files.join(' and ')} import only what the table says`, () => {
    const wrong = modules
      .filter((module) => rowOf(module) === row)
      .flatMap(({ file, imports }) =>
        imports.filter((name) => !matches(name, row.may)).map((name) => `${file} imports ${name}`),
      );

    expect(wrong).toEqual([]);
  });
}

it('names `browser` and `chrome` in lib/platform and entrypoints only', () => {
  const wrong = modules
    .filter(({ file }) => !matches(file, MAY_NAME_BROWSER))
    .flatMap(({ file, browserUses }) => browserUses.map((use) => `${file} names ${use}`));

  expect(wrong).toEqual([]);
});

it('takes time as a parameter where things are derived', () => {
  const wrong = within(MAY_NOT_READ_THE_CLOCK).flatMap(({ file, clockReads }) =>
    clockReads.map((read) => `${file} reads the clock: ${read}`),
  );

  expect(wrong).toEqual([]);
});

it('has named exports only', () => {
  const wrong = within(NAMED_EXPORTS_ONLY)
    .filter(({ hasDefaultExport }) => hasDefaultExport)
    .map(({ file }) => `${file} has a default export`);

  expect(wrong).toEqual([]);
});

const providers = globSync('lib/providers/*/').map((folder) => posix.basename(folder.replaceAll('\\', '/')));

it('registers every provider in lib/providers/index.ts', () => {
  expect(unregistered(providers, 'index.ts', 'lib/providers/index.ts')).toEqual([]);
});

it('has one thing in every page half, which is how the agent finds it', () => {
  const crowded = modules
    .filter(({ file }) => matches(file, ['lib/providers/*/page.ts']))
    .filter(({ file }) => [...readFileSync(file, 'utf8').matchAll(/^export /gm)].length !== 1)
    .map(({ file }) => `${file} exports more or less than its page half`);

  expect(crowded).toEqual([]);
});

it('has a test for every provider', () => {
  const untested = providers
    .filter((id) => globSync(`test/lib/providers/${id}{.,-,/}**`).length === 0)
    .map((id) => `lib/providers/${id} has no test/lib/providers/${id}.test.ts`);

  expect(untested).toEqual([]);
});

function unregistered(ids: string[], half: string, registry: string): string[] {
  const imports = modules.find(({ file }) => file === registry)?.imports ?? [];
  return ids
    .map((id) => `lib/providers/${id}/${half}`)
    .filter((file) => !imports.includes(file))
    .map((file) => `${file} is not imported by ${registry}`);
}
