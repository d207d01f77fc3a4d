/** Reads the JSON reports of Vitest and Playwright: how many tests passed, failed and were skipped, and which. */

/** @typedef {{ passed: number, failed: number, skipped: string[], failures: string[] }} Counts */

/** @returns {Counts} */
export const noCounts = () => ({ passed: 0, failed: 0, skipped: [], failures: [] });

export function readVitest(report) {
  const counts = noCounts();
  for (const file of report.testResults) {
    const tests = file.assertionResults;
    for (const test of tests) record(counts, test.status, [...test.ancestorTitles, test.title].join(' › '));
    // A file that cannot be loaded has no test to blame.
    if (file.status === 'failed' && !tests.some(({ status }) => status === 'failed'))
      record(counts, 'failed', file.name);
  }
  return counts;
}

export function readPlaywright(report) {
  const counts = noCounts();
  const visit = (suite, titles) => {
    for (const spec of suite.specs ?? []) {
      const words = { expected: 'passed', flaky: 'passed', skipped: 'skipped' };
      for (const test of spec.tests)
        record(counts, words[test.status] ?? 'failed', [...titles, spec.title].join(' › '));
    }
    for (const inner of suite.suites ?? []) visit(inner, [...titles, inner.title]);
  };
  for (const suite of report.suites) visit(suite, [suite.title]);
  for (const error of report.errors ?? []) record(counts, 'failed', (error.message ?? 'error').split('\n')[0]);
  return counts;
}

function record(counts, status, title) {
  if (status === 'passed') counts.passed += 1;
  else if (status === 'failed') {
    counts.failed += 1;
    counts.failures.push(title);
  } else counts.skipped.push(title);
}

/**
 * Makes sure that a program that failed counts as a failure, and that silence does not count as success.
 * @returns {Counts}
 */
export function withOutcome(counts, { code, timedOut }, what) {
  const blame = (reason) => ({
    ...counts,
    failed: counts.failed + 1,
    failures: [...counts.failures, `${what}: ${reason}`],
  });
  if (timedOut) return blame('took too long and was ended');
  if (counts.failed > 0) return counts;
  if (code !== 0) return blame(`ended with code ${code}`);
  if (counts.passed + counts.skipped.length === 0) return blame('found no test');
  return counts;
}
