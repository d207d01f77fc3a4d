import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { normals } from '#numerics';
import type { Rng } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';
import { makeVariable } from '../make-variable.ts';
import { zeroLogDet } from '../per-row.ts';
import type { Bijection } from '../types.ts';

export type HouseholderOptions = {
  dimensions: number;
  /** Number of mirrors; with as many as there are dimensions, every orthogonal matrix can be written. */
  reflections: number;
  /** Draws the mirrors. */
  rng: Rng;
};

/**
 * A product of Householder reflections, https://arxiv.org/abs/1611.09630: a trained orthogonal matrix.
 *
 * Forward:  for each row v of `vectors`, in order:  z ← z − 2·(z·v)·v/‖v‖²;   x is the last
 * Inverse:  the same mirrors in reverse order (each is its own inverse)
 * log|det|: 0, each mirror has det −1
 * Shapes:   z, x [n, d];  logDet [n], nats.  Parameters: vectors [reflections, d].  Mirrors are drawn in equal pairs, which
 *           cancel: an even number of them starts as the identity.
 * @throws RangeError if dimensions or reflections is no whole number ≥ 1.
 */
export function householder({ dimensions, reflections, rng }: HouseholderOptions): Bijection {
  const d = positiveInteger('householder: dimensions', dimensions);
  const count = positiveInteger('householder: reflections', reflections);
  const drawn = normals(rng, Math.ceil(count / 2) * d);
  const vectors = makeVariable(
    [count, d],
    Float32Array.from({ length: count * d }, (_, at) => drawn[Math.floor(at / (2 * d)) * d + (at % d)]!),
  );
  const forwards = Array.from({ length: count }, (_, k) => k);
  const backwards = forwards.toReversed();

  const reflect = (points: Tensor2D, order: readonly number[]): Tensor2D =>
    order.reduce((moved, k) => {
      const v = tf.slice(vectors, [k, 0], [1, d]) as Tensor2D;
      const along = tf.div(tf.matMul(moved, tf.transpose(v)), tf.sum(tf.square(v)));
      return tf.sub<Tensor2D>(moved, tf.mul(tf.mul(along, v), 2));
    }, points);
  return {
    name: 'Householder product',
    dimensions: d,
    parameters: [vectors],
    forward: (z) => tf.tidy(() => ({ x: reflect(z, forwards), logDet: zeroLogDet(z) })),
    inverse: (x) => tf.tidy(() => ({ z: reflect(x, backwards), logDet: zeroLogDet(x) })),
  };
}
