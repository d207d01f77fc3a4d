/** From the start of the page's own training worker to its first step, in Chromium, and what it loads for that. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { wholeNumber } from '../scripts/usage.ts';
import { makeRecipe } from '../src/training/recipes.ts';
import { openPage } from './harness/chromium.ts';
import { circumstances } from './harness/results.ts';
import type { Section } from './harness/results.ts';
import { median, range } from './harness/statistics.ts';
import type { Command, Report, Start } from '../src/training/protocol.ts';
import type { Recipe } from '../src/training/recipe.ts';

type Milestones = { ready: number; stepped: number; backend: string };

export async function run(args: string[], section: Section): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: 'string', default: '9' }, write: { type: 'boolean', default: false } },
  });
  const rounds = wholeNumber('--rounds', values.rounds);
  const folder = await mkdtemp(join(tmpdir(), 'flowbook-bench-'));
  const opened = await openPage('src/training/worker.ts', folder);
  if (!opened) return 1;
  const { page, version, sent, close } = opened;
  try {
    const recipe = makeRecipe('moons-realnvp');
    const cold = await page.evaluate(firstStep, recipe);
    const loaded = new Map(sent.map(({ path, body }) => [path, brotliCompressSync(body).length]));
    const kilobytes = [...loaded.values()].reduce((sum, size) => sum + size, 0) / 1000;
    const marks: Milestones[] = [];
    for (let round = 0; round < rounds; round++) marks.push(await page.evaluate(firstStep, recipe));
    const row = (name: string, times: number[]) =>
      `| ${name} | ${median(times).toFixed(0)} | ${range(times)
        .map((ms) => ms.toFixed(0))
        .join('–')} |`;
    const table = [
      '## startup',
      '',
      `The page's worker on moons-realnvp, from \`new Worker\` on (${cold.backend}); it loads ${kilobytes.toFixed(1)} kB (brotli) before its first step.`,
      `${rounds} workers, one after the other, after one that was not counted; Chromium ${version}; ${circumstances()}.`,
      '',
      '| until | median ms | range |',
      '| --- | --- | --- |',
      row(
        'ready: flow built, held-out score taken',
        marks.map(({ ready }) => ready),
      ),
      row(
        'first step',
        marks.map(({ stepped }) => stepped),
      ),
      row('first step of the very first worker', [cold.stepped]),
      '',
    ].join('\n');
    console.log(table);
    if (values.write) await section.write(table);
    return 0;
  } finally {
    await close();
    await rm(folder, { recursive: true });
  }
}

/** Runs in the page. */
function firstStep(recipe: Recipe): Promise<Milestones> {
  const begun = performance.now();
  const worker = new Worker('/worker.js', { type: 'module' });
  const address = { session: 'bench', run: 1 };
  const say = (message: Start | Command) => worker.postMessage(message);
  return new Promise((resolve, reject) => {
    let [ready, backend] = [NaN, ''];
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }: MessageEvent<Report>) => {
      const since = performance.now() - begun;
      if (data.type === 'failed') reject(new Error(data.message));
      if (data.type === 'ready') [ready, backend] = [since, data.backend];
      if ((data.type === 'progress' || data.type === 'paused') && data.step >= 1) {
        worker.terminate();
        resolve({ ready, stepped: since, backend });
      }
    };
    say({ type: 'start', backend: 'auto' });
    say({ ...address, type: 'prepare', recipe });
    say({ ...address, type: 'train', until: 1 });
  });
}
