import { afterAll } from 'vitest';
import { startRoqApp, type RoqApp, type RoqAppOptions } from '../../apps/roq/server.ts';

/** The demo app of ROQ for one group of tests: `const app = await useRoqApp()` at its top. */
export async function useRoqApp(options?: RoqAppOptions): Promise<RoqApp> {
  const app = await startRoqApp(options);
  afterAll(() => app.close());
  return app;
}
