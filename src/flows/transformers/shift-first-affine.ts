import * as tf from '#tf';
import type { Tensor } from '#tf';
import type { Transformer } from '../types.ts';
import { parametersOf } from './parameters-of.ts';
import type { ScaleMap } from './scale-maps.ts';

/**
 * The affine transformer with its two steps exchanged: shifted first, then scaled. Glow's reference programs write their
 * couplings this way (https://arxiv.org/abs/1807.03039, table 1 writes `affine`, the scale first).
 *
 * Forward:  x = (z + t)·exp(s),   (t, u) = θ,   s = scale(u)
 * Inverse:  z = x·exp(−s) − t
 * Shapes:   z, x [n, …];  θ [n, …, 2].
 */
export function shiftFirstAffineTransformer({ scale }: { scale: ScaleMap }): Transformer {
  const shiftAndLogSlope = <T extends Tensor>(theta: Tensor): [t: T, s: T] => {
    const [t, u] = parametersOf<T>(theta) as [T, T];
    return [t, scale(u)];
  };
  return {
    name: 'shift-first affine',
    paramsPerDim: 2,
    forward(z, theta) {
      const [t, s] = shiftAndLogSlope<typeof z>(theta);
      return { x: tf.mul(tf.add(z, t), tf.exp(s)), logSlope: s };
    },
    inverse(x, theta) {
      const [t, s] = shiftAndLogSlope<typeof x>(theta);
      const logSlope = tf.neg(s);
      return { z: tf.sub(tf.mul(x, tf.exp(logSlope)), t), logSlope };
    },
  };
}
