import * as tf from '#tf';
import type { GradSaveFunc, Tensor, Tensor2D } from '#tf';

/**
 * The inverse of a triangular matrix by substitution, column by column, in float64. tfjs has no triangular solve, and
 * unrolling one into its operations costs some 5·d kernels; d is small here.
 * Gradient: −T⁻ᵀ G T⁻ᵀ.
 * Shape: [d, d] → [d, d]. Needs a backend that can be read synchronously (cpu, wasm, webgl).
 */
export function triangularInverse(matrix: Tensor2D, side: 'lower' | 'upper'): Tensor2D {
  const op = tf.customGrad((input, save) => {
    const value = tf.tensor2d(
      substitute((input as Tensor2D).dataSync<'float32'>(), matrix.shape[0], side),
      matrix.shape,
    );
    (save as GradSaveFunc)([value]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const inverseTransposed = tf.transpose(saved[0] as Tensor2D);
        return tf.neg(tf.matMul(tf.matMul<Tensor2D>(inverseTransposed, dy as Tensor2D), inverseTransposed));
      },
    };
  });
  return op(matrix) as Tensor2D;
}

function substitute(t: Float32Array, d: number, side: 'lower' | 'upper'): Float32Array {
  const inverse = new Float64Array(d * d);
  const rows = Array.from({ length: d }, (_, i) => (side === 'lower' ? i : d - 1 - i));
  for (let column = 0; column < d; column++) {
    rows.forEach((i, done) => {
      let rest = i === column ? 1 : 0;
      for (const j of rows.slice(0, done)) rest -= t[i * d + j]! * inverse[j * d + column]!;
      inverse[i * d + column] = rest / t[i * d + i]!;
    });
  }
  return Float32Array.from(inverse);
}
