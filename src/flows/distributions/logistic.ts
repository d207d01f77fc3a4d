import * as tf from '#tf';
import { log } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';
import type { Distribution } from '../types.ts';
import { fromTerms } from './from-terms.ts';

/** The least uniform number that is not 0: 2⁻⁵³. */
const smallest = 1.1102230246251565e-16;

/**
 * Independent standard logistic variables, NICE's base (https://arxiv.org/abs/1410.8516 §3.4), with heavier tails than a Gaussian.
 *
 * log p(z) = −Σ softplus(z) + softplus(−z), nats;  F(z) = σ(z), so a sample is logit(u) with u uniform
 * @throws RangeError if dimensions is not a whole number ≥ 1.
 */
export function logistic(dimensions: number): Distribution {
  const d = positiveInteger('logistic: dimensions', dimensions);
  return fromTerms('logistic', {
    dimensions: d,
    parameters: [],
    sample: (n, rng) => {
      const values = Float32Array.from({ length: n * d }, () => {
        const u = Math.max(rng.uniform(), smallest);
        return log(u) - log(1 - u);
      });
      return tf.tensor2d(values, [n, d]);
    },
    terms: (z) => ({
      below: tf.neg(tf.sum(tf.softplus(tf.neg(z)), 1)),
      above: tf.neg(tf.sum(tf.softplus(z), 1)),
    }),
  });
}
