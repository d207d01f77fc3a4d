import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D } from '#tf';

/**
 * One number for each of n rows: a log-det that does not depend on where a map is taken. A product with ones, because its
 * gradient is a product too; that of `tf.tile` takes n slices and adds them up.
 */
export function perRow(value: Tensor, n: number): Tensor1D {
  return tf.reshape(tf.matMul(tf.ones([n, 1]) as Tensor2D, tf.reshape(value, [1, 1]) as Tensor2D), [n]);
}

/** The log-det of a map that preserves volume: 0 for every row. */
export const zeroLogDet = (rows: Tensor): Tensor1D => tf.zeros([rows.shape[0]!]);
