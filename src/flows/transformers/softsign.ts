import * as tf from '#tf';
import { positiveNumber } from '../argument-checks.ts';
import type { Transformer } from '../types.ts';

/**
 * Softsign, from ℝ onto (−bound, bound), as zuko's `SoftclipTransform` (https://github.com/probabilists/zuko): a tanh whose tails
 * come to the bound as slowly as 1/z.
 *
 * Forward:  x = z ÷ (1 + |z| ÷ bound),   log|∂x/∂z| = −2 log(1 + |z| ÷ bound), nats
 * Inverse:  z = x ÷ (1 − |x| ÷ bound), of x clipped to just inside
 * Shapes:   z, x [n, …];  no θ.
 * @throws RangeError if bound is not a finite number > 0.
 */
export function softsign({ bound = 1 } = {}): Transformer {
  positiveNumber('softsign: bound', bound);
  // Float32 data touch the bound, which has no preimage.
  const inside = bound * (1 - 1.1920928955078125e-7);
  return {
    name: 'softsign',
    paramsPerDim: 0,
    forward(z) {
      const denominator = tf.add<typeof z>(tf.div(tf.abs(z), bound), 1);
      return { x: tf.div(z, denominator), logSlope: tf.mul(tf.log(denominator), -2) };
    },
    inverse(x) {
      const clipped = tf.clipByValue(x, -inside, inside);
      const denominator = tf.sub<typeof x>(1, tf.div(tf.abs(clipped), bound));
      return { z: tf.div(clipped, denominator), logSlope: tf.mul(tf.log(denominator), -2) };
    },
  };
}
