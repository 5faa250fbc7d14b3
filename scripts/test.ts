import { parseArgs } from 'node:util';
import { build, built, e2e, format, lint, runSteps, types, unit, webExtLint } from './setup/steps.ts';

const check = [types, lint, format];
const suites = new Map([
  ['all', [...check, build, unit, built, e2e, webExtLint]],
  ['unit', [...check, unit]],
  ['e2e', [build, built, e2e]],
]);

const { positionals } = parseArgs({ allowPositionals: true });
const [name = 'all'] = positionals;
const steps = suites.get(name);
if (!steps) throw new Error(`There is no suite "${name}": use ${[...suites.keys()].join(', ')}.`);

await runSteps(steps);
