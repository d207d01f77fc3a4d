import * as tf from '#tf';
import type { Tensor } from '#tf';
import type { Transformer } from '../types.ts';
import { parametersOf } from './parameters-of.ts';
import type { ScaleMap } from './scale-maps.ts';

/**
 * The affine transformer of RealNVP, https://arxiv.org/abs/1605.08803.
 *
 * Forward:  x = z·exp(s) + t,   (t, u) = θ,   s = scale(u)
 * Inverse:  z = (x − t)·exp(−s)
 * Shapes:   z, x [n, …];  θ [n, …, 2].  θ = 0 is the identity wherever scale(0) = 0.
 */
// #region affine-transformer
export function affineTransformer({ scale }: { scale: ScaleMap }): Transformer {
  const shiftAndLogSlope = <T extends Tensor>(theta: Tensor): [t: T, s: T] => {
    const [t, u] = parametersOf<T>(theta) as [T, T];
    return [t, scale(u)];
  };
  return {
    name: 'affine',
    paramsPerDim: 2,
    forward(z, theta) {
      const [t, s] = shiftAndLogSlope<typeof z>(theta);
      return { x: tf.add(tf.mul(z, tf.exp(s)), t), logSlope: s };
    },
    inverse(x, theta) {
      const [t, s] = shiftAndLogSlope<typeof x>(theta);
      const logSlope = tf.neg(s);
      return { z: tf.mul(tf.sub(x, t), tf.exp(logSlope)), logSlope };
    },
  };
}
// #endregion affine-transformer
