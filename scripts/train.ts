/** `npm run train -- RECIPE --seed S --steps N`: trains headless; prints held-out NLL, floor and the weights' SHA-256. */
import { parseArgs } from 'node:util';
import { isEnergy } from '../src/training/recipe.ts';
import { isRecipeName, makeRecipe, recipeNames } from '../src/training/recipes.ts';
import { trainToEnd } from '../src/training/train-to-end.ts';
import { startNodeBackend } from './node-backend.ts';
import { startRun } from './start-run.ts';
import { UsageError, wholeNumber } from './usage.ts';
import type { HeldOut } from '../src/training/protocol.ts';
import type { Recipe } from '../src/training/recipe.ts';

const usage = 'usage: npm run train -- RECIPE [--seed S] [--steps N] [--backend fused|relaxed|wasm|cpu]';

export async function main(args: string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seed: { type: 'string', default: '1' },
      steps: { type: 'string' },
      backend: { type: 'string', default: 'fused' },
    },
  });
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0) throw new UsageError(`${usage}\nrecipes: ${recipeNames.join(', ')}`);
  if (!isRecipeName(name)) throw new UsageError(`train: no recipe "${name}"; there are ${recipeNames.join(', ')}.`);
  const { backend: choice } = values;
  if (choice !== 'fused' && choice !== 'relaxed' && choice !== 'wasm' && choice !== 'cpu') {
    throw new UsageError(`train: --backend must be fused, relaxed, wasm or cpu, got "${choice}".`);
  }
  const recipe = makeRecipe(name, { seed: wholeNumber('--seed', values.seed) });
  const steps = values.steps === undefined ? recipe.train.steps : wholeNumber('--steps', values.steps);

  const run = await startRun(recipe, await startNodeBackend(choice));
  const { name: backend, obstacle } = run.engine;
  console.log(`${name}, seed ${recipe.seed}, ${run.parameters} parameters, backend ${backend}`);
  if (obstacle !== undefined) console.log(`not fused: ${obstacle}`);
  const words = wordsOf(recipe);
  const start = performance.now();
  const { step, taken } = await trainToEnd(run, {
    steps,
    scoreEvery: 250,
    onScore: ({ step, nll }) => console.log(`step ${String(step).padStart(6)}   ${words.score} ${nll.toFixed(4)}`),
  });
  const seconds = (performance.now() - start) / 1000;
  console.log(`${taken} steps in ${seconds.toFixed(1)} s (${(taken / seconds).toFixed(0)} a second)`);
  if (step < taken) console.log(`the best were the weights of step ${step}`);
  printScore(run.finalScore(), words);
  console.log(`weights SHA-256 ${run.hash()}`);
}

type Words = { score: string; final: string; floor: string };

function wordsOf({ data }: Recipe): Words {
  if (isEnergy(data)) return { score: 'E[log q + U]', final: 'E[log q + U]', floor: '−log Z' };
  if (data.name === 'digits') return { score: 'validation NLL', final: 'test NLL', floor: '' };
  return { score: 'held-out NLL', final: 'held-out NLL', floor: 'floor' };
}

function printScore(score: HeldOut, words: Words): void {
  const { nll, floor, gaussian, excess, excessError, left, bitsPerDim } = score;
  console.log(`${words.final.padEnd(14)} ${nll.toFixed(4)} nats`);
  if (bitsPerDim !== undefined) console.log(`bits/dim       ${bitsPerDim.toFixed(4)}`);
  if (floor !== undefined && excess !== undefined && excessError !== undefined) {
    const above = `excess ${excess.toFixed(4)} ± ${excessError.toFixed(4)}`;
    console.log(`${words.floor.padEnd(14)} ${floor.toFixed(4)} nats (${above})`);
  }
  console.log(`one Gaussian   ${gaussian.toFixed(4)} nats`);
  if (left !== undefined) console.log(`z1 < 0         ${(100 * left).toFixed(1)} % of samples`);
}
