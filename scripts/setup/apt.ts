import { onPath } from './on-path.ts';
import { run, type Ended } from './run.ts';

let update: Promise<Ended> | undefined;

const aptGet = (...args: string[]) =>
  run('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], { env: { DEBIAN_FRONTEND: 'noninteractive' } });

export const canInstallWithApt = () => process.getuid?.() === 0 && onPath('apt-get') !== undefined;

export async function installWithApt(packages: string[]): Promise<void> {
  console.log(`Installing ${packages.join(', ')} with apt-get (once)…`);

  update ??= aptGet('update');
  const updated = await update;
  const installed = await aptGet('install', '-y', '--no-install-recommends', ...packages);
  if (installed.code !== 0) {
    throw new Error(`apt-get could not install ${packages.join(', ')}:\n${updated.output}${installed.output}`);
  }
}
