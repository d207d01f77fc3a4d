import * as tf from '#tf';
import type { Tensor1D, Tensor2D } from '#tf';
import type { Rng } from '#numerics';
import { exp, log } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';
import { checkedContext } from '../checked-context.ts';
import { linearLayer } from '../conditioners/linear-layer.ts';
import type { Bijection } from '../types.ts';
import { ridge, ridgeLogSlope } from './planar.ts';
import type { PlanarActivation } from './planar.ts';

export type AmortisedPlanarOptions = {
  dimensions: number;
  /** Width c of the context [n, c] that decides u, w and b. */
  contextDimensions: number;
  /** Draws the weights that give w and b. */
  rng: Rng;
  /** tanh where it is left out. */
  activation?: PlanarActivation | undefined;
};

/**
 * The planar flow with its parameters read off a context, so that every row bends in its own way: the amortised posterior of
 * https://arxiv.org/abs/1505.05770 §4.2 and of https://arxiv.org/abs/1803.05649 §4.
 *
 * Forward:  x = z + û·h(s),   s = wᵀz + b,   û = u + (m(wᵀu) − wᵀu)·w/‖w‖²,   m(a) = softplus(a) − 1, row by row
 *           w = h W_w + b_w,   b = h W_b + b_b,   u = h W_u + b_u + log(e − 1)·w/‖w‖², so that W_u = b_u = 0 is the identity
 * log|det|: log(1 + wᵀû·h′(s)), nats
 * Inverse:  as in `planar`, one bracketed root a row for tanh
 * Shapes:   z, x [n, d];  context [n, c];  logDet [n].  Parameters: W_u [c, d], b_u [d], W_w [c, d], b_w [d], W_b [c, 1], b_b [1].
 * @throws RangeError if a size is no whole number ≥ 1, or a leaky slope is not between 0 and 1.  When run: TypeError without a
 *         context, RangeError for one of another shape.
 */
export function amortisedPlanar(options: AmortisedPlanarOptions): Bijection {
  const { rng, activation = { kind: 'tanh' } } = options;
  const d = positiveInteger('amortisedPlanar: dimensions', options.dimensions);
  const c = positiveInteger('amortisedPlanar: contextDimensions', options.contextDimensions);
  const { h, flatness, solve } = ridge(activation);
  const across = linearLayer({ fanIn: c, width: d, gain: 0, rng });
  const along = linearLayer({ fanIn: c, width: d, gain: 1, rng });
  const offset = linearLayer({ fanIn: c, width: 1, gain: 1, rng });
  const identity = log(exp(1) - 1);

  const read = (n: number, given: Tensor2D | undefined) => {
    const context = checkedContext('amortisedPlanar', given, n, c);
    const w = along.apply(context);
    const free = across.apply(context);
    const squares = tf.sum(tf.square(w), 1, true);
    const dot = tf.add<Tensor2D>(tf.sum(tf.mul(w, free), 1, true), identity);
    const gap = tf.softplus(dot);
    // û = u + (gap − 1 − wᵀu)·w/‖w‖² with u = free + identity·w/‖w‖² and dot = wᵀu.
    const push = tf.add(tf.sub(tf.sub(gap, 1), dot), identity);
    const uHat = tf.add<Tensor2D>(free, tf.mul(w, tf.div(push, squares)));
    const distance = (points: Tensor2D): Tensor2D => tf.add(tf.sum(tf.mul(points, w), 1, true), offset.apply(context));
    return { uHat, gap, distance };
  };
  const logSlope = (s: Tensor2D, gap: Tensor2D): Tensor1D => ridgeLogSlope(flatness(s), gap);
  return {
    name: 'amortised planar',
    dimensions: d,
    parameters: [across, along, offset].flatMap((layer) => layer.parameters),
    forward: (z, context) =>
      tf.tidy(() => {
        const { uHat, gap, distance } = read(z.shape[0], context);
        const s = distance(z);
        return { x: tf.add<Tensor2D>(z, tf.mul(h(s), uHat)), logDet: logSlope(s, gap) };
      }),
    inverse: (x, context) =>
      tf.tidy(() => {
        const { uHat, gap, distance } = read(x.shape[0], context);
        const s = solve(distance(x), gap);
        return { z: tf.sub<Tensor2D>(x, tf.mul(h(s), uHat)), logDet: tf.neg<Tensor1D>(logSlope(s, gap)) };
      }),
  };
}
