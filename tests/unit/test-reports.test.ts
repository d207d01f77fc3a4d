import { expect, test } from 'vitest';
import { noCounts, readPlaywright, readVitest, withOutcome } from '../../scripts/test-reports.mjs';

const fine = { code: 0, timedOut: false };

test('every Vitest test is counted once, and skips and failures are named', () => {
  const assertionResults = ['passed', 'passed', 'failed', 'skipped', 'pending', 'todo'].map((status, index) => ({
    status,
    title: `t${index}`,
    ancestorTitles: ['group'],
  }));
  expect(readVitest({ testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults }] })).toEqual({
    passed: 2,
    failed: 1,
    failures: ['group › t2'],
    skipped: ['group › t3', 'group › t4', 'group › t5'],
  });
});

test('a test file that cannot be loaded is a failure', () => {
  const report = { testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults: [] }] };
  expect(readVitest(report)).toMatchObject({ passed: 0, failed: 1, failures: ['a.test.ts'] });
});

test('every Playwright test is counted once, in nested suites too, and errors outside of tests are failures', () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
  const report = {
    suites: [
      {
        title: 'a.spec.ts',
        specs: [spec('one', 'expected'), spec('two', 'skipped')],
        suites: [{ title: 'inner', specs: [spec('three', 'unexpected')] }],
      },
    ],
    errors: [{ message: 'no server\nat somewhere' }],
  };
  expect(readPlaywright(report)).toEqual({
    passed: 1,
    failed: 2,
    failures: ['a.spec.ts › inner › three', 'no server'],
    skipped: ['a.spec.ts › two'],
  });
});

test('a program that fails, hangs or finds nothing never counts as success', () => {
  const good = { ...noCounts(), passed: 3 };
  expect(withOutcome(good, fine, 'vitest')).toEqual(good);
  expect(withOutcome(good, { code: 1, timedOut: false }, 'vitest').failures).toEqual(['vitest: ended with code 1']);
  expect(withOutcome(good, { code: 1, timedOut: true }, 'vitest').failed).toBe(1);
  expect(withOutcome(noCounts(), fine, 'vitest').failures).toEqual(['vitest: found no test']);
});
