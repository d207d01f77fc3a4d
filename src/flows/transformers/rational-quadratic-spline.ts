import * as tf from '#tf';
import type { Tensor, Tensor2D } from '#tf';
import { positiveNumber } from '../argument-checks.ts';
import type { Transformer } from '../types.ts';
import { exponential } from './scale-maps.ts';
import type { ScaleMap } from './scale-maps.ts';
import { parameterRows, rows } from './parameter-rows.ts';
import { checkBins, cutInterval, insideOnly, pick } from './spline-bins.ts';
import type { Interval } from './spline-bins.ts';

export type RationalQuadraticSplineOptions = {
  bins: number;
  /** Where it bends; the identity outside. */
  interval?: Interval;
  /** Slope at the two ends of the interval: 1, so that it meets the linear tails smoothly, or learned. */
  ends?: 'linear' | 'free';
  /** The least width and height of a bin, as shares of the interval, and the least slope at a knot. */
  minWidth?: number;
  minHeight?: number;
  minSlope?: number;
  /** Factor on the numbers that become widths and heights; nflows takes 1/√(hidden units) behind a net. */
  gain?: number;
  /** Whether θ = 0 has slope 1 at every knot, the identity. nflows' default is slope minSlope + log 2. */
  identityAtZero?: boolean;
  /** Applied to the numbers that become widths and heights, before `gain`; none by default. zuko takes a soft clip. */
  shares?: ScaleMap;
  /** From a slope's number to the log of the slope at its knot, in place of softplus with its least slope. */
  logSlopes?: ScaleMap;
};

/** A bin's place, size and the slopes at its two ends, one column for each value. */
type Bin = Record<'z' | 'width' | 'x' | 'height' | 'left' | 'right', Tensor2D>;

/**
 * Monotone rational-quadratic spline, https://arxiv.org/abs/1906.04032 §3.1: K bins whose widths, heights and slopes at the
 * knots are learned; a quadratic over a quadratic in each, with a continuous slope.
 *
 * Forward:  x = x_k + h(sξ² + d_k ξ(1−ξ)) ÷ D,   ξ = (z − z_k) ÷ w,  s = h ÷ w,  D = s + (d_k + d_{k+1} − 2s)ξ(1−ξ)
 *           log|∂x/∂z| = 2 log s + log(d_{k+1}ξ² + 2sξ(1−ξ) + d_k(1−ξ)²) − 2 log D, nats;  x = z outside the interval
 * Inverse:  ξ by the stable root of a quadratic, eq. 6–8 there
 * Shapes:   z, x [n, …];  θ [n, …, 3K − 1], or 3K + 1 with free ends: widths, heights, slopes.  θ = 0 is the identity.
 * @throws RangeError if the bins cannot increase, gain ≤ 0 or minSlope is not in (0, 1); TypeError if bins is no number.
 */
