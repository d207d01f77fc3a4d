import * as tf from '#tf';
import type { Transformer } from '../types.ts';

/**
 * The additive transformer of NICE, https://arxiv.org/abs/1410.8516: x = z + t, t = θ. It preserves volume.
 * Shapes: z, x [n, …];  θ [n, …, 1].
 */
export const additiveTransformer: Transformer = {
  name: 'additive',
  paramsPerDim: 1,
  forward(z, theta) {
    return {
      x: tf.add(z, tf.reshape(theta, z.shape)),
      logSlope: tf.zerosLike(z),
    };
  },
  inverse(x, theta) {
    return {
      z: tf.sub(x, tf.reshape(theta, x.shape)),
      logSlope: tf.zerosLike(x),
    };
  },
};
