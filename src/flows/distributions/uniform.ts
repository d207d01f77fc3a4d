import * as tf from '#tf';
import { log } from '#numerics';
import { finiteNumber, positiveInteger } from '../argument-checks.ts';
import type { Distribution } from '../types.ts';
import { fromTerms } from './from-terms.ts';

export type UniformOptions = { dimensions: number; low?: number | undefined; high?: number | undefined };

/**
 * The uniform distribution on the cube [low, high]ᵈ, by default the unit cube: what the curves of a CDF flow map to.
 *
 * log p(z) = −d log(high − low) inside, both ends included; −∞ outside; nats. Its gradient is 0: a point that has left the cube
 * is not called back, so a flow onto it should end in a sigmoid or in a spline that covers the cube.
 * @throws RangeError if dimensions is not a whole number ≥ 1, or low < high does not hold.
 */
export function uniform({ dimensions, low = 0, high = 1 }: UniformOptions): Distribution {
  const d = positiveInteger('uniform: dimensions', dimensions);
  if (!(finiteNumber('uniform: low', low) < finiteNumber('uniform: high', high))) {
    throw new RangeError(`uniform: low must be below high, got low ${low} and high ${high}.`);
  }
  const volume = -d * log(high - low);
  return fromTerms('uniform', {
    dimensions: d,
    parameters: [],
    sample: (n, rng) => {
      const values = Float32Array.from({ length: n * d }, () => low + (high - low) * rng.uniform());
      return tf.tensor2d(values, [n, d]);
    },
    terms: (z) => {
      const outside = tf.sum(tf.add(tf.step(tf.sub(low, z)), tf.step(tf.sub(z, high))), 1);
      return { support: tf.log(tf.sub(1, tf.minimum(outside, 1))), volume };
    },
  });
}
