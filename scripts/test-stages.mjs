/** The stages of `npm test`. Each returns its counts; what it prints goes straight to the terminal. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, isBuilt } from './build.mjs';
import { run } from './command.mjs';
import { foreignLoadsOf } from './foreign-loads.mjs';
import { noCounts, readPlaywright, readVitest, withOutcome } from './test-reports.mjs';
import { addressFromEnvironment, serve } from './serve.mjs';

const types = [
  ['astro check', ['node_modules/astro/bin/astro.mjs', 'check', '--minimumFailingSeverity', 'warning']],
  [
    'svelte-check',
    ['node_modules/svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.svelte.json', '--fail-on-warnings'],
  ],
  ['tsc without DOM', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.pure.json']],
];
const lint = [
  ['eslint', ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']],
  ['prettier', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  ['knip', ['node_modules/knip/bin/knip.js', '--no-progress']],
];

/** In the order in which they run. `needsBrowser`: CHROMIUM_PATH must be set. */
export const stages = {
  types: { run: (limit) => checks(types, limit) },
  lint: { run: lintAfterSync },
  unit: { run: (limit) => vitest('unit', limit) },
  golden: { run: (limit) => vitest('golden', limit) },
  listings: { run: (limit) => vitest('listings', limit) },
  components: { needsBrowser: true, run: (limit) => vitest('components', limit) },
  build: { run: buildAndMeasure },
  e2e: { needsBrowser: true, run: endToEnd },
};

/** The linter reads the types that Astro writes for the content; a fresh clone has none yet. */
async function lintAfterSync(limit) {
  if (!existsSync('.astro/types.d.ts')) await run(['node_modules/astro/bin/astro.mjs', 'sync'], { limit });
  return checks(lint, limit);
}

/** Programs that know only success and failure count as one test each. */
async function checks(commands, limit) {
  const counts = noCounts();
  const until = Date.now() + limit;
  for (const [name, command] of commands) {
    const outcome = await run(command, { limit: Math.max(1, until - Date.now()) });
    const passed = outcome.code === 0;
    console.log(`${passed ? '✓' : '✗'} ${name} (${outcome.seconds.toFixed(1)} s)`);
    if (passed) counts.passed += 1;
    else Object.assign(counts, { failed: counts.failed + 1, failures: [...counts.failures, name] });
  }
  return counts;
}

async function vitest(project, limit) {
  return reported(async (report) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    return run(['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters], { limit });
  }, readVitest);
}

async function buildAndMeasure(limit) {
  const counts = noCounts();
  const note = (name, problems) => {
    console.log([`${problems.length === 0 ? '✓' : '✗'} ${name}`, ...problems.map((line) => `    ${line}`)].join('\n'));
    if (problems.length === 0) counts.passed += 1;
    else Object.assign(counts, { failed: counts.failed + 1, failures: [...counts.failures, name] });
  };
  const built = await build({ limit });
  note('astro build', built ? [] : ['the build failed: see above']);
  if (!built) return counts;
  const { code } = await run(['node_modules/size-limit/bin.js'], { limit });
  note('size-limit', code === 0 ? [] : ['a budget of .size-limit.json is exceeded: see above']);
  note('no page loads anything from another origin', foreignLoadsOf('dist'));
  return counts;
}

async function endToEnd(limit) {
  if (!isBuilt()) {
    console.log('dist is not up to date: building the book first …');
    if (!(await build({ limit }))) {
      return { ...noCounts(), failed: 1, failures: ['end-to-end tests: there is no built book to test'] };
    }
  }
  const { base } = addressFromEnvironment();
  const site = await serve({ base, host: '127.0.0.1', port: 4400, say: () => {} });
  try {
    return await reported((report) => {
      const env = { FLOWBOOK_URL: site.url, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
      return run(['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], { env, limit });
    }, readPlaywright);
  } finally {
    await site.close();
  }
}

/** Runs a test program that writes a JSON report to the path it is given, and reads that. */
async function reported(program, read) {
  const folder = mkdtempSync(join(tmpdir(), 'flowbook-test-'));
  try {
    const report = join(folder, 'report.json');
    const outcome = await program(report);
    const counts = existsSync(report) ? read(JSON.parse(readFileSync(report, 'utf8'))) : noCounts();
    return withOutcome(counts, outcome, 'the test program');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
