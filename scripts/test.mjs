/**
 * `npm test`: installs what is missing, then runs every stage, and closes with the line `P passed, F failed, S skipped`.
 * `npm test -- unit e2e` runs these stages only.
 */
import { ensureReady } from './bootstrap.mjs';

const started = Date.now();
const minutes = 19; // Of the 20 that a whole run may take.

await ensureReady();
const { stages } = await import('./test-stages.mjs');
const { ensureBrowser } = await import('./browser.mjs');
const { noCounts } = await import('./test-reports.mjs');

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(stages, name));
if (unknown.length > 0) {
  console.error(`No test stage "${unknown.join('", "')}"; there are ${Object.keys(stages).join(', ')}.`);
  process.exit(1);
}
const chosen = Object.entries(stages).filter(([name]) => asked.length === 0 || asked.includes(name));
const results = [];

const browserProblem = chosen.some(([, stage]) => stage.needsBrowser) ? await findBrowser() : undefined;
for (const [name, stage] of chosen) {
  console.log(`\n━━ ${name} ${'━'.repeat(Math.max(3, 70 - name.length))}`);
  const begun = Date.now();
  const counts = await attempt(stage);
  results.push({ name, counts, seconds: (Date.now() - begun) / 1000 });
}
conclude();

async function findBrowser() {
  try {
    process.env.CHROMIUM_PATH = await ensureBrowser();
    console.log(`Browser: ${process.env.CHROMIUM_PATH}`);
    return undefined;
  } catch (error) {
    if (error.name !== 'NotReady') throw error;
    console.error(error.message);
    return error.message;
  }
}

/** A stage that breaks, cannot start or has no time left is a failed test, never a silent absence. */
async function attempt(stage) {
  const left = started + minutes * 60_000 - Date.now();
  const lost = (reason) => {
    console.error(reason);
    return { ...noCounts(), failed: 1, failures: [reason] };
  };
  if (left <= 0) return lost(`not run: the ${minutes} minutes were over`);
  if (stage.needsBrowser && browserProblem) return lost(browserProblem);
  try {
    return await stage.run(left);
  } catch (error) {
    return lost(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

function conclude() {
  const sum = (pick) => results.reduce((total, { counts }) => total + pick(counts), 0);
  const cells = results.map(({ name, counts, seconds }) =>
    [name, counts.passed, counts.failed, counts.skipped.length, `${seconds.toFixed(1)} s`].map(String),
  );
  console.log('');
  for (const [name, ...numbers] of [['stage', 'passed', 'failed', 'skipped', 'time'], ...cells]) {
    console.log(`${name.padEnd(12)}${numbers.map((cell) => cell.padStart(9)).join('')}`);
  }
  console.log(`${'in all'.padEnd(39)}${`${((Date.now() - started) / 1000).toFixed(1)} s`.padStart(9)}\n`);
  for (const { name, counts } of results) {
    for (const title of counts.failures) console.log(`failed: ${name} › ${title}`);
    for (const title of counts.skipped) console.log(`skipped: ${name} › ${title}`);
  }
  const failed = sum((counts) => counts.failed);
  process.exitCode = failed > 0 ? 1 : 0;
  console.log(
    `${sum((counts) => counts.passed)} passed, ${failed} failed, ${sum((counts) => counts.skipped.length)} skipped`,
  );
}
