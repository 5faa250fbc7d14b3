import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const LOCKED = {
  packages: {
    '': { name: 'sample' },
    'node_modules/one': { version: '1.0.0' },
    'node_modules/for-another-system': { version: '1.0.0', optional: true },
  },
};

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'claimcheck-'));
  cpSync('scripts/bootstrap.mjs', join(root, 'scripts/bootstrap.mjs'));
  write('package-lock.json', JSON.stringify(LOCKED));
  write(
    'scripts/task.ts',
    'console.log(process.argv.slice(2).join(" "), String(process.env.NODE_ENV)); process.exit(3)',
  );
  write('.wxt/tsconfig.json', '{}');
  // Stands in for npm, and leaves what an installation leaves.
  write(
    'bin/npm',
    `#!/bin/sh
    echo "npm $*" >> '${root}/npm.log'
    mkdir -p '${root}/node_modules/node/bin'
    ln -sf '${process.execPath}' '${root}/node_modules/node/bin/node'
    cp '${root}/package-lock.json' '${root}/node_modules/.package-lock.json'\n`,
    0o755,
  );
});

afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string, mode?: number): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text, { mode });
}

function install(packages: object): void {
  write('node_modules/.package-lock.json', JSON.stringify({ packages }));
  mkdirSync(join(root, 'node_modules/node/bin'), { recursive: true });
  symlinkSync(process.execPath, join(root, 'node_modules/node/bin/node'));
}

const bootstrap = (...args: string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const env = {
      ...process.env,
      NODE_ENV: 'production',
      PATH: `${join(root, 'bin')}${delimiter}${process.env['PATH']}`,
    };
    execFile(process.execPath, [join(root, 'scripts/bootstrap.mjs'), ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

const npmRan = () => existsSync(join(root, 'npm.log'));

describe.skipIf(process.platform === 'win32')('the start of every task', () => {
  it('runs the task with its arguments and ends with its exit code', async () => {
    install({ 'node_modules/one': { version: '1.0.0' } });

    await expect(bootstrap('task', '--browser', 'firefox')).resolves.toMatchObject({
      code: 3,
      stdout: '--browser firefox undefined\n',
    });
    expect(npmRan()).toBe(false);
  });

  it.each([
    ['nothing is installed', undefined],
    ['a package is missing', {}],
    ['a package has another version', { 'node_modules/one': { version: '0.9.0' } }],
  ])('installs first when %s', async (_, installed) => {
    if (installed) install(installed);

    await expect(bootstrap('task')).resolves.toMatchObject({ code: 3 });
    expect(npmRan()).toBe(true);
    rmSync(join(root, 'npm.log'));

    await expect(bootstrap('task')).resolves.toMatchObject({ code: 3 });
    expect(npmRan()).toBe(false);
  });

  it('ends with the exit code of an installation that failed', async () => {
    write('bin/npm', '#!/bin/sh\nexit 7\n', 0o755);

    await expect(bootstrap('task')).resolves.toMatchObject({ code: 7 });
  });

  it('says when there is no such task', async () => {
    await expect(bootstrap('nonsense')).resolves.toMatchObject({
      code: 1,
      stderr: 'There is no task "nonsense": see "scripts" in package.json.\n',
    });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('passes %s on and waits for the task to end', async (signal) => {
    install({ 'node_modules/one': { version: '1.0.0' } });
    write('scripts/task.ts', endlessTask(signal));

    const child = spawn(process.execPath, [join(root, 'scripts/bootstrap.mjs'), 'task'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill(signal);

    await expect(once(child, 'close')).resolves.toEqual([5, null]);
  });

  it('ends the task when npm and its shell are gone', async () => {
    install({ 'node_modules/one': { version: '1.0.0' } });
    write('scripts/task.ts', endlessTask('SIGTERM'));

    const shell = spawn('sh', ['-c', `'${process.execPath}' '${join(root, 'scripts/bootstrap.mjs')}' task; true`], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, npm_lifecycle_event: 'task' },
    });
    await once(shell.stdout, 'data');
    shell.kill();
    const [last] = await once(shell.stdout, 'data');

    expect(String(last)).toBe('ending\n');
  });
});

const endlessTask = (signal: NodeJS.Signals) => `
  process.once('${signal}', () => {
    console.log('ending');
    setTimeout(() => process.exit(5), 100);
  });
  console.log('up');
  setInterval(() => {}, 1e6);
`;
