import * as tf from '#tf';
import type { Scalar, Tensor, Tensor2D, Variable } from '#tf';
import { makeVariable } from './make-variable.ts';
import { trianglesOf } from './triangular.ts';

export type PluFactors = {
  /** [d, d]: L below the diagonal, U above it, logScale on it. */
  readonly variable: Variable;
  /** L with its diagonal of ones, U + diag(signs ⊙ exp(logScale)), and Σ logScale = log|det LU|. */
  assemble(): { lower: Tensor2D; upper: Tensor2D; logDet: Scalar };
};

/** The triangular factors of Glow's W = P·L·(U + diag(signs ⊙ exp(logScale))), https://arxiv.org/abs/1807.03039 §3.2. */
export function pluFactors(signs: Float32Array | Tensor, start?: ArrayLike<number>): PluFactors {
  const d = signs instanceof Float32Array ? signs.length : signs.size;
  const { below, above, diagonal } = trianglesOf(d);
  const square = (values: Float32Array): Tensor2D => tf.tensor2d(values, [d, d]);
  const variable = makeVariable([d, d], start);
  return {
    variable,
    assemble() {
      const eye = square(diagonal);
      // Off the diagonal the exponent is 0, so that no large entry of L or U can overflow.
      const logScale = tf.mul(variable, eye);
      const lower = tf.add<Tensor2D>(tf.mul(variable, square(below)), eye);
      const scale = tf.mul(tf.exp(logScale), tf.mul(eye, signs));
      const upper = tf.add<Tensor2D>(tf.mul(variable, square(above)), scale);
      return { lower, upper, logDet: tf.sum(logScale) };
    },
  };
}
