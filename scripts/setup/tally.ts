export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** The part of Vitest's JSON report that is counted. */
export interface VitestReport {
  testResults: {
    status: 'passed' | 'failed';
    assertionResults: { status: 'passed' | 'failed' | 'skipped' | 'pending' | 'todo' | 'disabled' }[];
  }[];
}

export const NONE: Tally = { passed: 0, failed: 0, skipped: 0 };
export const PASSED: Tally = { ...NONE, passed: 1 };
export const FAILED: Tally = { ...NONE, failed: 1 };

export function addTallies(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

export function tallyOf(report: VitestReport | undefined, exitCode: number): Tally {
  const total = (report?.testResults ?? []).map(tallyOfFile).reduce(addTallies, NONE);
  // No report, no tests or an error outside of any test.
  const failedElsewhere = exitCode !== 0 && total.failed === 0;
  return failedElsewhere ? addTallies(total, FAILED) : total;
}

function tallyOfFile({ status, assertionResults }: VitestReport['testResults'][number]): Tally {
  const total = assertionResults.map((test) => tallyOfTest(test.status)).reduce(addTallies, NONE);
  // The file could not be loaded, or a hook of it failed.
  return status === 'failed' && total.failed === 0 ? addTallies(total, FAILED) : total;
}

function tallyOfTest(status: VitestReport['testResults'][number]['assertionResults'][number]['status']): Tally {
  switch (status) {
    case 'passed':
      return PASSED;
    case 'failed':
      return FAILED;
    default:
      return { ...NONE, skipped: 1 };
  }
}

export function summaryLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
}
