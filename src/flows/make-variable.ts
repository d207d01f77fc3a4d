import * as tf from '#tf';
import type { Variable } from '#tf';

/**
 * A variable, from numbers or zeros. Always through here: `tf.variable(tensor)` keeps `tensor` alive beside the variable,
 * one leaked tensor for each parameter of a flow that is built and thrown away.
 */
export function makeVariable(shape: number[], values?: ArrayLike<number>, trainable = true): Variable {
  const size = shape.reduce((product, length) => product * length, 1);
  const numbers = values ? Float32Array.from(values) : new Float32Array(size);
  return tf.tidy(() => tf.variable(tf.tensor(numbers, shape), trainable));
}
