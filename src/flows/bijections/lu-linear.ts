import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { exp, log } from '#numerics';
import { perRow } from '../per-row.ts';
import type { Bijection } from '../types.ts';
import { positiveInteger } from '../argument-checks.ts';
import { makeVariable } from '../make-variable.ts';
import { triangularInverse, trianglesOf } from '../triangular.ts';

export type LuLinearOptions = {
  /** Keeps U's diagonal, and so |det W|, away from 0. */
  epsilon?: number;
};

/**
 * A trained invertible matrix, W = LU, as in nflows (https://github.com/bayesiains/nflows, `LULinear`).
 *
 * Forward:  x = W z + bias;   L unit lower triangular, U upper triangular with diagonal softplus(·) + epsilon
 * Inverse:  z = U⁻¹ L⁻¹ (x − bias), by substitution
 * log|det|: Σ log diag(U), the same for every row
 * Shapes:   z, x [n, d];  logDet [n].  Parameters: factors [d, d], bias [d].  `factors` packs L below the diagonal, U above
 *           it and U's unconstrained diagonal on it.  Starts as the identity.
 * @throws RangeError if dimensions is not a whole number ≥ 1, or epsilon is not in (0, 1).
 */
export function luLinear(dimensions: number, { epsilon = 1e-3 }: LuLinearOptions = {}): Bijection {
  if (!(epsilon > 0 && epsilon < 1)) throw new RangeError(`luLinear: epsilon must be in (0, 1), got ${epsilon}.`);
  const d = positiveInteger('luLinear: dimensions', dimensions);
  const { below, above, diagonal } = trianglesOf(d);
  const square = (values: Float32Array): Tensor2D => tf.tensor2d(values, [d, d]);

  // softplus(start) + epsilon = 1
  const start = log(exp(1 - epsilon) - 1);
  const factors = makeVariable(
    [d, d],
    diagonal.map((one) => one * start),
  );
  const bias = makeVariable([d]);

  const assemble = () => {
    const eye = square(diagonal);
    const lower = tf.add<Tensor2D>(tf.mul(factors, square(below)), eye);
    const scale = tf.add(tf.softplus(factors), epsilon);
    const upper = tf.add<Tensor2D>(tf.mul(factors, square(above)), tf.mul(scale, eye));
    return { lower, upper, logDet: tf.sum(tf.mul(tf.log(scale), eye)) };
  };
  return {
    name: 'LU linear',
    dimensions: d,
    parameters: [factors, bias],
    forward: (z) =>
      tf.tidy(() => {
        const { lower, upper, logDet } = assemble();
        const weights = tf.transpose<Tensor2D>(tf.matMul(lower, upper));
        return {
          x: tf.add<Tensor2D>(tf.matMul(z, weights), bias),
          logDet: perRow(logDet, z.shape[0]),
        };
      }),
    inverse: (x) =>
      tf.tidy(() => {
        const { lower, upper, logDet } = assemble();
        const inverse = tf.matMul<Tensor2D>(triangularInverse(upper, 'upper'), triangularInverse(lower, 'lower'));
        const z = tf.matMul<Tensor2D>(tf.sub<Tensor2D>(x, bias), tf.transpose(inverse));
        return { z, logDet: perRow(tf.neg(logDet), x.shape[0]) };
      }),
  };
}
