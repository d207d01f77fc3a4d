import * as tf from '#tf';
import type { Tensor1D, Tensor2D } from '#tf';
import type { Bijection } from '../types.ts';
import { permutationOrder } from '../argument-checks.ts';
import { reorder } from '../reorder.ts';

/**
 * Reorders dimensions: x[:, i] = z[:, order[i]]. It preserves volume.
 * @throws RangeError if `order` is not a permutation of 0 … d − 1.
 */
export function permutation(order: readonly number[]): Bijection {
  const checked = permutationOrder('permutation: order', order);
  const { there, back } = reorder(checked);
  const volume = (tensor: Tensor2D) => tf.zeros([tensor.shape[0]]) as Tensor1D;
  return {
    name: 'permutation',
    dimensions: checked.length,
    parameters: [],
    forward: (z) => tf.tidy(() => ({ x: there(z), logDet: volume(z) })),
    inverse: (x) => tf.tidy(() => ({ z: back(x), logDet: volume(x) })),
  };
}
