import * as tf from '#tf';
import type { Tensor, Tensor2D } from '#tf';
import { log } from '#numerics';

/** Means and log standard deviations: [n, d], or [1, d] for every row the same. */
export type GaussianParameters = { mean: Tensor2D; logDeviation: Tensor2D };

/** log N(x; μ, diag e^(2s)) = −½ Σ ((x − μ)·e^(−s))² − Σ s − ½ d log 2π, in three terms, each [n] or the same in every row. */
export function gaussianTerms(x: Tensor2D, { mean, logDeviation }: GaussianParameters) {
  const whitened = tf.mul(tf.sub(x, mean), tf.exp(tf.neg(logDeviation)));
  return {
    exponent: tf.mul<Tensor>(tf.sum(tf.square(whitened), 1), -0.5),
    'log deviations': tf.neg<Tensor>(tf.sum(logDeviation, 1)),
    constant: gaussianConstant(x.shape[1]),
  };
}

/** −½ d log 2π */
export const gaussianConstant = (d: number): number => -0.5 * d * log(2 * Math.PI);

/** μ + e^s·ε */
export function gaussianSample(noise: Tensor2D, { mean, logDeviation }: GaussianParameters): Tensor2D {
  return tf.add(tf.mul(noise, tf.exp(logDeviation)), mean);
}
