import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D } from '#tf';
import type { Bijection } from '../types.ts';
import { permutationOrder } from '../argument-checks.ts';

/**
 * Reorders dimensions: x[:, i] = z[:, order[i]]. It preserves volume.
 * @throws RangeError if `order` is not a permutation of 0 … d − 1.
 */
export function permutation(order: readonly number[]): Bijection {
  const there = Int32Array.from(permutationOrder('permutation: order', order));
  const back = new Int32Array(there.length);
  there.forEach((from, to) => (back[from] = to));
  const pick = picker(there, back);
  const unpick = picker(back, there);
  const volume = (tensor: Tensor2D) => tf.zeros([tensor.shape[0]]) as Tensor1D;
  return {
    name: 'permutation',
    dimensions: there.length,
    parameters: [],
    forward: (z) => tf.tidy(() => ({ x: pick(z), logDet: volume(z) })),
    inverse: (x) => tf.tidy(() => ({ z: unpick(x), logDet: volume(x) })),
  };
}

/** Columns in a new order. The gradient takes them back: tfjs's own needs a kernel that the wasm backend lacks. */
function picker(order: Int32Array, inverseOrder: Int32Array): (columns: Tensor2D) => Tensor2D {
  const take = (columns: Tensor2D, indices: Int32Array): Tensor2D =>
    tf.gather(columns, tf.tensor1d(indices, 'int32'), 1);
  const op = tf.customGrad((columns) => ({
    value: take(columns as Tensor2D, order),
    gradFunc: (dy: Tensor) => take(dy as Tensor2D, inverseOrder),
  }));
  return (columns) => op(columns) as Tensor2D;
}
