import * as tf from '#tf';
import type { Transformer } from '../types.ts';

/**
 * The exponential, from ℝ onto (0, ∞): a normal z becomes a log-normal x.
 *
 * Forward:  x = exp(z),   log|∂x/∂z| = z, nats
 * Inverse:  z = log x;  NaN for x < 0, where the density is not defined
 * Shapes:   z, x [n, …];  no θ.
 */
export const exponentialMap: Transformer = {
  name: 'exp',
  paramsPerDim: 0,
  forward: (z) => ({ x: tf.exp(z), logSlope: tf.mul(z, 1) }),
  inverse: (x) => {
    const z = tf.log(x);
    return { z, logSlope: tf.neg(z) };
  },
};
