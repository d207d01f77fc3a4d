import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { adam, buildFlow, disposeFlow, fit, fuse, loadWeights, parameterCount } from '#flows';
import type { Kernels } from '#kernels';
import { rng } from '#numerics';
import type { Contender } from './contender.ts';
import type { Model } from './model.ts';

/** Our own training as the page does it, for Node and the browser alike: through tfjs, fused where kernels are given. */
export function startTraining(
  { description, weights, batches, heldOut }: Pick<Model, 'description' | 'weights' | 'batches' | 'heldOut'>,
  kernels?: Kernels,
): Required<Pick<Contender, 'run' | 'score' | 'close'>> {
  const { spec, batch, dimensions, learningRate } = description;
  const plain = buildFlow(spec, rng(1));
  loadWeights(plain, weights);
  const flow = kernels ? fuse(plain, kernels) : plain;
  const length = batch * dimensions;
  const rows = (points: Float32Array): Tensor2D => tf.tensor2d(points, [points.length / dimensions, dimensions]);
  const steps = fit(
    flow,
    (step) => {
      const from = ((step - 1) * length) % batches.length;
      return rows(batches.subarray(from, from + length));
    },
    { learningRate, optimiser: adam({ size: parameterCount(flow.parameters), kernels }) },
  );
  return {
    async run(count) {
      const from = performance.now();
      let loss = NaN;
      for (let i = 0; i < count; i++) loss = (await steps.next()).value!.loss;
      return { ms: performance.now() - from, loss };
    },
    score: async () => tf.tidy(() => -tf.mean(flow.logProb(rows(heldOut))).dataSync<'float32'>()[0]!),
    close: () => disposeFlow(plain),
  };
}
