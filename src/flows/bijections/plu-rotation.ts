import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { log, lu } from '#numerics';
import type { Rng } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';
import { makeVariable } from '../make-variable.ts';
import { pluFactors } from '../plu-factors.ts';
import { randomRotation } from '../random-rotation.ts';
import { triangularInverse } from '../triangular.ts';
import { perRow } from '../per-row.ts';
import type { Bijection } from '../types.ts';

/**
 * Glow's trained matrix by its PLU factors, https://arxiv.org/abs/1807.03039 §3.2: starts as a random rotation, whose
 * permutation P and signs stay fixed.  W = P·L·(U + diag(signs ⊙ exp(logScale))) stands on the scoring side.
 *
 * Inverse:  z = W x for every row x  (`pluLinear` has z = x W, and starts as a permutation that the caller gives)
 * Forward:  x = W⁻¹ z, by substitution
 * log|det|: −Σ logScale forward, +Σ logScale inverse, the same for every row
 * Shapes:   z, x [n, d];  logDet [n], nats.  Parameters: factors [d, d], which packs L below the diagonal, U above it and
 *           logScale on it.  State: P [d, d], signs [d].
 * @throws RangeError if dimensions is no whole number ≥ 1.
 */
export function pluRotation({ dimensions, rng }: { dimensions: number; rng: Rng }): Bijection {
  const d = positiveInteger('pluRotation: dimensions', dimensions);
  const { order, values } = lu({ n: d, values: randomRotation(d, rng) });
  const pivots = Array.from({ length: d }, (_, i) => values[i * (d + 1)]!);
  // Column i of P has its one in row order[i]: P puts row i of LU where the rotation has it.
  const permutation = makeVariable(
    [d, d],
    Float32Array.from({ length: d * d }, (_, at) => (order[at % d] === Math.floor(at / d) ? 1 : 0)),
    false,
  );
  const signs = makeVariable(
    [d],
    pivots.map((pivot) => (pivot < 0 ? -1 : 1)),
    false,
  );
  const start = values.map((value, at) => (at % (d + 1) === 0 ? log(Math.abs(value)) : value));
  const { variable, assemble } = pluFactors(signs, start);
  const p = () => permutation as tf.Tensor as Tensor2D;
  return {
    name: 'PLU rotation',
    dimensions: d,
    parameters: [variable],
    state: [permutation, signs],
    forward: (z) =>
      tf.tidy(() => {
        const { lower, upper, logDet } = assemble();
        const factors = tf.matMul<Tensor2D>(triangularInverse(upper, 'upper'), triangularInverse(lower, 'lower'));
        const inverse = tf.matMul<Tensor2D>(factors, tf.transpose(p()));
        return { x: tf.matMul<Tensor2D>(z, tf.transpose(inverse)), logDet: perRow(tf.neg(logDet), z.shape[0]) };
      }),
    inverse: (x) =>
      tf.tidy(() => {
        const { lower, upper, logDet } = assemble();
        const weights = tf.matMul<Tensor2D>(p(), tf.matMul<Tensor2D>(lower, upper));
        return { z: tf.matMul<Tensor2D>(x, tf.transpose(weights)), logDet: perRow(logDet, x.shape[0]) };
      }),
  };
}
