import * as tf from '#tf';
import type { Tensor, Tensor2D } from '#tf';
import type { Transformer } from '../types.ts';
import { parameterRows } from './parameter-rows.ts';
import { checkBins, cutInterval, insideOnly, pick } from './spline-bins.ts';
import type { Interval } from './spline-bins.ts';

export type LinearSplineOptions = {
  bins: number;
  /** Where it bends; the identity outside. */
  interval?: Interval;
  /** The least height of a bin, as a share of the interval. */
  minHeight?: number;
};

/**
 * Piecewise-linear spline, https://arxiv.org/abs/1808.03856 §4.1: K bins of one width w, whose heights are learned.
 *
 * Forward:  x = y_k + (h_k ÷ w)·(z − z_k) in bin k of [left, right], h = heights from softmax(θ);  x = z outside
 * log|∂x/∂z| = log(h_k ÷ w), nats; inverse by the same bins seen from the other side
 * Shapes:   z, x [n, …];  θ [n, …, K].  θ = 0 is the identity.  [0, 1] gives the unit-interval form.
 * @throws RangeError if the bins cannot increase; TypeError if bins is no number.
 */
export function linearSpline({ bins, interval = [-3, 3], minHeight = 1e-3 }: LinearSplineOptions): Transformer {
  checkBins('linearSpline', bins, interval, { minHeight });
  const width = (interval[1] - interval[0]) / bins;
  const lines = (theta: Tensor) => {
    const { edges: y, sizes } = cutInterval(parameterRows(theta, bins), interval, minHeight);
    const n = y.shape[1];
    const starts = tf.reshape(tf.tensor1d(Float32Array.from({ length: bins }, (_, k) => interval[0] + k * width)), [
      bins,
      1,
    ]);
    const z = tf.mul<Tensor2D>(starts, tf.ones([1, n]));
    return { z, y, slopes: tf.div<Tensor2D>(sizes, width) };
  };
  return {
    name: 'linear spline',
    paramsPerDim: bins,
    forward(input, theta) {
      const { z, y, slopes } = lines(theta);
      const { value, logSlope } = insideOnly(input, interval, (inside) => {
        const [start, level, slope] = pick([z, y, slopes], inside, z) as [Tensor2D, Tensor2D, Tensor2D];
        const value = tf.add<Tensor2D>(level, tf.mul(slope, tf.sub(inside, start)));
        return { value, logSlope: tf.log(slope) };
      });
      return { x: value, logSlope };
    },
    inverse(input, theta) {
      const { z, y, slopes } = lines(theta);
      const { value, logSlope } = insideOnly(input, interval, (inside) => {
        const [start, level, slope] = pick([z, y, slopes], inside, y) as [Tensor2D, Tensor2D, Tensor2D];
        const value = tf.add<Tensor2D>(start, tf.div(tf.sub(inside, level), slope));
        return { value, logSlope: tf.neg(tf.log(slope)) };
      });
      return { z: value, logSlope };
    },
  };
}
