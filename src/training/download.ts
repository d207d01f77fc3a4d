import * as tf from '#tf';
import type { Tensor } from '#tf';

/** Computes tensors, reads their numbers, frees everything. */
export function download<const T extends readonly Tensor[]>(compute: () => T): { [K in keyof T]: Float32Array } {
  const tensors = tf.tidy(() => [...compute()]);
  const numbers = tensors.map((tensor) => tensor.dataSync<'float32'>());
  tf.dispose(tensors);
  return numbers as { [K in keyof T]: Float32Array };
}
