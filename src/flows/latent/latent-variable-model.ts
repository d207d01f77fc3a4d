import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D, Variable } from '#tf';
import { log } from '#numerics';
import type { Rng } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';
import type { Network } from '../conditioners/network.ts';
import type { ConditionalAffine } from '../bijections/conditional-affine.ts';
import { standardNormal } from '../distributions/standard-normal.ts';
import type { Distribution } from '../types.ts';
import type { Likelihood } from './likelihoods.ts';

/** The three logarithms of which every bound is made, for M draws z ~ q(z|x) of every row; each [M, n], nats. */
export type BoundTerms = { logLikelihood: Tensor2D; logPrior: Tensor2D; logPosterior: Tensor2D };

/** p(x) = ∫ p(x|z) p(z) dz, which has no closed form, with a q(z|x) that makes bounds of it. */
export interface LatentVariableModel {
  readonly dimensions: number;
  readonly latentDimensions: number;
  /** Encoder, posterior, decoder, likelihood. */
  readonly parameters: readonly Variable[];
  readonly state: readonly Variable[];
  /** log (1/M) Σ p(x|z_m) p(z_m)/q(z_m|x): its mean over draws is at most log p(x).  [n], nats. M = 1 is the ELBO by one draw. */
  bound(x: Tensor2D, rng: Rng, draws?: number): Tensor1D;
  terms(x: Tensor2D, rng: Rng, draws?: number): BoundTerms;
  /** KL(q(z|x) ‖ p(z)) in closed form, [n], nats; only where there is one: a Gaussian posterior. */
  readonly divergence?: (x: Tensor2D) => Tensor1D;
  /** z ~ q(z|x), one for each row. */
  encode(x: Tensor2D, rng: Rng): Tensor2D;
  /** η of p(x|z). */
  decode(z: Tensor2D): Tensor2D;
  /** E[x|z] with z ~ q(z|x), one for each row. */
  reconstruct(x: Tensor2D, rng: Rng): Tensor2D;
  /** x ~ p(x|z) with z ~ p(z). */
  sample(n: number, rng: Rng): Tensor2D;
}

export type LatentVariableModelOptions = {
  latentDimensions: number;
  /** x → h, the context of the posterior. */
  encoder: Network;
  /** q(z|h): a Distribution over z that reads h as its context, such as a flow with conditional layers. */
  posterior: Distribution & { readonly state?: readonly Variable[] };
  /** The map z₀ = μ(h) + σ(h)⊙ε, where it is the whole posterior: the divergence has a closed form then. */
  gaussian?: ConditionalAffine | undefined;
  /** z → η. */
  decoder: Network;
  likelihood: Likelihood;
};

/**
 * A variational autoencoder, https://arxiv.org/abs/1312.6114, whose posterior may be a flow (https://arxiv.org/abs/1505.05770).
 *
 * Model:  z ~ N(0, I),  x ~ p(x|η),  η = decoder(z);   posterior: z ~ q(z|h),  h = encoder(x)
 * ELBO:   log p(x|z) + log p(z) − log q(z|x), z ~ q: in the mean log p(x) − KL(q(z|x) ‖ p(z|x))
 * IWAE-M: the log of the mean of M such ratios, https://arxiv.org/abs/1509.00519: rises with M towards log p(x)
 * Shapes: x [n, d], z [n, k], draws [M, n]; draw m of row i is row m·n + i inside.
 * @throws RangeError if latentDimensions is no whole number ≥ 1 or the posterior has another size.
 */
export function latentVariableModel(options: LatentVariableModelOptions): LatentVariableModel {
  const { encoder, posterior, gaussian, decoder, likelihood } = options;
  const k = positiveInteger('latentVariableModel: latentDimensions', options.latentDimensions);
  if (posterior.dimensions !== undefined && posterior.dimensions !== k) {
    throw new RangeError(
      `latentVariableModel: the posterior has ${posterior.dimensions} dimensions, but latentDimensions is ${k}.`,
    );
  }
  const prior = standardNormal(k);

  const terms = (x: Tensor2D, rng: Rng, draws = 1): BoundTerms => {
    const m = positiveInteger('bound: draws', draws);
    const n = x.shape[0];
    return tf.tidy(() => {
      const h = repeated(encoder.apply(x), m);
      const { x: z, logProb } = posterior.sampleAndLogProb(m * n, rng, h);
      const perDraw = (values: Tensor): Tensor2D => tf.reshape(values, [m, n]);
      return {
        logLikelihood: perDraw(likelihood.logProb(repeated(x, m), decoder.apply(z))),
        logPrior: perDraw(prior.logProb(z)),
        logPosterior: perDraw(logProb),
      };
    });
  };
  const encode: LatentVariableModel['encode'] = (x, rng) =>
    tf.tidy(() => posterior.sample(x.shape[0], rng, encoder.apply(x)));
  return {
    dimensions: likelihood.dimensions,
    latentDimensions: k,
    parameters: [encoder, posterior, decoder, likelihood].flatMap(({ parameters }) => parameters),
    state: posterior.state ?? [],
    terms,
    bound: (x, rng, draws = 1) =>
      tf.tidy(() => {
        const ratios = logRatios(terms(x, rng, draws));
        if (draws === 1) return tf.squeeze<Tensor1D>(ratios, [0]);
        return tf.sub<Tensor1D>(tf.logSumExp(ratios, 0), log(draws));
      }),
    ...(gaussian && { divergence: (x: Tensor2D) => tf.tidy(() => gaussianDivergence(gaussian, encoder.apply(x))) }),
    encode,
    decode: decoder.apply,
    reconstruct: (x, rng) => tf.tidy(() => likelihood.mean(decoder.apply(encode(x, rng)))),
    sample: (n, rng) =>
      tf.tidy(() => likelihood.sample(decoder.apply(prior.sample(n, rng.stream('z'))), rng.stream('x'))),
  };
}

/** log p(x|z) + log p(z) − log q(z|x) of every draw, [M, n]. */
export function logRatios({ logLikelihood, logPrior, logPosterior }: BoundTerms): Tensor2D {
  return tf.sub(tf.add(logLikelihood, logPrior), logPosterior);
}

/** KL(N(μ, σ²) ‖ N(0, I)) = ½ Σ [μ² + σ² − 1 − log σ²], https://arxiv.org/abs/1312.6114, appendix B. */
export function gaussianDivergence({ moments }: ConditionalAffine, context: Tensor2D): Tensor1D {
  return tf.tidy(() => {
    const { mean, logVariance } = moments(context);
    const squares = tf.add(tf.square(mean), tf.exp(logVariance));
    return tf.mul<Tensor1D>(tf.sum(tf.sub(tf.sub(squares, 1), logVariance), 1), 0.5);
  });
}

const repeated = (rows: Tensor2D, times: number): Tensor2D => (times === 1 ? rows : tf.tile(rows, [times, 1]));
