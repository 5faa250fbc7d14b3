import { architecture, format, lint, runSteps, types } from './setup/steps.ts';

await runSteps([types, lint, format, architecture]);
