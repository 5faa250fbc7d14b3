import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { installPackage } from './install.ts';

const LOCKFILE = JSON.stringify({ name: 'app', lockfileVersion: 3, packages: { '': { name: 'app' } } });

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claimcheck-install-'));
  await writeFile(join(folder, 'package.json'), '{ "name": "app" }');
  await writeFile(join(folder, 'package-lock.json'), LOCKFILE);
});

afterEach(() => rm(folder, { recursive: true }));

it('does nothing when what is there came from this lockfile', async () => {
  const log = vi.fn<(line: string) => void>();
  const digest = createHash('sha256').update(LOCKFILE).digest('hex');
  await mkdir(join(folder, 'node_modules'));
  await writeFile(join(folder, 'node_modules/.installed-from'), digest);

  await installPackage(folder, log);
  expect(log).not.toHaveBeenCalled();
});

it('says what failed, and leaves nothing behind', async () => {
  const log = vi.fn<(line: string) => void>();
  await writeFile(join(folder, 'package.json'), '{ "name": "app", "dependencies": { "jose": "1" } }');

  await expect(installPackage(folder, log)).rejects.toThrow(/npm ci failed[^]*package-lock\.json/);
  expect(log).toHaveBeenCalledOnce();
  await expect(readdir(folder)).resolves.toEqual(['package-lock.json', 'package.json']);
});
