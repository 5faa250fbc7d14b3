// Runs on the Node that happens to be there, before anything is installed: nothing but Node's own modules.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [task, ...args] = process.argv.slice(2);
const script = join(root, 'scripts', `${task}.ts`);
const parent = process.ppid;
const pinnedNode = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

// Each tool sets its own; one from outside would drop dev dependencies or put React's production build under test.
delete process.env.NODE_ENV;
// web-ext would ask the registry for a newer version of itself.
process.env.NO_UPDATE_NOTIFIER = '1';

function fail(message) {
  console.error(message);
  process.exit(1);
}

function lockedPackages(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
}

/** npm writes its hidden lockfile last, so an interrupted installation counts as none. */
function isInstalled() {
  const hiddenLockfile = 'node_modules/.package-lock.json';
  if (!existsSync(join(root, hiddenLockfile)) || !existsSync(pinnedNode)) return false;

  const installed = lockedPackages(hiddenLockfile);
  return Object.entries(lockedPackages('package-lock.json')).every(
    ([path, { version, optional, devOptional }]) =>
      path === '' || optional || devOptional || installed[path]?.version === version,
  );
}

/** The shell between npm and this process dies of a signal without passing it on. */
function isOrphaned() {
  return process.env.npm_lifecycle_event !== undefined && process.ppid !== parent;
}

function run(command, commandArgs, options) {
  const child = spawn(command, commandArgs, { cwd: root, stdio: 'inherit', ...options });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const stop = (signal) => {
    clearInterval(orphanCheck);
    // A terminal sends Ctrl-C to the child too.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const orphanCheck = setInterval(() => isOrphaned() && stop('SIGTERM'), 500);

  for (const signal of signals) process.on(signal, stop);
  return new Promise((resolve) => {
    child.on('error', (error) => fail(`Could not run ${command}: ${error.message}`));
    child.on('close', (code, signal) => {
      clearInterval(orphanCheck);
      for (const name of signals) process.off(name, stop);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

async function runOrExit(command, commandArgs, options) {
  const code = await run(command, commandArgs, options);
  if (code !== 0) process.exit(code);
}

if (Number.parseInt(process.versions.node, 10) < 20) {
  fail(`Node ${process.versions.node} is too old: install Node 20 or newer (https://nodejs.org/en/download).`);
}
if (!existsSync(script)) fail(`There is no task "${task}": see "scripts" in package.json.`);

if (!isInstalled()) {
  console.log('Installing dependencies (once)…');
  // npm would warn of this Node's age, but nothing else runs on it. On Windows npm is a .cmd file, which wants a shell.
  await runOrExit('npm', ['ci', '--include=dev', '--loglevel=error'], { shell: process.platform === 'win32' });
  if (!existsSync(pinnedNode)) {
    fail('npm did not run the install script of the "node" package: set ignore-scripts to false and try again.');
  }
}
if (!existsSync(join(root, '.wxt/tsconfig.json'))) {
  await runOrExit(pinnedNode, ['node_modules/wxt/bin/wxt.mjs', 'prepare']);
}
process.exit(await run(pinnedNode, [script, ...args]));
