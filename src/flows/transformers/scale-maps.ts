import * as tf from '#tf';
import type { Tensor } from '#tf';
import { finiteNumber, positiveNumber } from '../argument-checks.ts';

/**
 * From the conditioner's unbounded u to the log-slope s of an affine map x = z·exp(s) + t, elementwise.
 * Everything that distinguishes one affine coupling of the literature from another is in this choice.
 */
export type ScaleMap = <T extends Tensor>(u: T) => T;

/** s = u, RealNVP as published (https://arxiv.org/abs/1605.08803). Unbounded: exp(s) overflows float32 beyond s ≈ 88. */
export const exponential: ScaleMap = (u) => u;

/**
 * s = bound·tanh(gain·u): no slope is steeper than exp(bound) or flatter than exp(−bound).
 * With gain = 1/bound, the default, s ≈ u near 0, so the map still starts as `exponential` does; FrEIA takes gain = 1.
 * @throws RangeError if bound or gain is not a finite number > 0.
 */
export function softClamp(bound: number, gain = 1 / bound): ScaleMap {
  positiveNumber('softClamp: bound', bound);
  positiveNumber('softClamp: gain', gain);
  return (u) => tf.mul(tf.tanh(gain === 1 ? u : tf.mul(u, gain)), bound);
}

/**
 * s = bound·coefficient·atan(u), within ±bound when the coefficient is 2/π. FrEIA writes 0.636 for it
 * (https://github.com/vislearn/FrEIA, clamp activation ATAN), and so is 0.1 % short of its own bound.
 * @throws RangeError if bound or coefficient is not a finite number > 0.
 */
export function arctanClamp(bound: number, coefficient = 2 / Math.PI): ScaleMap {
  positiveNumber('arctanClamp: bound', bound);
  positiveNumber('arctanClamp: coefficient', coefficient);
  return (u) => tf.mul(tf.atan(u), bound * coefficient);
}

/**
 * s = log(σ(u + shift) + floor): a gate whose slope stays between floor and 1 + floor; Glow and nflows take shift = 2.
 * @throws RangeError if shift is not finite, or floor not a finite number ≥ 0.
 */
export function sigmoidGate({ shift = 2, floor = 0 } = {}): ScaleMap {
  finiteNumber('sigmoidGate: shift', shift);
  if (floor !== 0) positiveNumber('sigmoidGate: floor', floor);
  // log σ(v) = −softplus(−v): exact where σ(v) itself would underflow.
  if (floor === 0) return (u) => tf.neg(tf.softplus(tf.sub(-shift, u)));
  return (u) => tf.log(tf.add(tf.sigmoid(tf.add(u, shift)), floor));
}

/**
 * s = log(min(softplus(u) + floor, ceiling)): nflows' general-purpose scale. `ceiling` may be Infinity.
 * @throws RangeError unless 0 < floor < ceiling.
 */
export function softplusScale({ floor = 1e-3, ceiling = 3 } = {}): ScaleMap {
  if (!(positiveNumber('softplusScale: floor', floor) < ceiling)) {
    throw new RangeError(`softplusScale: ceiling must be above the floor ${floor}, got ${ceiling}.`);
  }
  return (u) => tf.log(tf.minimum(tf.add(tf.softplus(u), floor), ceiling));
}

/** s = −map(u): divides where `map` multiplies. normflows divides by its gate. */
export function reciprocal(map: ScaleMap): ScaleMap {
  return (u) => tf.neg(map(u));
}

/**
 * s = u ÷ (1 + |u| ÷ bound), |s| < bound: zuko's soft clip, with bound = log 1000. It bends more slowly than `softClamp`.
 * @throws RangeError if bound is not a finite number > 0.
 */
export function softClip(bound = 6.907755278982137): ScaleMap {
  positiveNumber('softClip: bound', bound);
  return (u) => tf.div(u, tf.add(tf.div(tf.abs(u), bound), 1));
}
