import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { det } from '#numerics';
import type { Rng } from '#numerics';
import { finiteRows, positiveInteger } from '../argument-checks.ts';
import { logAbsDeterminant, matrixInverse } from '../full-matrix.ts';
import { makeVariable } from '../make-variable.ts';
import { randomRotation } from '../random-rotation.ts';
import { perRow } from '../per-row.ts';
import type { Bijection } from '../types.ts';

export type FullLinearOptions = {
  dimensions: number;
  /** W at the start, row by row; a random rotation where left out. */
  matrix?: readonly (readonly number[])[] | undefined;
  /** Draws the rotation. */
  rng: Rng;
};

/**
 * A trained invertible matrix without any parametrisation, https://arxiv.org/abs/1807.03039 §3.2. As there, W stands on the
 * scoring side. It costs O(d³) a step for the determinant; training may in principle walk it to a singular matrix.
 *
 * Inverse:  z = W x for every row x
 * Forward:  x = W⁻¹ z
 * log|det|: −log|det W| forward, +log|det W| inverse, the same for every row
 * Shapes:   z, x [n, d];  logDet [n], nats.  Parameters: W [d, d].
 * @throws RangeError if matrix is not d lists of d finite numbers or is singular; on use, if training has made W singular.
 */
export function fullLinear({ dimensions, matrix, rng }: FullLinearOptions): Bijection {
  const d = positiveInteger('fullLinear: dimensions', dimensions);
  const weights = makeVariable([d, d], matrix ? checkedMatrix(matrix, d) : randomRotation(d, rng));
  const square = () => weights as tf.Tensor as Tensor2D;
  return {
    name: 'full linear',
    dimensions: d,
    parameters: [weights],
    forward: (z) =>
      tf.tidy(() => ({
        x: tf.matMul<Tensor2D>(z, tf.transpose(matrixInverse(square()))),
        logDet: perRow(tf.neg(logAbsDeterminant(square())), z.shape[0]),
      })),
    inverse: (x) =>
      tf.tidy(() => ({
        z: tf.matMul<Tensor2D>(x, tf.transpose(square())),
        logDet: perRow(logAbsDeterminant(square()), x.shape[0]),
      })),
  };
}

function checkedMatrix(matrix: readonly (readonly number[])[], d: number): Float32Array {
  const values = Float32Array.from(finiteRows('fullLinear: matrix', matrix, [d, d]));
  if (det({ n: d, values }) === 0) {
    throw new RangeError(`fullLinear: matrix must have an inverse, got the singular ${JSON.stringify(matrix)}.`);
  }
  return values;
}
