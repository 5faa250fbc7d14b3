import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

export interface Ended {
  code: number;
  /** What it printed, unless that was shown. */
  output: string;
}

interface RunOptions {
  /** Prints as the command does, instead of collecting. */
  show?: boolean;
  env?: Record<string, string>;
}

/** An installed package and the arguments of its command. */
export type Tool = [packageName: string, ...args: string[]];

export const BUILDS: Tool[] = [
  ['wxt', 'build', '-b', 'chrome'],
  ['wxt', 'build', '-b', 'firefox'],
];

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves when the command has ended, whatever its exit code; takes it down when this process is told to stop. */
export function run(command: string, args: string[], { show = false, env }: RunOptions = {}): Promise<Ended> {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  const stop = (signal: NodeJS.Signals) => {
    child.kill(signal);
    // The next tick, so that commands running beside this one are stopped too.
    process.nextTick(() => process.exit(128 + constants.signals[signal]));
  };
  let output = '';

  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  for (const signal of SIGNALS) process.on(signal, stop);

  return new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? 128 + constants.signals[signal!], output }));
  }).finally(() => {
    for (const signal of SIGNALS) process.off(signal, stop);
  });
}

/** Runs the command of an installed package on this very Node: on Windows the ones in `.bin` are shell scripts. */
export function runTool([packageName, ...args]: Tool, options?: RunOptions): Promise<Ended> {
  return run(process.execPath, [commandOf(packageName), ...args], options);
}

function commandOf(packageName: string): string {
  const manifest = join(ROOT, 'node_modules', packageName, 'package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: string | Record<string, string> };
  const file = typeof bin === 'string' ? bin : (bin[packageName] ?? Object.values(bin)[0]!);
  return join(dirname(manifest), file);
}

/** Runs tools one after the other for the user to watch, and exits with the code of the first that fails. */
export async function runTools(...tools: Tool[]): Promise<void> {
  for (const tool of tools) {
    const { code } = await runTool(tool, { show: true });
    if (code !== 0) process.exit(code);
  }
}
