/**
 * `npm run weights [-- RECIPE …] [--steps N]`: trains the recipes whose results the site ships and writes
 * `public/weights/<recipe>.json` and `.bin`. Without names: every recipe that is shipped already.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { answerAtOnce } from '../src/training/answers.ts';
import { LossHistory } from '../src/training/loss-history.ts';
import { isRecipeName, makeRecipe, recipeNames } from '../src/training/recipes.ts';
import { trainToEnd } from '../src/training/train-to-end.ts';
import { startNodeBackend } from './node-backend.ts';
import { startRun } from './start-run.ts';
import { UsageError, wholeNumber } from './usage.ts';
import type { Backend } from '../src/training/backend.ts';
import type { HeldOut } from '../src/training/protocol.ts';
import type { RecipeName } from '../src/training/recipes.ts';
import type { Shipped } from '../src/training/shipped.ts';

const folder = 'public/weights';
const SCORE_EVERY = 100;

export async function main(args: string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { steps: { type: 'string', default: '5000' } },
  });
  const steps = wholeNumber('--steps', values.steps);
  await mkdir(folder, { recursive: true });
  const names = positionals.length > 0 ? positionals : await shippedAlready();
  const backend = await startNodeBackend();
  for (const name of names) {
    if (!isRecipeName(name)) throw new UsageError(`weights: no recipe "${name}"; there are ${recipeNames.join(', ')}.`);
    await ship(name, steps, backend);
  }
}

async function shippedAlready(): Promise<string[]> {
  const files = await readdir(folder);
  return files.filter((file) => file.endsWith('.json')).map((file) => file.replace('.json', ''));
}

async function ship(name: RecipeName, steps: number, backend: Backend): Promise<void> {
  const recipe = makeRecipe(name);
  const run = await startRun(recipe, backend);
  const history = new LossHistory();
  const scores: HeldOut[] = [];
  await trainToEnd(run, {
    steps,
    scoreEvery: SCORE_EVERY,
    onScore: (score) => scores.push(score),
    onLoss: (step, loss) => history.push(step, Float32Array.of(loss)),
  });
  const { weights, hash } = run.save();
  const { steps: at, values } = history.series();
  const shipped: Shipped = {
    schema: 1,
    name,
    recipe,
    step: run.step,
    hash,
    bytes: weights.byteLength,
    backend: run.engine.name,
    layers: run.layers,
    parameters: run.parameters,
    heldOut: run.score(),
    // The same measurement that the page makes.
    metrics: answerAtOnce({ kind: 'metrics' }, run),
    history: { steps: at, losses: values.map((value) => Number(value.toFixed(4))), heldOut: scores },
    madeBy: `npm run weights -- ${name} --steps ${steps}`,
  };
  await writeFile(`${folder}/${name}.bin`, new Uint8Array(weights));
  await writeFile(`${folder}/${name}.json`, `${JSON.stringify(shipped)}\n`);
  console.log(`${name}: step ${run.step}, held-out NLL ${shipped.heldOut.nll.toFixed(4)}, ${hash}`);
  run.dispose();
}
