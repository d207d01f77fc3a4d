import * as tf from '#tf';
import type { Tensor1D, Tensor2D } from '#tf';
import { log } from '#numerics';
import { levelCount, positiveInteger } from '../argument-checks.ts';
import { sigmoid } from '../transformers/sigmoid.ts';
import type { Bijection } from '../types.ts';

export type LogitOptions = {
  dimensions: number;
  /** How many whole numbers the data take: 0 … levels − 1, so that dequantized y fills [0, levels). */
  levels: number;
  /** How far the unit interval is drawn in from 0 and 1, where the logit is infinite: in (0, ½). RealNVP takes 0.05. */
  alpha: number;
};

/**
 * Logit preprocessing, https://arxiv.org/abs/1605.08803 §4.1, as the layer at the data's end, so that a flow's density is that of
 * the dequantized whole numbers y themselves, with no constant left to add. The interval is drawn in at both ends, as in
 * https://arxiv.org/abs/1705.07057, appendix; RealNVP's own α + (1 − α)·y/levels leaves the upper end at 1.
 *
 * Inverse:  s = α + (1 − 2α)·y/levels,   z = log s − log(1 − s), with 1 − s computed from levels − y, so that it keeps its digits
 *           log|det ∂z/∂y| = −D·log levels + D·log(1 − 2α) − Σ log(s(1 − s)), nats
 * Forward:  y = levels·(σ(z) − α) ÷ (1 − 2α), in (−α·levels/(1 − 2α), levels + α·levels/(1 − 2α)): a little beyond [0, levels)
 * Shapes:   z, y [n, D];  logDet [n].  No parameters. Outside its range y is clipped to it.
 * @throws RangeError if dimensions < 1, levels < 2 or alpha is not in (0, ½); TypeError if one is no number.
 */
export function logit({ dimensions, levels, alpha }: LogitOptions): Bijection {
  const d = positiveInteger('logit: dimensions', dimensions);
  levelCount('logit: levels', levels);
  if (typeof alpha !== 'number') throw new TypeError(`logit: alpha must be a number, got ${JSON.stringify(alpha)}.`);
  if (!(alpha > 0 && alpha < 0.5)) throw new RangeError(`logit: alpha must be in (0, 0.5), got ${alpha}.`);
  const curve = sigmoid();
  const slope = levels / (1 - 2 * alpha);
  // Samples far out round to the ends of the range, which have no logit.
  const margin = Math.min(1e-6, alpha / 2);
  const logScaling = d * log(levels);
  const logSqueeze = d * log(1 - 2 * alpha);

  const logFraction = (y: Tensor2D) => tf.log(tf.maximum<Tensor2D>(tf.add(tf.div(y, slope), alpha), margin));
  const fromUnit = (y: Tensor2D) => {
    const [below, above] = [logFraction(y), logFraction(tf.sub(levels, y))];
    return { z: tf.sub<Tensor2D>(below, above), logSlope: tf.neg(tf.add<Tensor2D>(below, above)) };
  };
  return {
    name: 'logit',
    dimensions: d,
    parameters: [],
    forward: (z) =>
      tf.tidy(() => {
        const { x: s, logSlope } = curve.forward(z, tf.scalar(0));
        const logDet = tf.add<Tensor1D>(tf.sum(logSlope, 1), logScaling - logSqueeze);
        return { x: tf.mul<Tensor2D>(tf.sub(s, alpha), slope), logDet };
      }),
    inverse: (y) =>
      tf.tidy(() => {
        const { z, logSlope } = fromUnit(y);
        return { z, logDet: tf.add<Tensor1D>(tf.sum(logSlope, 1), logSqueeze - logScaling) };
      }),
    explain: (y) =>
      tf.tidy(() => {
        const { z, logSlope } = fromUnit(y);
        const constant = (value: number) => tf.fill([y.shape[0]], value) as Tensor1D;
        return {
          z,
          terms: [
            { term: 'logit −Σ log s(1 − s)', layer: [], values: tf.sum<Tensor1D>(logSlope, 1) },
            { term: 'squeeze to [α, 1 − α]: D log(1 − 2α)', layer: [], values: constant(logSqueeze) },
            { term: 'scaling to [0, 1]: −D log levels', layer: [], values: constant(-logScaling) },
          ],
        };
      }),
  };
}
