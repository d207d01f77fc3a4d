import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { list, permutationOrder } from '../argument-checks.ts';
import { pluFactors } from '../plu-factors.ts';
import { triangularInverse } from '../triangular.ts';
import { perRow } from '../per-row.ts';
import type { Bijection } from '../types.ts';
import { permutation } from './permutation.ts';

export type PluLinearOptions = {
  /** P as a permutation of 0 … d − 1: column i of z·P⁻¹ is column order[i] of z. Fixed. */
  order: readonly number[];
  /** The signs of U's diagonal, each −1 or 1. Fixed; +1 where left out. */
  signs?: readonly number[] | undefined;
};

/**
 * A trained invertible matrix in the parametrisation of Glow, W = P·L·(U + diag(signs ⊙ exp(logScale))),
 * https://arxiv.org/abs/1807.03039 §3.2. As in normflows' `InvertibleAffine`, W stands on the scoring side.
 *
 * Inverse:  z = x W  for rows x;   L unit lower triangular, U strictly upper triangular, P and signs fixed
 * Forward:  x = z W⁻¹, by substitution
 * log|det|: −Σ logScale forward, +Σ logScale inverse, the same for every row
 * Shapes:   z, x [n, d];  logDet [n], nats.  Parameters: factors [d, d], which packs L below the diagonal, U above it and
 *           logScale on it.  Starts as the permutation (with the signs), so as the identity for order 0 … d − 1.
 * @throws RangeError if order is no permutation, or signs holds anything but d times −1 or 1.
 */
export function pluLinear({ order, signs }: PluLinearOptions): Bijection {
  const d = permutationOrder('pluLinear: order', order).length;
  const diagonalSigns = signs === undefined ? new Float32Array(d).fill(1) : checkedSigns(signs, d);
  const shuffle = permutation(order);
  const { variable, assemble } = pluFactors(diagonalSigns);
  return {
    name: 'PLU linear',
    dimensions: d,
    parameters: [variable],
    forward: (z) =>
      tf.tidy(() => {
        const { lower, upper, logDet } = assemble();
        const inverse = tf.matMul<Tensor2D>(triangularInverse(upper, 'upper'), triangularInverse(lower, 'lower'));
        return { x: shuffle.forward(tf.matMul(z, inverse)).x, logDet: perRow(tf.neg(logDet), z.shape[0]) };
      }),
    inverse: (x) =>
      tf.tidy(() => {
        const { lower, upper, logDet } = assemble();
        const weights = tf.matMul<Tensor2D>(lower, upper);
        return { z: tf.matMul<Tensor2D>(shuffle.inverse(x).z, weights), logDet: perRow(logDet, x.shape[0]) };
      }),
  };
}

function checkedSigns(signs: readonly number[], d: number): Float32Array {
  const entries = list('pluLinear: signs', signs);
  if (entries.length !== d || entries.some((sign) => sign !== 1 && sign !== -1)) {
    throw new RangeError(`pluLinear: signs must hold ${d} entries, each -1 or 1, got [${entries.join(', ')}].`);
  }
  return Float32Array.from(entries);
}
