/** `npm run train -- RECIPE --seed S --steps N`: trains headless; prints held-out NLL, floor and the weights' SHA-256. */
import { parseArgs } from 'node:util';
import { isEnergy } from '../src/training/recipe.ts';
import { isRecipeName, makeRecipe, recipeNames } from '../src/training/recipes.ts';
import { Run } from '../src/training/run.ts';
import { trainToEnd } from '../src/training/train-to-end.ts';
import { startNodeBackend } from './node-backend.ts';
import { UsageError, wholeNumber } from './usage.ts';
import type { HeldOut } from '../src/training/protocol.ts';
import type { Recipe } from '../src/training/recipe.ts';

const usage = 'usage: npm run train -- RECIPE [--seed S] [--steps N] [--backend auto|wasm|cpu]';

export async function main(args: string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seed: { type: 'string', default: '1' },
      steps: { type: 'string' },
      backend: { type: 'string', default: 'auto' },
    },
  });
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0) throw new UsageError(`${usage}\nrecipes: ${recipeNames.join(', ')}`);
  if (!isRecipeName(name)) throw new UsageError(`train: no recipe "${name}"; there are ${recipeNames.join(', ')}.`);
  const { backend: choice } = values;
  if (choice !== 'auto' && choice !== 'wasm' && choice !== 'cpu') {
    throw new UsageError(`train: --backend must be auto, wasm or cpu, got "${choice}".`);
  }
  const recipe = makeRecipe(name, { seed: wholeNumber('--seed', values.seed) });
  const steps = values.steps === undefined ? recipe.train.steps : wholeNumber('--steps', values.steps);

  const backend = await startNodeBackend(choice);
  const run = new Run(recipe);
  console.log(`${name}, seed ${recipe.seed}, ${run.parameters} parameters, backend ${backend}`);
  const words = wordsOf(recipe);
  const start = performance.now();
  await trainToEnd(run, {
    steps,
    scoreEvery: 250,
    onScore: ({ step, nll }) => console.log(`step ${String(step).padStart(6)}   ${words.score} ${nll.toFixed(4)}`),
  });
  const seconds = (performance.now() - start) / 1000;
  console.log(`${steps} steps in ${seconds.toFixed(1)} s (${(steps / seconds).toFixed(0)} a second)`);
  printScore(run.score(), words);
  console.log(`weights SHA-256 ${run.hash()}`);
}

type Words = { score: string; floor: string };

function wordsOf({ data }: Recipe): Words {
  return isEnergy(data) ? { score: 'E[log q + U]', floor: '−log Z' } : { score: 'held-out NLL', floor: 'floor' };
}

function printScore({ nll, floor, gaussian, excess, excessError, left }: HeldOut, words: Words): void {
  console.log(`${words.score.padEnd(14)} ${nll.toFixed(4)} nats`);
  console.log(
    `${words.floor.padEnd(14)} ${floor.toFixed(4)} nats (excess ${excess.toFixed(4)} ± ${excessError.toFixed(4)})`,
  );
  console.log(`one Gaussian   ${gaussian.toFixed(4)} nats`);
  if (left !== undefined) console.log(`z1 < 0         ${(100 * left).toFixed(1)} % of samples`);
}
