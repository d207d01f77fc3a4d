import * as tf from '#tf';
import type { GradSaveFunc, Scalar, Tensor, Tensor2D } from '#tf';
import { inverse, log, lu } from '#numerics';
import { differentiableInverse } from './inverse-gradient.ts';

/**
 * The inverse of a square matrix, by pivoted elimination in float64: tfjs has none.  Gradient: −W⁻ᵀ G W⁻ᵀ.
 * Needs a backend that can be read synchronously (cpu, wasm, webgl).
 * @throws RangeError if the matrix is singular.
 */
export function matrixInverse(matrix: Tensor2D): Tensor2D {
  return differentiableInverse(matrix, inverted);
}

/**
 * log|det W| in nats, as the sum of the pivots' logarithms.  Gradient: W⁻ᵀ.
 * @throws RangeError if the matrix is singular: its logarithm would be −∞.
 */
export function logAbsDeterminant(matrix: Tensor2D): Scalar {
  const op = tf.customGrad((input, save) => {
    const square = input as Tensor2D;
    const value = tf.scalar(sumOfLogPivots(square));
    (save as GradSaveFunc)([square]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(dy, tf.transpose(inverted(saved[0] as Tensor2D))),
    };
  });
  return op(matrix) as Scalar;
}

function inverted(matrix: Tensor2D): Tensor2D {
  return tf.tensor2d(Float32Array.from(inverse({ n: matrix.shape[0], values: matrix.dataSync() })), matrix.shape);
}

function sumOfLogPivots(matrix: Tensor2D): number {
  const n = matrix.shape[0];
  const { values } = lu({ n, values: matrix.dataSync() });
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const pivot = Math.abs(values[i * n + i]!);
    if (pivot === 0) {
      throw new RangeError('logAbsDeterminant: the matrix is singular (a pivot is 0); it has no inverse.');
    }
    sum += log(pivot);
  }
  return sum;
}
