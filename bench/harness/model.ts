import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '#tf';
import { heldOut } from '#datasets';
import { buildFlow, parameterCount, saveWeights } from '#flows';
import type { FlowSpec } from '#flows';
import { rng } from '#numerics';
import { planeOf } from '../../src/training/plane.ts';
import { isDrawn } from '../../src/training/recipe.ts';
import { makeRecipe } from '../../src/training/recipes.ts';
import type { RecipeName } from '../../src/training/recipes.ts';

/** Batches written for all sides; they start again from the first when these are used up. */
const BATCHES = 512;

/** What every contender starts from. All of it is in the files of `folder` too, for those in another process. */
export type Model = {
  /** `model.json`. */
  description: Description;
  /** float32: `weights.bin`, as saved; `batches.bin` and `held-out.bin`, row-major. */
  weights: ArrayBuffer;
  batches: Float32Array;
  heldOut: Float32Array;
  folder: string;
  remove(): Promise<void>;
};
export type Description = {
  family: string;
  spec: FlowSpec;
  /** So many of the saved numbers are trained; state follows them. */
  parameters: number;
  dimensions: number;
  batch: number;
  learningRate: number;
};

/**
 * A recipe's flow with its initial weights, batches of its data and held-out points, all of them moved by `moved` if it is given.
 * tfjs must have been started.
 */
export async function makeModel(
  family: string,
  recipe: RecipeName,
  moved: (points: Float32Array) => Float32Array = (points) => points,
): Promise<Model> {
  const { data, flow: spec, train, seed } = makeRecipe(recipe);
  if (!isDrawn(data)) throw new RangeError(`bench: ${recipe} does not learn draws from a density on the plane.`);
  const { batch, learningRate } = train;
  const batches = moved(planeOf(data).sample(BATCHES * batch, rng(seed, 'bench')));
  const start = buildFlow(spec, rng(seed, 'weights'));
  const first = batches.subarray(0, 2 * batch);
  tf.tidy(() => void start.bijection.initialise?.(tf.tensor2d(first, [batch, 2])));
  return stored({
    description: { family, spec, parameters: parameterCount(start.parameters), dimensions: 2, batch, learningRate },
    weights: saveWeights(start),
    batches,
    heldOut: moved(heldOut(data).points),
  });
}

async function stored(model: Omit<Model, 'folder' | 'remove'>): Promise<Model> {
  const folder = await mkdtemp(join(tmpdir(), 'flowbook-bench-'));
  const write = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);
  await Promise.all([
    write('model.json', JSON.stringify(model.description)),
    write('weights.bin', new Uint8Array(model.weights)),
    write('batches.bin', new Uint8Array(model.batches.buffer)),
    write('held-out.bin', new Uint8Array(model.heldOut.buffer)),
  ]);
  return { ...model, folder, remove: () => rm(folder, { recursive: true }) };
}
