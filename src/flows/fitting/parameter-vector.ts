import * as tf from '#tf';
import type { Tensor, Variable } from '#tf';

/** How many numbers these variables hold. */
export function parameterCount(variables: readonly Variable[]): number {
  return variables.reduce((total, { size }) => total + size, 0);
}

/** Variables (or their gradients; a missing one counts as zeros) as one flat vector, in order. */
export function readVector(
  variables: readonly Variable[],
  into: Float32Array = new Float32Array(parameterCount(variables)),
  valueOf: (variable: Variable) => Tensor | undefined = (variable) => variable,
): Float32Array {
  let offset = 0;
  for (const variable of variables) {
    const value = valueOf(variable);
    if (value) into.set(value.dataSync<'float32'>(), offset);
    else into.fill(0, offset, offset + variable.size);
    offset += variable.size;
  }
  return into;
}

/** Sets the variables from a flat vector. The vector is copied: some backends keep the array a tensor was made from. */
export function writeVector(variables: readonly Variable[], vector: Float32Array): void {
  tf.tidy(() => {
    let offset = 0;
    for (const variable of variables) {
      variable.assign(tf.tensor(vector.slice(offset, offset + variable.size), variable.shape));
      offset += variable.size;
    }
  });
}
