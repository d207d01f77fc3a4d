/** Training steps of the book's RealNVP on moons: ours, and stock tfjs with the same weights and batches. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '#tf';
import { adam, buildFlow, fit, parameterCount, saveWeights } from '#flows';
import { rng } from '#numerics';
import { startNodeBackend } from '../scripts/node-backend.ts';
import { planeOf } from '../src/training/plane.ts';
import { makeRecipe } from '../src/training/recipes.ts';
import { childContender } from './contender.ts';
import type { Contender } from './contender.ts';

/** Batches written for all sides; they start again from the first when these are used up. */
const BATCHES = 512;

export const title = 'RealNVP-2D training: 8 affine couplings, MLP 2-64-64-4, batch 256, Adam 1e-3';
export const unit = 'steps/s';
/** One counted run of a contender; its loss after each is compared. */
export const stepsPerRun = 30;

export async function contenders(): Promise<{ ours: Contender; peers: Contender[]; close(): Promise<void> }> {
  const { data, flow: spec, train, seed } = makeRecipe('moons-realnvp');
  const backend = await startNodeBackend('wasm');
  const source = planeOf(data);
  const batches = source.sample(BATCHES * train.batch, rng(seed, 'bench'));
  const batchAt = (step: number) => {
    const from = ((step - 1) % BATCHES) * 2 * train.batch;
    return tf.tensor2d(batches.subarray(from, from + 2 * train.batch), [train.batch, 2]);
  };
  const flow = buildFlow(spec, rng(seed, 'weights'));
  tf.tidy(() => void flow.bijection.initialise?.(batchAt(1)));

  const folder = await mkdtemp(join(tmpdir(), 'flowbook-bench-'));
  await writeFile(join(folder, 'weights.bin'), new Uint8Array(saveWeights(flow)));
  await writeFile(join(folder, 'batches.bin'), new Uint8Array(batches.buffer));
  const shape = { layers: spec.layers.length - 1, hidden: 64, batch: train.batch, learningRate: train.learningRate };
  await writeFile(join(folder, 'shape.json'), JSON.stringify(shape));

  const steps = fit(flow, batchAt, {
    learningRate: train.learningRate,
    optimiser: adam({ size: parameterCount(flow.parameters) }),
  });
  const ours: Contender = {
    name: `ours (${backend}, gradient overrides, flat Adam)`,
    async run(count) {
      const start = performance.now();
      let loss = NaN;
      for (let i = 0; i < count; i++) loss = (await steps.next()).value!.loss;
      return { ms: performance.now() - start, loss };
    },
    close() {},
  };
  const stock = (name: string) =>
    childContender(`stock tfjs, ${name}`, [process.execPath, 'bench/peers/stock-tfjs.mjs', name, folder]);
  const peers = [await stock('wasm'), await stock('cpu')];
  return { ours, peers, close: () => rm(folder, { recursive: true }) };
}
