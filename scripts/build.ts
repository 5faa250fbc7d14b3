import { BUILDS, runTools } from './setup/run.ts';

await runTools(...BUILDS);
