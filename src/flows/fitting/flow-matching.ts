import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { normals } from '#numerics';
import type { Rng } from '#numerics';
import type { Objective } from './objective.ts';
import { fieldOf, uniformTimes, velocityLoss } from './straight-paths.ts';

export type FlowMatchingOptions = {
  nextBatch: (step: number) => Tensor2D;
  /** Draws noise and times; step k from its own stream. */
  rng: Rng;
  /** Standard deviation σ of the noise left around each data point at t = 1; 0 where it is left out. */
  sigma?: number;
};

/**
 * Conditional flow matching along straight (optimal transport) paths, https://arxiv.org/abs/2210.02747 §4.1, example II: a continuous flow is trained
 * without solving its equation, by regression of its field on the velocity of paths from noise to data.
 *
 * z ~ N(0, I),  t ~ U[0, 1),  x_t = (1 − (1 − σ)t) z + t x;   loss = mean ‖v(x_t, t) − (x − (1 − σ)z)‖², summed over dimensions
 *
 * The loss is no likelihood and has no unit of nats; its least value is that of v = E[x − (1 − σ)z | x_t], not 0. The flow's base must be a
 * standard normal. Layers after the continuous one start from the first batch and are then left as they are.
 * @throws RangeError if sigma is not in [0, 1); at the first step if the flow does not begin with its one continuous layer.
 */
export function flowMatching({ nextBatch, rng, sigma = 0 }: FlowMatchingOptions): Objective {
  if (!(sigma >= 0 && sigma < 1)) throw new RangeError(`flowMatching: sigma must be in [0, 1), got ${sigma}.`);
  return (flow, step) => {
    const { continuous, towardsField } = fieldOf('flowMatching', flow);
    const batch = nextBatch(step);
    if (step === 1) flow.bijection.initialise?.(batch);
    const x = towardsField(batch);
    const draws = rng.stream(`step ${step}`);
    const z = tf.tensor2d(normals(draws, x.size), x.shape);
    const t = uniformTimes(x.shape[0], draws);
    return () => velocityLoss(continuous, { z, x, t, sigma });
  };
}
