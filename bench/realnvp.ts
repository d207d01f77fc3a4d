/** Training steps of the book's RealNVP on moons, from the same weights and batches: ours, PyTorch and stock tfjs. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '#tf';
import '#tf/cpu';
import { adam, buildFlow, fit, fuse, loadWeights, parameterCount, saveWeights } from '#flows';
import type { SpecifiedFlow } from '#flows';
import type { Kernels } from '#kernels';
import { rng } from '#numerics';
import { startNodeBackend } from '../scripts/node-backend.ts';
import { nodeKernels } from '../scripts/node-kernels.ts';
import { planeOf } from '../src/training/plane.ts';
import { makeRecipe } from '../src/training/recipes.ts';
import { bareContender } from './contender-bare.ts';
import { torchContenders } from './contender-torch.ts';
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
  await startNodeBackend('wasm');
  const source = planeOf(data);
  const batches = source.sample(BATCHES * train.batch, rng(seed, 'bench'));
  const pointsAt = (step: number) => {
    const from = ((step - 1) % BATCHES) * 2 * train.batch;
    return batches.subarray(from, from + 2 * train.batch);
  };
  const batchAt = (step: number) => tf.tensor2d(pointsAt(step), [train.batch, 2]);
  const start = buildFlow(spec, rng(seed, 'weights'));
  tf.tidy(() => void start.bijection.initialise?.(batchAt(1)));
  const weights = saveWeights(start);

  const folder = await mkdtemp(join(tmpdir(), 'flowbook-bench-'));
  await writeFile(join(folder, 'weights.bin'), new Uint8Array(weights));
  await writeFile(join(folder, 'batches.bin'), new Uint8Array(batches.buffer));
  const shape = { layers: spec.layers.length - 1, hidden: 64, batch: train.batch, learningRate: train.learningRate };
  await writeFile(join(folder, 'shape.json'), JSON.stringify(shape));

  const copyOn = async (backend: 'cpu' | 'wasm'): Promise<SpecifiedFlow> => {
    await tf.setBackend(backend);
    const copy = buildFlow(spec, rng(seed, 'weights'));
    loadWeights(copy, weights);
    return copy;
  };
  const inside = async (name: string, backend: 'cpu' | 'wasm', kernels?: Kernels): Promise<Contender> => {
    const plain = await copyOn(backend);
    const flow = kernels ? fuse(plain, kernels) : plain;
    const steps = fit(flow, batchAt, {
      learningRate: train.learningRate,
      optimiser: adam({ size: parameterCount(flow.parameters), kernels }),
    });
    return {
      name,
      async run(count) {
        await tf.setBackend(backend);
        const from = performance.now();
        let loss = NaN;
        for (let i = 0; i < count; i++) loss = (await steps.next()).value!.loss;
        return { ms: performance.now() - from, loss };
      },
      close() {},
    };
  };
  const [exact, relaxed] = await Promise.all([nodeKernels('exact'), nodeKernels('relaxed')]);
  const ours = await inside('ours: fused, exact, inside tfjs', 'cpu', exact);
  const peers = [
    ...(await torchContenders('bench/peers/realnvp-torch.py', folder, [
      { name: 'eager as in nflows, 1 thread', style: 'nflows', threads: 1 },
      { name: 'leanest, foreach Adam, 1 thread', style: 'lean', threads: 1 },
      { name: 'leanest, foreach Adam, 2 threads', style: 'lean', threads: 2 },
    ])),
    await inside('ours: fused, relaxed SIMD, inside tfjs', 'cpu', relaxed),
    bareContender('the exact kernels alone', exact, await copyOn('cpu'), pointsAt, train.learningRate),
    await inside('ours: not fused (tfjs wasm, gradient overrides, flat Adam)', 'wasm'),
    ...(await Promise.all(
      ['wasm', 'cpu'].map((name) =>
        childContender(`stock tfjs, ${name}`, [process.execPath, 'bench/peers/stock-tfjs.mjs', name, folder]),
      ),
    )),
  ];
  return { ours, peers, close: () => rm(folder, { recursive: true }) };
}
