import * as tf from '#tf';
import type { Tensor } from '#tf';

/**
 * θ [...shape, p] as its p parameters, each [...shape]. The parameters' axis goes to the front first: a slice along the
 * last axis is taken number by number on the wasm backend, along the first in one piece.
 */
export function parametersOf<T extends Tensor>(theta: Tensor): T[] {
  const last = theta.rank - 1;
  const front = [last, ...Array.from({ length: last }, (_, axis) => axis)];
  return tf.unstack(tf.transpose(theta, front)) as T[];
}
