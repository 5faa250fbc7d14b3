import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { onPath } from '../../../scripts/setup/on-path.ts';

/** Whether this machine can show a browser's native dialogs, and press their buttons. */
export const hasDisplayTools = process.platform === 'linux' && ['Xvfb', 'xdotool'].every((command) => onPath(command));

export interface Display {
  /** Presses keys, as `xdotool key` names them. */
  press(...keys: string[]): void;
  close(): void;
}

/** Opens a display of its own, on which browsers are shown from now on. */
export async function openDisplay(): Promise<Display> {
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1400x900x24'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [number] = (await once(server.stdout, 'data')) as [Buffer];
  const before = process.env['DISPLAY'];
  process.env['DISPLAY'] = `:${String(number).trim()}`;
  return {
    press: (...keys) => void spawnSync('xdotool', ['key', ...keys]),
    close() {
      server.kill();
      if (before === undefined) delete process.env['DISPLAY'];
      else process.env['DISPLAY'] = before;
    },
  };
}
