import * as tf from '#tf';
import { dataset } from '#datasets';
import { flowMatching, nll } from '#flows';
import { rng } from '#numerics';
import { scoreHeldOut } from './held-out.ts';
import type { PlanarSpec } from '#datasets';
import type { TrainSpec } from './recipe.ts';
import type { Task } from './task.ts';

/** Maximum likelihood, or flow matching, on fresh draws. The batch of a step depends on seed and step alone. */
export function densityTask(data: PlanarSpec, { batch, objective }: TrainSpec, seed: number): Task {
  const source = dataset(data);
  const batchAt = (step: number) =>
    tf.tensor2d(source.sample(batch, rng(seed, `batch ${step}`)), [batch, source.dimensions]);
  return {
    objective:
      objective === 'flow-matching' ? flowMatching({ nextBatch: batchAt, rng: rng(seed, 'paths') }) : nll(batchAt),
    firstBatch: () => batchAt(1),
    score: (flow, step) => scoreHeldOut(flow, data, step),
  };
}
