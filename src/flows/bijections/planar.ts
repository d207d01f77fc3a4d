import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D } from '#tf';
import { exp, log, normals } from '#numerics';
import type { Rng } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';
import { makeVariable } from '../make-variable.ts';
import type { Bijection } from '../types.ts';
import { planarRoot } from './planar-root.ts';

/** h of the planar flow: tanh, or a leaky ReLU that falls with `slope` below 0. */
export type PlanarActivation = { kind: 'tanh' } | { kind: 'leaky-relu'; slope: number };
export type PlanarOptions = {
  dimensions: number;
  /** Draws w and b. */
  rng: Rng;
  /** tanh where it is left out. */
  activation?: PlanarActivation | undefined;
};

/** What planar flows need of h: the map, 1 − h′ (which is 0 where h is steepest), and s + (gap − 1)·h(s) = a solved for s. */
export type Ridge = {
  h: (s: Tensor2D) => Tensor2D;
  flatness: (s: Tensor2D) => Tensor2D;
  solve: (a: Tensor2D, gap: Tensor) => Tensor2D;
};

/**
 * Planar flow, https://arxiv.org/abs/1505.05770 §4.1: space moves along one direction, by an amount decided along another.
 *
 * Forward:  x = z + û·h(s),   s = wᵀz + b,   û = u + (m(wᵀu) − wᵀu)·w/‖w‖²,   m(a) = softplus(a) − 1
 * log|det|: log(1 + wᵀû·h′(s)), by the matrix determinant lemma; wᵀû > −1 keeps it finite and the map one to one
 * Inverse:  z = x − û·h(s), where s solves s + wᵀû·h(s) = wᵀx + b: one bracketed root a row for tanh, in closed form for the
 *           leaky ReLU. Gradients pass through it by the implicit function theorem.
 * Shapes:   z, x [n, d];  logDet [n], nats.  Parameters: u [d], w [d], b [1].  Starts as the identity (û = 0) with random w, b.
 * @throws RangeError if dimensions is no whole number ≥ 1, or a leaky slope is not between 0 and 1 (both excluded).
 */
export function planar({ dimensions, rng, activation = { kind: 'tanh' } }: PlanarOptions): Bijection {
  const d = positiveInteger('planar: dimensions', dimensions);
  const { h, flatness, solve } = ridge(activation);
  const direction = normals(rng, d);
  const squares = direction.reduce((sum, entry) => sum + entry * entry, 0);
  // û = 0 where wᵀu = m⁻¹(0) = log(e − 1) and u lies along w.
  const along = log(exp(1) - 1) / squares;
  const w = makeVariable([d], direction);
  const u = makeVariable(
    [d],
    direction.map((entry) => entry * along),
  );
  const b = makeVariable([1], normals(rng, 1));

  const distance = (points: Tensor2D): Tensor2D => tf.add(tf.matMul(points, tf.reshape(w, [d, 1])), b);
  const logSlope = (s: Tensor2D, gap: Tensor): Tensor1D => ridgeLogSlope(flatness(s), gap);
  const shift = (s: Tensor2D, uHat: Tensor): Tensor2D => tf.mul(h(s), uHat);
  return {
    name: 'planar',
    dimensions: d,
    parameters: [u, w, b],
    forward: (z) =>
      tf.tidy(() => {
        const { uHat, gap } = planarDirection(u, w);
        const s = distance(z);
        return { x: tf.add<Tensor2D>(z, shift(s, uHat)), logDet: logSlope(s, gap) };
      }),
    inverse: (x) =>
      tf.tidy(() => {
        const { uHat, gap } = planarDirection(u, w);
        const s = solve(distance(x), gap);
        return { z: tf.sub<Tensor2D>(x, shift(s, uHat)), logDet: tf.neg<Tensor1D>(logSlope(s, gap)) };
      }),
  };
}

/**
 * û from u and w, both [d], and gap = 1 + wᵀû = softplus(wᵀu) > 0, [1]. The correction lies along w and is divided by ‖w‖²
 * (not ‖w‖, as some texts have it), so that wᵀû comes out as m(wᵀu) whatever the length of w.
 */
export function planarDirection(u: Tensor, w: Tensor): { uHat: Tensor; dot: Tensor; gap: Tensor } {
  const dot = tf.reshape(tf.sum(tf.mul(w, u)), [1]);
  const gap = tf.softplus(dot);
  const correction = tf.div(tf.sub(tf.sub(gap, 1), dot), tf.sum(tf.square(w)));
  return { uHat: tf.add(u, tf.mul(w, correction)), dot, gap };
}

/** log(1 + wᵀû·h′) = log((1 − h′) + gap·h′), [n, 1] → [n]: a sum of what is never negative, where the left side would cancel. */
export function ridgeLogSlope(flat: Tensor2D, gap: Tensor): Tensor1D {
  return tf.reshape(tf.log(tf.add(flat, tf.mul(tf.sub(1, flat), gap))), [flat.shape[0]]);
}

/** @throws RangeError for a slope out of range, TypeError for another kind. */
export function ridge(activation: PlanarActivation): Ridge {
  switch (activation?.kind) {
    case 'tanh':
      return { h: tf.tanh, flatness: (s) => tf.square(tf.tanh(s)), solve: planarRoot };
    case 'leaky-relu': {
      const { slope } = activation;
      if (typeof slope !== 'number') {
        throw new TypeError(`planar: activation: slope must be a number, got ${JSON.stringify(slope)}.`);
      }
      if (!(slope > 0 && slope < 1)) {
        throw new RangeError(`planar: activation: slope must lie between 0 and 1, both excluded, got ${slope}.`);
      }
      const flatness = (s: Tensor2D): Tensor2D => tf.mul(tf.sub(1, tf.step(s)), 1 - slope);
      return {
        h: (s) => tf.leakyRelu(s, slope),
        flatness,
        // s and a have the same sign, and h is a straight line on either side of 0.
        solve: (a, gap) => {
          const flat = flatness(a);
          return tf.div(a, tf.add(flat, tf.mul(tf.sub(1, flat), gap)));
        },
      };
    }
    default: {
      const { kind = activation } = (activation ?? {}) as { kind?: unknown };
      throw new TypeError(`planar: activation: kind must be one of tanh, leaky-relu, got ${JSON.stringify(kind)}.`);
    }
  }
}
