import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { checkDeviation, moments } from '../column-moments.ts';
import type { Deviation } from '../column-moments.ts';
import { perRow } from '../per-row.ts';
import type { Bijection, Pulled } from '../types.ts';
import { positiveInteger } from '../argument-checks.ts';
import { makeVariable } from '../make-variable.ts';

export type ActnormOptions = {
  /** Squares are summed and divided by n − 1 (`unbiased`) or by n (`biased`): programs differ. */
  deviation?: Deviation | undefined;
};

/**
 * Activation normalization, https://arxiv.org/abs/1807.03039 §3.1: a shift and a scale for each dimension, set from the
 * first batch of data so that z has mean 0 and variance 1 there, and trained from then on.
 *
 * Forward:  x = z⊙exp(logScale) + shift,   log|det| = Σ logScale
 * Inverse:  z = (x − shift)⊙exp(−logScale)
 * Shapes:   z, x [n, d];  logDet [n].  Parameters: logScale [d], shift [d].  State: initialised (0 or 1), shape [1].
 * @throws RangeError if dimensions is no whole number ≥ 1, or deviation has no such name.
 */
export function actnorm(dimensions: number, { deviation = 'unbiased' }: ActnormOptions = {}): Bijection {
  checkDeviation(deviation);
  const d = positiveInteger('actnorm: dimensions', dimensions);
  const logScale = makeVariable([d]);
  const shift = makeVariable([d]);
  const initialised = makeVariable([1], [0], false);

  const inverse = (x: Tensor2D): Pulled =>
    tf.tidy(() => {
      const s = tf.neg(logScale);
      return {
        z: tf.mul<Tensor2D>(tf.sub(x, shift), tf.exp(s)),
        logDet: perRow(tf.sum(s), x.shape[0]),
      };
    });
  return {
    name: 'actnorm',
    dimensions: d,
    parameters: [logScale, shift],
    state: [initialised],
    initialise(x) {
      if (initialised.dataSync()[0] === 0) {
        const { mean, logDeviation } = moments(x, deviation);
        tf.tidy(() => {
          shift.assign(tf.tensor1d(mean));
          logScale.assign(tf.tensor1d(logDeviation));
          initialised.assign(tf.ones([1]));
        });
      }
      return inverse(x);
    },
    forward: (z) =>
      tf.tidy(() => ({
        x: tf.add<Tensor2D>(tf.mul(z, tf.exp(logScale)), shift),
        logDet: perRow(tf.sum(logScale), z.shape[0]),
      })),
    inverse,
  };
}
