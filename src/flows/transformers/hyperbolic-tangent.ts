import * as tf from '#tf';
import type { Tensor } from '#tf';
import type { Transformer } from '../types.ts';

/** log(1 − tanh² z) = 2(log 2 − z − softplus(−2z)): exact where tanh itself has rounded to 1. */
const logSlope = <T extends Tensor>(z: T): T => tf.mul(tf.sub(Math.LN2, tf.add(z, tf.softplus(tf.mul(z, -2)))), 2);

/**
 * The hyperbolic tangent, from ℝ onto (−1, 1).
 *
 * Forward:  x = tanh z,   log|∂x/∂z| = log(1 − tanh² z), nats
 * Inverse:  z = ½(log(1 + x) − log(1 − x));  NaN for |x| > 1, where the density is not defined
 * Shapes:   z, x [n, …];  no θ.
 */
export const hyperbolicTangent: Transformer = {
  name: 'tanh',
  paramsPerDim: 0,
  forward: (z) => ({ x: tf.tanh(z), logSlope: logSlope(z) }),
  inverse: (x) => {
    const z = tf.mul<typeof x>(tf.sub(tf.log(tf.add(x, 1)), tf.log(tf.sub(1, x))), 0.5);
    return { z, logSlope: tf.neg(logSlope(z)) };
  },
};
