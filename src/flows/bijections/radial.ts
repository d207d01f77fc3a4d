import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D } from '#tf';
import { exp, log, normals } from '#numerics';
import type { Rng } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';
import { makeVariable } from '../make-variable.ts';
import type { Bijection } from '../types.ts';

export type RadialOptions = {
  dimensions: number;
  /** Draws the centre. */
  rng: Rng;
};

/**
 * Radial flow, https://arxiv.org/abs/1505.05770 §4.1 and appendix A: space is drawn towards a point z₀, or pushed away from it.
 *
 * Forward:  x = z + β̂·h·(z − z₀),   r = ‖z − z₀‖,   h = 1/(α + r),   α = |a|,   β̂ = softplus(b) − α > −α
 * log|det|: (d − 1)·log(1 + β̂h) + log(1 + β̂h + β̂h′r),   h′ = −h²
 * Inverse:  z = z₀ + (x − z₀)/(1 + β̂/(α + r)),   r = ½[y − α − β̂ + √((y − α − β̂)² + 4αy)],   y = ‖x − z₀‖
 * Shapes:   z, x [n, d];  logDet [n], nats.  Parameters: a [1], b [1], z₀ [d].  Starts as the identity (α = 1, β̂ = 0).
 * @throws RangeError if dimensions is no whole number ≥ 1.
 */
export function radial({ dimensions, rng }: RadialOptions): Bijection {
  const d = positiveInteger('radial: dimensions', dimensions);
  const a = makeVariable([1], [1]);
  // softplus(b) = 1 = α
  const b = makeVariable([1], [log(exp(1) - 1)]);
  const centre = makeVariable([d], normals(rng, d));

  /** α, and α + β̂ = softplus(b): with these two every formula is a sum of positive terms. */
  const strengths = () => ({ alpha: tf.abs(a) as Tensor, reach: tf.softplus(b) as Tensor });
  const logDet = (r: Tensor2D, alpha: Tensor, reach: Tensor): Tensor1D => {
    const around = tf.log(tf.add(r, reach));
    const plain = tf.log(tf.add(r, alpha));
    const outwards = tf.log(tf.add(tf.mul(r, tf.add(r, tf.mul(alpha, 2))), tf.mul(alpha, reach)));
    const sum = tf.add(tf.mul(tf.sub(around, plain), d - 1), tf.sub(outwards, tf.mul(plain, 2)));
    return tf.reshape(sum, [r.shape[0]]);
  };
  return {
    name: 'radial',
    dimensions: d,
    parameters: [a, b, centre],
    forward: (z) =>
      tf.tidy(() => {
        const { alpha, reach } = strengths();
        const away = tf.sub<Tensor2D>(z, centre);
        const r = lengths(away);
        // 1 + β̂h = (r + α + β̂)/(r + α)
        const factor = tf.div(tf.add(r, reach), tf.add(r, alpha));
        return { x: tf.add<Tensor2D>(centre, tf.mul(away, factor)), logDet: logDet(r, alpha, reach) };
      }),
    inverse: (x) =>
      tf.tidy(() => {
        const { alpha, reach } = strengths();
        const away = tf.sub<Tensor2D>(x, centre);
        const r = pulledLength(lengths(away), alpha, reach);
        const factor = tf.div(tf.add(r, alpha), tf.add(r, reach));
        return {
          z: tf.add<Tensor2D>(centre, tf.mul(away, factor)),
          logDet: tf.neg<Tensor1D>(logDet(r, alpha, reach)),
        };
      }),
  };
}

/** ‖row‖, [n, d] → [n, 1]. The floor of 1e-15 keeps the gradient finite at the centre itself. */
function lengths(rows: Tensor2D): Tensor2D {
  return tf.sqrt(tf.maximum(tf.sum<Tensor2D>(tf.square(rows), 1, true), 1e-30));
}

/**
 * The r ≥ 0 with r·(r + reach)/(r + α) = y: the positive root of r² − (y − reach)·r − α·y = 0. The root of larger size has
 * no cancellation; the other follows from their product, −α·y.
 */
function pulledLength(y: Tensor2D, alpha: Tensor, reach: Tensor): Tensor2D {
  const linear = tf.sub<Tensor2D>(y, reach);
  const product = tf.mul<Tensor2D>(y, alpha);
  const spread = tf.sqrt(tf.add(tf.square(linear), tf.mul(product, 4)));
  const larger = tf.mul(tf.add(spread, tf.abs(linear)), 0.5);
  const positive = tf.step(linear);
  return tf.add(tf.mul(positive, larger), tf.mul(tf.sub(1, positive), tf.div(product, larger)));
}
