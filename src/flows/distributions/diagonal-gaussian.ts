import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { normals } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';
import { makeVariable } from '../make-variable.ts';
import type { Distribution } from '../types.ts';
import { fromTerms } from './from-terms.ts';
import { gaussianSample, gaussianTerms } from './gaussian-terms.ts';

/**
 * N(μ, diag e^(2s)) with learned μ and s: what an affine layer after N(0, I) would be, as a base.
 *
 * log p(z) = −½ Σ ((z − μ)·e^(−s))² − Σ s − ½ d log 2π, nats;  sample: μ + e^s·ε, so that μ and s have gradients through it
 * Parameters: μ [d], s [d]; 0 at the start, which is N(0, I).
 * @throws RangeError if dimensions is not a whole number ≥ 1.
 */
export function diagonalGaussian(dimensions: number): Distribution {
  const d = positiveInteger('diagonalGaussian: dimensions', dimensions);
  const mean = makeVariable([d]);
  const logDeviation = makeVariable([d]);
  const rows = () => ({
    mean: tf.reshape(mean, [1, d]) as Tensor2D,
    logDeviation: tf.reshape(logDeviation, [1, d]) as Tensor2D,
  });
  return fromTerms('diagonalGaussian', {
    dimensions: d,
    parameters: [mean, logDeviation],
    sample: (n, rng) => tf.tidy(() => gaussianSample(tf.tensor2d(normals(rng, n * d), [n, d]), rows())),
    terms: (z) => gaussianTerms(z, rows()),
  });
}
