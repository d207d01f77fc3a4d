import * as tf from '#tf';
import type { Tensor, Tensor2D } from '#tf';

/**
 * θ [...shape, p] as [p, N], N the numbers in one [...shape]: groups of parameters are then rows, which both backends
 * slice in one piece, and everything elementwise runs over the N columns whatever the shape was.
 */
export function parameterRows(theta: Tensor, paramsPerDim: number): Tensor2D {
  return tf.transpose(tf.reshape(theta, [-1, paramsPerDim])) as Tensor2D;
}

/** Rows from…from + count − 1. */
export function rows(table: Tensor2D, from: number, count: number): Tensor2D {
  return tf.slice(table, [from, 0], [count, table.shape[1]]);
}

/** Any shape as one row [1, N]. */
export function asRow(values: Tensor): Tensor2D {
  return tf.reshape(values, [1, values.size]);
}
