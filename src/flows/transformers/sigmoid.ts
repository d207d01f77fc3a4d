import * as tf from '#tf';
import type { Tensor } from '#tf';
import { log } from '#numerics';
import { positiveNumber } from '../argument-checks.ts';
import type { Transformer } from '../types.ts';

/**
 * The logistic sigmoid, from ℝ onto (0, 1). Its inverse is the logit, so `invert(elementwise(…))` is the logit layer.
 *
 * Forward:  x = σ(T·z),   log|∂x/∂z| = log T − softplus(−T·z) − softplus(T·z), nats
 * Inverse:  z = (log x − log(1 − x)) ÷ T, of x clipped to [margin, 1 − margin]
 * Shapes:   z, x [n, …];  no θ.
 * @throws RangeError if temperature is not a finite number > 0, or margin is not in (0, ½).
 */
export function sigmoid({ temperature = 1, margin = 1e-6 } = {}): Transformer {
  const scale = positiveNumber('sigmoid: temperature', temperature);
  if (!(margin > 0 && margin < 0.5)) throw new RangeError(`sigmoid: margin must be in (0, 0.5), got ${margin}.`);
  const logSlope = <T extends Tensor>(scaled: T): T =>
    tf.sub(log(scale), tf.add(tf.softplus(tf.neg(scaled)), tf.softplus(scaled)));
  return {
    name: 'sigmoid',
    paramsPerDim: 0,
    forward(z) {
      const scaled = tf.mul<typeof z>(z, scale);
      return { x: tf.sigmoid(scaled), logSlope: logSlope(scaled) };
    },
    inverse(x) {
      // 0 and 1 have no logit; float32 data touch them.
      const inside = tf.clipByValue(x, margin, 1 - margin);
      const scaled = tf.sub<typeof x>(tf.log(inside), tf.log(tf.sub(1, inside)));
      return { z: tf.div(scaled, scale), logSlope: tf.neg(logSlope(scaled)) };
    },
  };
}
