import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { ensureBrowser, ensureDisplayTools } from './browser.ts';
import { BUILDS, ROOT, runTool, type Tool } from './run.ts';
import { addTallies, FAILED, NONE, PASSED, summaryLine, tallyOf, type Tally, type VitestReport } from './tally.ts';

export interface Step {
  name: string;
  run(): Promise<Tally>;
}

export const types = toolStep('types', ['wxt', 'prepare'], ['typescript', '--noEmit']);
export const lint = toolStep('lint', ['oxlint', '--report-unused-disable-directives']);
export const format = toolStep('format', ['prettier', '--check', '.']);
export const build = toolStep('build', ...BUILDS);
export const webExtLint = toolStep('web-ext lint', [
  'web-ext',
  'lint',
  '--source-dir=.output/firefox-mv3',
  '--no-config-discovery',
  '--no-input',
]);
export const architecture = vitestStep('architecture', ['--project=unit', 'test/architecture.test.ts']);
export const unit = vitestStep('unit', ['--project=unit']);
/** What can only be said of the built extension. */
export const built = vitestStep('built', ['--project=built']);
export const e2e: Step = {
  name: 'e2e',
  async run() {
    process.env['CLAIMCHECK_CHROMIUM'] = await ensureBrowser('chromium');
    process.env['CLAIMCHECK_FIREFOX'] = await ensureBrowser('firefox');
    await ensureDisplayTools();
    return vitestStep('e2e', ['--project=e2e']).run();
  },
};

/** Runs every step, also after one that failed, and prints the sum of them last. */
export async function runSteps(steps: Step[]): Promise<void> {
  const failed: string[] = [];
  let total = NONE;

  for (const step of steps) {
    const started = performance.now();
    const tally = await step.run().catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      return FAILED;
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const mark = tally.failed ? styleText('red', '✗') : styleText('green', '✓');
    console.log(`${mark} ${step.name} (${seconds} s)`);

    total = addTallies(total, tally);
    if (tally.failed) failed.push(step.name);
  }

  if (failed.length) console.log(`\nFailed: ${failed.join(', ')}`);
  console.log(`\n${summaryLine(total)}`);
  process.exitCode = failed.length ? 1 : 0;
}

/** A step of one or more commands, which counts as one and speaks only when it fails. */
function toolStep(name: string, ...tools: Tool[]): Step {
  return {
    name,
    async run() {
      for (const tool of tools) {
        const { code, output } = await runTool(tool);
        if (code === 0) continue;
        console.error(output);
        return FAILED;
      }
      return PASSED;
    },
  };
}

function vitestStep(name: string, args: string[]): Step {
  const file = join(ROOT, 'test-results', `${name}.json`);
  return {
    name,
    async run() {
      await rm(file, { force: true });
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
      const { code } = await runTool(['vitest', 'run', ...args, ...reporters], { show: true });
      const report = await readFile(file, 'utf8').then(
        (text) => JSON.parse(text) as VitestReport,
        () => undefined,
      );
      return tallyOf(report, code);
    },
  };
}
