import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { exp } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';
import { checkDeviation, moments } from '../column-moments.ts';
import { makeVariable } from '../make-variable.ts';
import { perRow } from '../per-row.ts';
import type { Bijection, Pulled } from '../types.ts';
import type { ActnormOptions } from './actnorm.ts';

/**
 * Activation normalization that trains the factor itself, of either sign, as in rosinality's program of Glow
 * (https://github.com/rosinality/glow-pytorch); `actnorm` trains its logarithm, which cannot cross 0.
 *
 * Inverse:  z = factor⊙(x + offset),   log|det| = Σ log|factor|
 * Forward:  x = z ÷ factor − offset
 * Shapes:   z, x [n, d];  logDet [n], nats.  Parameters: offset [d], factor [d].  State: initialised (0 or 1), shape [1].
 * @throws RangeError if dimensions is no whole number ≥ 1, or deviation has no such name.
 */
export function directActnorm(dimensions: number, { deviation = 'unbiased' }: ActnormOptions = {}): Bijection {
  checkDeviation(deviation);
  const d = positiveInteger('directActnorm: dimensions', dimensions);
  const offset = makeVariable([d]);
  const factor = makeVariable([d], new Float32Array(d).fill(1));
  const initialised = makeVariable([1], [0], false);

  const logSize = () => tf.sum(tf.log(tf.abs(factor)));
  const inverse = (x: Tensor2D): Pulled =>
    tf.tidy(() => ({ z: tf.mul<Tensor2D>(tf.add(x, offset), factor), logDet: perRow(logSize(), x.shape[0]) }));
  return {
    name: 'direct actnorm',
    dimensions: d,
    parameters: [offset, factor],
    state: [initialised],
    initialise(x) {
      if (initialised.dataSync()[0] === 0) {
        const { mean, logDeviation } = moments(x, deviation);
        tf.tidy(() => {
          offset.assign(tf.neg(tf.tensor1d(mean)));
          factor.assign(tf.tensor1d(logDeviation.map((value) => exp(-value))));
          initialised.assign(tf.ones([1]));
        });
      }
      return inverse(x);
    },
    forward: (z) =>
      tf.tidy(() => ({
        x: tf.sub<Tensor2D>(tf.div(z, factor), offset),
        logDet: perRow(tf.neg(logSize()), z.shape[0]),
      })),
    inverse,
  };
}
