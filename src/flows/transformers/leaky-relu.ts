import * as tf from '#tf';
import type { Tensor } from '#tf';
import { log } from '#numerics';
import { positiveNumber } from '../argument-checks.ts';
import type { Transformer } from '../types.ts';

/**
 * The leaky rectifier, a bend at 0: the invertible activation of https://arxiv.org/abs/1908.09257 §3.1.
 *
 * Forward:  x = z where z ≥ 0, slope·z elsewhere;   log|∂x/∂z| = log slope where z < 0, else 0, nats
 * Inverse:  z = x where x ≥ 0, x ÷ slope elsewhere
 * Shapes:   z, x [n, …];  no θ.
 * @throws RangeError if slope is not a finite number > 0.
 */
export function leakyRelu({ slope = 0.01 } = {}): Transformer {
  positiveNumber('leakyRelu: slope', slope);
  // Both ways by hand, not with tf.leakyRelu, whose two backends differ at slopes above 1.
  const bend = <T extends Tensor>(u: T, factor: number): { value: T; logSlope: T } => {
    const negative = tf.step(tf.neg(u));
    return {
      value: tf.mul<T>(u, tf.add(tf.mul(negative, factor - 1), 1)),
      logSlope: tf.mul<T>(negative, log(factor)),
    };
  };
  return {
    name: 'leaky ReLU',
    paramsPerDim: 0,
    forward(z) {
      const { value, logSlope } = bend(z, slope);
      return { x: value, logSlope };
    },
    inverse(x) {
      const { value, logSlope } = bend(x, 1 / slope);
      return { z: value, logSlope };
    },
  };
}
