import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const STAMP = '.installed-from';
const run = promisify(execFile);

/**
 * Installs what the package in `folder` needs, when it is missing or its lockfile changed. Quick when it is there.
 *
 * The modules are installed beside the folder's own and moved in whole, so that two callers at once do no harm.
 */
export async function installPackage(folder: string, log: (line: string) => void = console.log): Promise<void> {
  const lockfile = await readFile(join(folder, 'package-lock.json'));
  const wanted = createHash('sha256').update(lockfile).digest('hex');
  const modules = join(folder, 'node_modules');
  if ((await stampOf(modules)) === wanted) return;

  log(`Installing the packages of ${relative(process.cwd(), folder)} (once)…`);
  const staging = await mkdtemp(join(folder, '.install-'));
  try {
    for (const file of ['package.json', 'package-lock.json']) await cp(join(folder, file), join(staging, file));
    await npmCi(staging);
    await writeFile(join(staging, 'node_modules', STAMP), wanted);
    await rm(modules, { recursive: true, force: true });
    await rename(join(staging, 'node_modules'), modules);
  } catch (error) {
    // Another process may have moved its own copy in between the two calls above.
    if ((await stampOf(modules)) !== wanted) throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

const stampOf = (modules: string) => readFile(join(modules, STAMP), 'utf8').catch(() => undefined);

async function npmCi(folder: string): Promise<void> {
  try {
    // Node runs no `.cmd` file without a shell, and npm is one on Windows.
    await run('npm', ['ci', '--ignore-scripts'], { cwd: folder, shell: process.platform === 'win32' });
  } catch (error) {
    const reason = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new Error(`npm ci failed in ${folder}. Is the npm registry reachable?\n${reason}`, { cause: error });
  }
}
