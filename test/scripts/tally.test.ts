import { expect, it } from 'vitest';
import { summaryLine, tallyOf, type VitestReport } from '../../scripts/setup/tally.ts';

type File = VitestReport['testResults'][number];

const file = (status: File['status'], ...tests: File['assertionResults'][number]['status'][]): File => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});

it('counts every test', () => {
  const report = { testResults: [file('passed', 'passed', 'skipped', 'todo'), file('failed', 'passed', 'failed')] };

  expect(tallyOf(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 2 });
});

it('counts a file that failed without a failed test as one', () => {
  expect(tallyOf({ testResults: [file('failed'), file('passed', 'passed')] }, 1)).toMatchObject({ failed: 1 });
});

it('counts an error outside of any test', () => {
  expect(tallyOf({ testResults: [file('passed', 'passed')] }, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

it('counts a run without a report as failed', () => {
  expect(tallyOf(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

it('ends with a plain line, which mentions skipped tests only when there are some', () => {
  expect(summaryLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(summaryLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});
