import * as tf from '#tf';
import type { Tensor, Tensor2D } from '#tf';

/** Columns in a new order: result[:, i] = columns[:, order[i]]. */
export type Reorder = (columns: Tensor2D) => Tensor2D;

/**
 * A permutation of columns and its inverse. The gradient of each is the other: tfjs's own, of gather, needs a kernel that the
 * wasm backend lacks.
 */
export function reorder(order: ArrayLike<number>): { there: Reorder; back: Reorder } {
  const there = Int32Array.from(order);
  const back = new Int32Array(there.length);
  there.forEach((from, to) => (back[from] = to));
  return { there: picker(there, back), back: picker(back, there) };
}

function picker(order: Int32Array, inverseOrder: Int32Array): Reorder {
  const take = (columns: Tensor2D, indices: Int32Array): Tensor2D =>
    tf.gather(columns, tf.tensor1d(indices, 'int32'), 1);
  const op = tf.customGrad((columns) => ({
    value: take(columns as Tensor2D, order),
    gradFunc: (dy: Tensor) => take(dy as Tensor2D, inverseOrder),
  }));
  return (columns) => op(columns) as Tensor2D;
}
