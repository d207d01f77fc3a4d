import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { differentiableInverse } from './inverse-gradient.ts';

/** Where a d × d matrix, row-major, is below, above and on its diagonal: 1 there, else 0. */
export function trianglesOf(d: number): Record<'below' | 'above' | 'diagonal', Float32Array> {
  const pattern = (where: (i: number, j: number) => boolean): Float32Array =>
    Float32Array.from({ length: d * d }, (_, at) => (where(Math.floor(at / d), at % d) ? 1 : 0));
  return { below: pattern((i, j) => i > j), above: pattern((i, j) => i < j), diagonal: pattern((i, j) => i === j) };
}

/**
 * The inverse of a triangular matrix by substitution, column by column, in float64. tfjs has no triangular solve, and
 * unrolling one into its operations costs some 5·d kernels; d is small here.
 * Gradient: −T⁻ᵀ G T⁻ᵀ.
 * Shape: [d, d] → [d, d]. Needs a backend that can be read synchronously (cpu, wasm, webgl).
 */
export function triangularInverse(matrix: Tensor2D, side: 'lower' | 'upper'): Tensor2D {
  return differentiableInverse(matrix, (triangle) =>
    tf.tensor2d(substitute(triangle.dataSync<'float32'>(), triangle.shape[0], side), triangle.shape),
  );
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
