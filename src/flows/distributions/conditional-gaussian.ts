import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { normals } from '#numerics';
import type { Rng } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';
import { activationNames, checkActivation, feedForward, hiddenWidths } from '../conditioners/network.ts';
import type { Activation } from '../conditioners/network.ts';
import type { Distribution } from '../types.ts';
import { checkedContext } from '../checked-context.ts';
import { fromTerms } from './from-terms.ts';
import { gaussianSample, gaussianTerms } from './gaussian-terms.ts';
import type { GaussianParameters } from './gaussian-terms.ts';

export type ConditionalGaussianOptions = {
  dimensions: number;
  /** Width c of the context [n, c]. */
  context: number;
  /** Units in each hidden layer; none makes μ and s affine in the context. */
  hidden: readonly number[];
  activation: Activation;
  /** Draws the initial weights. */
  rng: Rng;
};

/**
 * A Gaussian whose mean and deviations follow the context: p(z | c) = N(μ(c), diag e^(2s(c))). As the base of a conditional flow it
 * carries the regression, and the layers the shape of what is left, https://arxiv.org/abs/1912.00042.
 *
 * (μ, s) = network(context), [n, 2d]: means first; log p as in `diagonalGaussian`, nats
 * Parameters: W₁, b₁, W₂, b₂, …; the last W and b start at 0, which is N(0, I) for every context.
 * @throws RangeError if a size is not a whole number ≥ 1; from sample and logProb TypeError without context, RangeError if it is
 *         not [n, c].
 */
export function conditionalGaussian({ hidden, activation, rng, ...sizes }: ConditionalGaussianOptions): Distribution {
  const d = positiveInteger('conditionalGaussian: dimensions', sizes.dimensions);
  const c = positiveInteger('conditionalGaussian: context', sizes.context);
  checkActivation('conditionalGaussian: activation', activation, activationNames);
  const units = hiddenWidths('conditionalGaussian: hidden', hidden);
  const network = feedForward({ widths: [c, ...units, 2 * d], activations: units.map(() => activation), rng });

  const given = (n: number, context: Tensor2D | undefined): GaussianParameters => {
    const [mean, logDeviation] = tf.split(
      network.apply(checkedContext('conditionalGaussian', context, n, c)),
      2,
      1,
    ) as [Tensor2D, Tensor2D];
    return { mean, logDeviation };
  };
  return fromTerms('conditionalGaussian', {
    dimensions: d,
    parameters: network.parameters,
    sample: (n, source, context) =>
      tf.tidy(() => gaussianSample(tf.tensor2d(normals(source, n * d), [n, d]), given(n, context))),
    terms: (z, context) => gaussianTerms(z, given(z.shape[0], context)),
  });
}
