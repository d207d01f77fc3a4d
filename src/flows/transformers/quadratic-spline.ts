import * as tf from '#tf';
import type { Tensor, Tensor2D } from '#tf';
import { positiveNumber } from '../argument-checks.ts';
import type { Transformer } from '../types.ts';
import { asRow, parameterRows, rows } from './parameter-rows.ts';
import { checkBins, cutInterval, insideOnly, leftEdges, pick } from './spline-bins.ts';
import type { Interval } from './spline-bins.ts';

export type QuadraticSplineOptions = {
  bins: number;
  /** Where it bends; the identity outside. */
  interval?: Interval;
  /** Slope at the two ends of the interval: 1, so that it meets the linear tails smoothly, or learned. */
  ends?: 'linear' | 'free';
  /** The least width of a bin as a share of the interval, and the least slope. */
  minWidth?: number;
  minSlope?: number;
  /** How an end bin's inner knot counts in the slope at the ends. ½ makes that slope 1; nflows has ¼, and so a small kink. */
  endWeight?: number;
};

/**
 * Piecewise-quadratic spline, https://arxiv.org/abs/1808.03856 §4.2: its slope is piecewise linear, over K bins whose widths and
 * slopes at the knots are learned and scaled to carry the interval onto itself.
 *
 * Forward:  x = x_k + w(d_k ξ + ½(d_{k+1} − d_k)ξ²),  ξ = (z − z_k) ÷ w;   log|∂x/∂z| = log(d_k + (d_{k+1} − d_k)ξ), nats
 *           d = minSlope + (1 − minSlope)·v ÷ Σ w(v_k + v_{k+1}) ÷ 2L,  v = softplus(θ) + 1e-3;  x = z outside the interval, of length L
 * Inverse:  ξ by the root of the quadratic that does not cancel
 * Shapes:   z, x [n, …];  θ [n, …, 2K − 1], or 2K + 1 with free ends: widths, slopes.  θ = 0 is the identity.
 * @throws RangeError if the bins cannot increase, minSlope is not in (0, 1), endWeight ≤ 0, or there is one bin with linear ends.
 */
export function quadraticSpline(options: QuadraticSplineOptions): Transformer {
  const { bins, interval = [-3, 3], ends = 'linear', minWidth = 1e-3, minSlope = 1e-3, endWeight = 0.5 } = options;
  checkBins('quadraticSpline', bins, interval, { minWidth });
  positiveNumber('quadraticSpline: endWeight', endWeight);
  if (!(minSlope > 0 && minSlope < 1)) {
    throw new RangeError(`quadraticSpline: minSlope must be in (0, 1), got ${minSlope}.`);
  }
  if (ends !== 'linear' && ends !== 'free') {
    throw new RangeError(`quadraticSpline: ends must be 'linear' or 'free', got ${JSON.stringify(ends)}.`);
  }
  if (ends === 'linear' && bins < 2) {
    throw new RangeError(`quadraticSpline: bins must be ≥ 2 with linear ends, got ${bins}.`);
  }
  const length = interval[1] - interval[0];
  const knots = ends === 'linear' ? bins - 1 : bins + 1;

  const cut = (theta: Tensor): Bins => {
    const table = parameterRows(theta, bins + knots);
    const { edges: z, sizes: width } = cutInterval(rows(table, 0, bins), interval, minWidth);
    const inner = tf.add<Tensor2D>(tf.softplus(rows(table, bins, knots)), 1e-3);
    const shares = tf.div<Tensor2D>(width, length);
    const heights = ends === 'free' ? inner : withEnds(inner, shares, endWeight);
    const scaled = tf.div<Tensor2D>(heights, area(heights, shares));
    const slopes = tf.add<Tensor2D>(tf.mul(scaled, 1 - minSlope), minSlope);
    const [left, right] = [rows(slopes, 0, bins), rows(slopes, 1, bins)];
    const rises = tf.mul<Tensor2D>(tf.mul(tf.add(left, right), 0.5), width);
    return { z, width, x: leftEdges(rises, interval[0]), left, right };
  };
  return {
    name: 'quadratic spline',
    paramsPerDim: bins + knots,
    forward(input, theta) {
      const all = cut(theta);
      const { value, logSlope } = insideOnly(input, interval, (inside) => {
        const bin = binAt(all, inside, all.z);
        const xi = tf.div<Tensor2D>(tf.sub(inside, bin.z), bin.width);
        const steepening = tf.mul<Tensor2D>(tf.sub(bin.right, bin.left), xi);
        const risen = tf.mul(tf.mul(bin.width, xi), tf.add(bin.left, tf.mul(steepening, 0.5)));
        return { value: tf.add(bin.x, risen), logSlope: tf.log(tf.add(bin.left, steepening)) };
      });
      return { x: value, logSlope };
    },
    inverse(input, theta) {
      const all = cut(theta);
      const { value, logSlope } = insideOnly(input, interval, (inside) => {
        const bin = binAt(all, inside, all.x);
        const steepening = tf.sub<Tensor2D>(bin.right, bin.left);
        // ½(d′ − d)ξ² + dξ − (x − x_k) ÷ w = 0; the root of the discriminant is the slope at ξ.
        const risen = tf.div<Tensor2D>(tf.sub(inside, bin.x), bin.width);
        const discriminant = tf.add(tf.square(bin.left), tf.mul(tf.mul(steepening, risen), 2));
        const slope = tf.sqrt<Tensor2D>(tf.maximum(discriminant, 1e-30));
        const xi = tf.div<Tensor2D>(tf.mul(risen, 2), tf.add(bin.left, slope));
        return { value: tf.add<Tensor2D>(bin.z, tf.mul(xi, bin.width)), logSlope: tf.neg(tf.log(slope)) };
      });
      return { z: value, logSlope };
    },
  };
}

/** All bins, as tables [K, N], or one for each value. */
type Bins = Record<'z' | 'width' | 'x' | 'left' | 'right', Tensor2D>;

function binAt(all: Bins, values: Tensor2D, edges: Tensor2D): Bins {
  const picked = pick([all.z, all.width, all.x, all.left, all.right], values, edges);
  const [z, width, x, left, right] = picked as [Tensor2D, Tensor2D, Tensor2D, Tensor2D, Tensor2D];
  return { z, width, x, left, right };
}

/** Σ w(v_k + v_{k+1}) ÷ 2 of K + 1 heights over K shares: [1, N]. */
function area(heights: Tensor2D, shares: Tensor2D): Tensor2D {
  const bins = shares.shape[0];
  const means = tf.mul(tf.add(rows(heights, 0, bins), rows(heights, 1, bins)), 0.5);
  return asRow(tf.sum(tf.mul(means, shares), 0));
}

/** K + 1 heights from the K − 1 inner ones: at the ends the height that is 1 once the area is. */
function withEnds(inner: Tensor2D, shares: Tensor2D, endWeight: number): Tensor2D {
  const bins = shares.shape[0];
  const [first, last] = [rows(shares, 0, 1), rows(shares, bins - 1, 1)];
  const atEnds = tf.add(tf.mul(first, rows(inner, 0, 1)), tf.mul(last, rows(inner, bins - 2, 1)));
  const between = bins > 2 ? area(inner, rows(shares, 1, bins - 2)) : 0;
  const end = tf.div<Tensor2D>(tf.add(tf.mul(atEnds, endWeight), between), tf.sub(1, tf.mul(tf.add(first, last), 0.5)));
  return tf.concat([end, inner, end], 0);
}
