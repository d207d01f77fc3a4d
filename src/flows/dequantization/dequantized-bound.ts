import * as tf from '#tf';
import type { Tensor1D, Tensor2D } from '#tf';
import type { Rng } from '#numerics';
import { log } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';
import type { Dequantizer, Flow } from '../types.ts';

/** Two lower bounds on log P(k) for every row, nats; each is an estimate from the same draws. */
export type DequantizedBound = { elbo: Tensor1D; importanceWeighted: Tensor1D };

/**
 * What a density of real numbers says about whole numbers, https://arxiv.org/abs/1511.01844 §3.1: P(k) = ∫ p(y) dy over
 * [k, k + 1)ᴰ, and with y₁ … y_M ~ q(· | k) and w = log p(y) − log q(y | k),
 *
 * elbo = mean w ≤ importanceWeighted = log-mean-exp w ≤ log P(k) in expectation (https://arxiv.org/abs/1509.00519), the second the
 * tighter the more draws. With one draw both are the same.
 * Shapes: k [n, D] → [n] each.  Differentiable in the flow's and the dequantizer's parameters.
 * @throws RangeError or TypeError if draws is no whole number ≥ 1.
 */
export function dequantizedBound(
  flow: Pick<Flow, 'logProb'>,
  dequantizer: Dequantizer,
  k: Tensor2D,
  rng: Rng,
  draws = 1,
  context?: Tensor2D,
): DequantizedBound {
  const m = positiveInteger('dequantizedBound: draws', draws);
  return tf.tidy(() => {
    const logWeights = Array.from({ length: m }, (_, draw) => {
      const { y, logQ } = dequantizer.draw(k, rng.stream(`draw ${draw}`));
      return tf.sub<Tensor1D>(flow.logProb(y, context), logQ);
    });
    const all = tf.stack(logWeights);
    return { elbo: tf.mean<Tensor1D>(all, 0), importanceWeighted: tf.sub<Tensor1D>(tf.logSumExp(all, 0), log(m)) };
  });
}
