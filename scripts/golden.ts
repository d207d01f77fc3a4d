import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import '../src/numerics/tf-cpu.ts';
import * as tf from '#tf';
import { checkGolden } from './golden/check.ts';
import type { Verdict } from './golden/check.ts';
import { readGolden } from './golden/format.ts';

/** `npm run golden -- DIR`: this library against other projects' numbers, one line a file. Fails if any differs. */
export async function main([directory = 'tests/golden']: string[]): Promise<number> {
  if (!existsSync(directory)) {
    console.error(`golden: there is no folder ${directory}; usage: npm run golden -- DIR`);
    return 2;
  }
  await tf.setBackend('cpu');
  const files = readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .sort();
  const verdicts = files.map((name) => checkFile(join(directory, name)));
  verdicts.forEach(report);
  reportSkipped(verdicts);
  const count = (status: Verdict['status']) => verdicts.filter((verdict) => verdict.status === status).length;
  const compared = verdicts.reduce((sum, verdict) => sum + verdict.compared, 0);
  const skipped = verdicts.reduce((sum, verdict) => sum + verdict.notCompared.length, 0);
  console.log(`compared ${compared} arrays, skipped ${skipped} (each with its reason above)`);
  console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('unknown')} unknown`);
  return count('failed') > 0 || files.length === 0 ? 1 : 0;
}

/** A file that cannot be read or does not hold what its family promises has failed, and says why. */
function checkFile(path: string): Verdict {
  try {
    return checkGolden(readGolden(path));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      id: path,
      status: 'failed',
      compared: 0,
      largest: 0,
      messages: [message],
      notCompared: [],
    };
  }
}

function report({ id, status, compared, largest, messages }: Verdict): void {
  const summary = status === 'unknown' ? '' : `  ${compared} arrays, largest difference ${largest.toExponential(1)}`;
  console.log(`${status.padEnd(7)} ${id}${summary}`);
  for (const message of messages) console.log(`          ${message}`);
}

/** The one list of what was left out. */
function reportSkipped(verdicts: readonly Verdict[]): void {
  for (const { id, notCompared } of verdicts) {
    for (const message of notCompared) console.log(`skipped ${id}  ${message}`);
  }
}
