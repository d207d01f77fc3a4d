import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { normals } from '#numerics';
import type { Rng } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';
import type { Flow } from '../types.ts';
import type { Objective } from './objective.ts';
import { fieldOf, uniformTimes, velocityLoss } from './straight-paths.ts';

/** Starts z at the base and ends x among the data, row by row. */
export type Pairs = (step: number) => { z: Tensor2D; x: Tensor2D };

export type RectifiedFlowOptions = {
  /** What the straight paths of a step join: `independentPairs` at first, `reflowPairs` to straighten a trained flow. */
  pairs: Pairs;
  /** Draws the times; step k from its own stream. */
  rng: Rng;
};

/**
 * Rectified flow, https://arxiv.org/abs/2209.03003: the field follows the straight lines between paired points.
 *
 * t ~ U[0, 1),  x_t = (1 − t) z + t x;   loss = mean ‖v(x_t, t) − (x − z)‖², summed over dimensions (no nats)
 *
 * With independent pairs it is flow matching at σ = 0. With the pairs of a trained flow (its samples and where they came from) the paths
 * become straighter, and fewer steps of a solver do. The loss of perfectly straight paths is 0.
 * @throws RangeError at the first step if the flow does not begin with its one continuous layer.
 */
export function rectifiedFlow({ pairs, rng }: RectifiedFlowOptions): Objective {
  return (flow, step) => {
    const { continuous, towardsField } = fieldOf('rectifiedFlow', flow);
    const { z, x } = pairs(step);
    if (step === 1) flow.bijection.initialise?.(x);
    const end = towardsField(x);
    const t = uniformTimes(z.shape[0], rng.stream(`times of step ${step}`));
    return () => velocityLoss(continuous, { z, x: end, t, sigma: 0 });
  };
}

/** Data, each with noise of its own: z ~ N(0, I). */
export function independentPairs(nextBatch: (step: number) => Tensor2D, rng: Rng): Pairs {
  return (step) => {
    const x = nextBatch(step);
    return { z: tf.tensor2d(normals(rng.stream(`starts of step ${step}`), x.size), x.shape), x };
  };
}

/**
 * Samples of a trained flow with the base points that it made them from.
 * @throws RangeError if batchSize is no whole number ≥ 1.
 */
export function reflowPairs(teacher: Flow, { batchSize, rng }: { batchSize: number; rng: Rng }): Pairs {
  const n = positiveInteger('reflowPairs: batchSize', batchSize);
  return (step) => {
    const z = teacher.base.sample(n, rng.stream(`starts of step ${step}`));
    return { z, x: teacher.bijection.forward(z).x };
  };
}
