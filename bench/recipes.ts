/**
 * What the named recipes reach, beside what is asked of them: `npm run bench -- recipes [--only NAME,…] [--seeds 1,2,3] [--write]`.
 * The whole takes hours; each recipe's row is written as soon as it is known, and `--only` replaces just the rows it names.
 */
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { scorePoints } from '#datasets';
import { startNodeBackend } from '../scripts/node-backend.ts';
import { startRun } from '../scripts/start-run.ts';
import { UsageError, wholeNumber } from '../scripts/usage.ts';
import { energyScorer } from '../src/training/energy-score.ts';
import { scoreHeldOut } from '../src/training/held-out.ts';
import { isEnergy } from '../src/training/recipe.ts';
import { makeRecipe } from '../src/training/recipes.ts';
import { trainToEnd } from '../src/training/train-to-end.ts';
import { goals } from './recipes/goals.ts';
import { mergeRows, tableRow } from './recipes/table.ts';
import type { Section } from './harness/results.ts';
import type { Backend } from '../src/training/backend.ts';
import type { HeldOut } from '../src/training/protocol.ts';
import type { Goal } from './recipes/goals.ts';

/** Samples of a flow that its score on an energy is taken on. */
const SAMPLES = 20_000;

/** @returns 1 if a goal was missed, else 0. */
export async function run(args: string[], section: Section): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      seeds: { type: 'string', default: '1,2,3' },
      write: { type: 'boolean', default: false },
    },
  });
  const seeds = values.seeds.split(',').map((seed) => wholeNumber('--seeds', seed));
  const wanted = values.only?.split(',') ?? goals.map(({ recipe }) => recipe);
  const unknown = wanted.filter((name) => goals.every(({ recipe }) => recipe !== name));
  if (unknown.length > 0) {
    const known = goals.map(({ recipe }) => recipe).join(', ');
    throw new UsageError(`recipes: nothing is asked of ${unknown.join(', ')}; there are ${known}.`);
  }
  const backend = await startNodeBackend();
  const { machine } = measured();
  console.log(`${machine}; seeds ${seeds.join(', ')}`);
  let missed = 0;
  for (const goal of goals.filter(({ recipe }) => wanted.includes(recipe))) {
    const scores: HeldOut[] = [];
    const before = process.cpuUsage();
    for (const seed of seeds) {
      const score = await reach(goal, seed, backend);
      scores.push(score);
      console.log(`${goal.recipe}, seed ${seed}: ${JSON.stringify(score)}`);
    }
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6 / seeds.length;
    const row = tableRow(goal, seeds, scores, { seconds, ...measured() });
    if (row.verdict === 'no') missed += 1;
    console.log(row.text);
    if (values.write) await section.write(mergeRows(await section.read(), [row]));
  }
  return missed > 0 ? 1 : 0;
}

async function reach(goal: Goal, seed: number, backend: Backend): Promise<HeldOut> {
  const recipe = makeRecipe(goal.recipe, { seed });
  const trained = await startRun(recipe, backend);
  await trainToEnd(trained, { steps: goal.steps, scoreEvery: goal.steps });
  try {
    const { data } = recipe;
    if (isEnergy(data)) return energyScorer(data, SAMPLES)(trained.flow, trained.step);
    if (data.name === 'digits') return trained.finalScore();
    const bytes = await readFile(`tests/data/${goal.heldOut}`);
    const points = new Float32Array(new Uint8Array(bytes).buffer);
    return scoreHeldOut(trained.flow, data, trained.step, scorePoints(data, points));
  } finally {
    trained.dispose();
  }
}

function measured(): { date: string; machine: string } {
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}`;
  return { date: new Date().toISOString().slice(0, 10), machine };
}
