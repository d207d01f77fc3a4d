import * as tf from '#tf';
import type { Tensor1D, Tensor2D } from '#tf';
import { log, normals } from '#numerics';
import type { Distribution } from '../types.ts';
import { positiveInteger } from '../argument-checks.ts';

/** N(0, I) in d dimensions: log p(z) = −½ Σ z² − ½ d log 2π, nats. */
export function standardNormal(dimensions: number): Distribution {
  const d = positiveInteger('standardNormal: dimensions', dimensions);
  const constant = -0.5 * d * log(2 * Math.PI);
  const logProb = (z: Tensor2D): Tensor1D =>
    tf.tidy(() => tf.add<Tensor1D>(tf.mul(tf.sum(tf.square(z), 1), -0.5), constant));
  const sample: Distribution['sample'] = (n, rng) => tf.tensor2d(normals(rng, n * d), [n, d]);
  return {
    dimensions: d,
    parameters: [],
    sample,
    logProb,
    explain: (z) =>
      tf.tidy(() => [
        { term: 'base exponent −½ Σ z²', layer: [], values: tf.mul<Tensor1D>(tf.sum(tf.square(z), 1), -0.5) },
        { term: 'base constant −½ D log 2π', layer: [], values: tf.fill([z.shape[0]], constant) as Tensor1D },
      ]),
    sampleAndLogProb(n, rng) {
      const x = sample(n, rng);
      return { x, logProb: logProb(x) };
    },
  };
}
