import * as tf from '#tf';
import type { Bijection } from '../types.ts';
import { permutationOrder } from '../argument-checks.ts';
import { zeroLogDet } from '../per-row.ts';
import { reorder } from '../reorder.ts';

/**
 * Reorders dimensions: x[:, i] = z[:, order[i]]. It preserves volume.
 * @throws RangeError if `order` is not a permutation of 0 … d − 1.
 */
export function permutation(order: readonly number[]): Bijection {
  const checked = permutationOrder('permutation: order', order);
  const { there, back } = reorder(checked);
  return {
    name: 'permutation',
    dimensions: checked.length,
    parameters: [],
    forward: (z) => tf.tidy(() => ({ x: there(z), logDet: zeroLogDet(z) })),
    inverse: (x) => tf.tidy(() => ({ z: back(x), logDet: zeroLogDet(x) })),
  };
}
