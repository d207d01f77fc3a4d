import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import type { Rng } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';
import { contextOf } from '../conditioners/context-of.ts';
import { linearLayer } from '../conditioners/linear-layer.ts';
import type { Bijection } from '../types.ts';

export type ConditionalAffineOptions = {
  dimensions: number;
  /** Width c of the context [n, c] that decides mean and variance. */
  contextDimensions: number;
  /** Draws W_μ and b_μ. */
  rng: Rng;
};

/** A conditional affine map, and the mean and variance it gives to a standard normal z. */
export interface ConditionalAffine extends Bijection {
  /** μ and ℓ = log σ², each [n, d], of the rows of a context. */
  moments(context: Tensor2D): { mean: Tensor2D; logVariance: Tensor2D };
}

/**
 * Each row shifted and stretched as its context says: of a standard normal z it makes N(μ(h), σ²(h)), the Gaussian posterior of a
 * variational autoencoder (https://arxiv.org/abs/1312.6114, appendix C.2) or of a regression with its own noise at every point.
 *
 * Forward:  x = μ + z⊙exp(½ℓ),   μ = h W_μ + b_μ,   ℓ = log σ² = h W_ℓ + b_ℓ
 * Inverse:  z = (x − μ)⊙exp(−½ℓ)
 * log|det|: ½ Σ ℓ, nats
 * Shapes:   z, x [n, d];  context h [n, c];  logDet [n].  Parameters: W_μ [c, d], b_μ [d], W_ℓ [c, d], b_ℓ [d].
 * W_μ and b_μ start at random, so that the mean tells contexts apart; W_ℓ = b_ℓ = 0, so σ = 1.
 * @throws RangeError if a size is no whole number ≥ 1.  When run: TypeError without a context, RangeError for one of another shape.
 */
export function conditionalAffine({ dimensions, contextDimensions, rng }: ConditionalAffineOptions): ConditionalAffine {
  const d = positiveInteger('conditionalAffine: dimensions', dimensions);
  const c = positiveInteger('conditionalAffine: contextDimensions', contextDimensions);
  const centre = linearLayer({ fanIn: c, width: d, gain: 1, rng });
  const spread = linearLayer({ fanIn: c, width: d, gain: 0, rng });

  const moments = (context: Tensor2D) =>
    tf.tidy(() => ({ mean: centre.apply(context), logVariance: spread.apply(context) }));
  const at = (n: number, context: Tensor2D | undefined) => moments(contextOf('conditionalAffine', context, n, c));
  return {
    name: 'conditional affine',
    dimensions: d,
    parameters: [...centre.parameters, ...spread.parameters],
    moments,
    forward: (z, context) =>
      tf.tidy(() => {
        const { mean, logVariance } = at(z.shape[0], context);
        const s = tf.mul<Tensor2D>(logVariance, 0.5);
        return { x: tf.add<Tensor2D>(tf.mul(z, tf.exp(s)), mean), logDet: tf.sum(s, 1) };
      }),
    inverse: (x, context) =>
      tf.tidy(() => {
        const { mean, logVariance } = at(x.shape[0], context);
        const s = tf.mul<Tensor2D>(logVariance, -0.5);
        return { z: tf.mul<Tensor2D>(tf.sub(x, mean), tf.exp(s)), logDet: tf.sum(s, 1) };
      }),
  };
}