export function rationalQuadraticSpline(options: RationalQuadraticSplineOptions): Transformer {
  const { bins, interval = [-3, 3], ends = 'linear', minWidth = 1e-3, minHeight = 1e-3 } = options;
  const { minSlope = 1e-3, gain = 1, identityAtZero = true, shares = exponential, logSlopes } = options;
  const name = 'rationalQuadraticSpline';
  checkBins(name, bins, interval, { minWidth, minHeight });
  positiveNumber(`${name}: gain`, gain);
  if (!(minSlope > 0 && minSlope < 1)) throw new RangeError(`${name}: minSlope must be in (0, 1), got ${minSlope}.`);
  if (ends !== 'linear' && ends !== 'free') {
    throw new RangeError(`${name}: ends must be 'linear' or 'free', got ${JSON.stringify(ends)}.`);
  }
  const freeSlopes = ends === 'linear' ? bins - 1 : bins + 1;
  const paramsPerDim = 2 * bins + freeSlopes;
  // softplus(βu) ÷ β is (log 2) ÷ β at 0, so this β makes every slope 1 there.
  const sharpness = identityAtZero ? Math.LN2 / (1 - minSlope) : 1;

  const slope = (u: Tensor2D): Tensor2D =>
    logSlopes ? tf.exp(logSlopes(u)) : tf.add(tf.div(tf.softplus(tf.mul(u, sharpness)), sharpness), minSlope);

  /** All bins, as tables [K, N]. */
  const cut = (theta: Tensor): Bin => {
    const table = parameterRows(theta, paramsPerDim);
    const n = table.shape[1];
    const { edges: z, sizes: width } = cutInterval(tf.mul(shares(rows(table, 0, bins)), gain), interval, minWidth);
    const { edges: x, sizes: height } = cutInterval(tf.mul(shares(rows(table, bins, bins)), gain), interval, minHeight);
    const learned = freeSlopes === 0 ? [] : [slope(rows(table, 2 * bins, freeSlopes))];
    const one = ends === 'linear' ? [tf.ones([1, n]) as Tensor2D] : [];
    const knots = tf.concat([...one, ...learned, ...one], 0);
    return { z, width, x, height, left: rows(knots, 0, bins), right: rows(knots, 1, bins) };
  };
  return {
    name: 'rational-quadratic spline',
    paramsPerDim,
    forward(input, theta) {
      const all = cut(theta);
      const { value, logSlope } = insideOnly(input, interval, (inside) => {
        const bin = binAt(all, inside, all.z);
        const xi = tf.div<Tensor2D>(tf.sub(inside, bin.z), bin.width);
        return { value: valueAt(xi, bin), logSlope: logSlopeAt(xi, bin) };
      });
      return { x: value, logSlope };
    },
    inverse(input, theta) {
      const all = cut(theta);
      const { value, logSlope } = insideOnly(input, interval, (inside) => {
        const bin = binAt(all, inside, all.x);
        const xi = rootAt(inside, bin);
        return { value: tf.add<Tensor2D>(bin.z, tf.mul(xi, bin.width)), logSlope: tf.neg(logSlopeAt(xi, bin)) };
      });
      return { z: value, logSlope };
    },
  };
}

/** The bin that holds each value, found by its left edge. */
function binAt(all: Bin, values: Tensor2D, edges: Tensor2D): Bin {
  const tables = [all.z, all.width, all.x, all.height, all.left, all.right];
  const [z, width, x, height, left, right] = pick(tables, values, edges) as [
    Tensor2D,
    Tensor2D,
    Tensor2D,
    Tensor2D,
    Tensor2D,
    Tensor2D,
  ];
  return { z, width, x, height, left, right };
}

/** s and d_k + d_{k+1} − 2s: the chord's slope, and how far the ends' slopes exceed it. */
function chord({ width, height, left, right }: Bin): { s: Tensor2D; excess: Tensor2D } {
  const s = tf.div<Tensor2D>(height, width);
  return { s, excess: tf.sub(tf.add(left, right), tf.mul(s, 2)) };
}

function valueAt(xi: Tensor2D, bin: Bin): Tensor2D {
  const { s, excess } = chord(bin);
  const between = tf.mul(xi, tf.sub(1, xi));
  const numerator = tf.add(tf.mul(s, tf.square(xi)), tf.mul(bin.left, between));
  return tf.add(bin.x, tf.div(tf.mul(bin.height, numerator), tf.add(s, tf.mul(excess, between))));
}

function logSlopeAt(xi: Tensor2D, bin: Bin): Tensor2D {
  const { s, excess } = chord(bin);
  const rest = tf.sub<Tensor2D>(1, xi);
  const between = tf.mul<Tensor2D>(xi, rest);
  const numerator = tf.addN<Tensor2D>([
    tf.mul(bin.right, tf.square(xi)),
    tf.mul(tf.mul(s, between), 2),
    tf.mul(bin.left, tf.square(rest)),
  ]);
  const denominator = tf.log(tf.add(s, tf.mul(excess, between)));
  return tf.add(tf.log(numerator), tf.mul(tf.sub(tf.log(s), denominator), 2));
}

/** ξ with x(ξ) = x: aξ² + bξ + c = 0, by the root that does not cancel. */
function rootAt(x: Tensor2D, bin: Bin): Tensor2D {
  const { s, excess } = chord(bin);
  const risen = tf.sub<Tensor2D>(x, bin.x);
  const shared = tf.mul(risen, excess);
  const a = tf.add(tf.mul(bin.height, tf.sub(s, bin.left)), shared);
  const b = tf.sub(tf.mul(bin.height, bin.left), shared);
  const c = tf.neg(tf.mul(s, risen));
  const discriminant = tf.sub(tf.square(b), tf.mul(tf.mul(a, c), 4));
  // Above 0 in exact arithmetic; rounding must not make it a NaN.
  return tf.div(tf.mul(c, -2), tf.add(b, tf.sqrt(tf.maximum(discriminant, 1e-30))));
}
