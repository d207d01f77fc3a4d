import * as tf from '#tf';
import type { Tensor1D, Tensor2D, Variable } from '#tf';
import { log } from '#numerics';
import type { Rng } from '#numerics';
import { positiveInteger, positiveNumber } from '../argument-checks.ts';
import { makeVariable } from '../make-variable.ts';

/** p(x|η): what a decoder's output η [n, outputs] says of data x [n, d]. */
export interface Likelihood {
  readonly name: string;
  readonly dimensions: number;
  /** Numbers that it wants of the decoder for one event. */
  readonly outputs: number;
  readonly parameters: readonly Variable[];
  /** log p(x|η) of every row, nats, with every constant. */
  logProb(x: Tensor2D, eta: Tensor2D): Tensor1D;
  /** E[x|η]. */
  mean(eta: Tensor2D): Tensor2D;
  sample(eta: Tensor2D, rng: Rng): Tensor2D;
}

/**
 * Independent coins: P(x_i = 1) = sigmoid(η_i).  log P(x|η) = Σ x_i·η_i − softplus(η_i), nats, for x of 0 and 1.
 * Of greys between 0 and 1 the same sum is a score, but the log-probability of nothing: draw them black or white first.
 * @throws RangeError if dimensions is no whole number ≥ 1.
 */
export function bernoulliLikelihood(dimensions: number): Likelihood {
  const d = positiveInteger('bernoulliLikelihood: dimensions', dimensions);
  const mean = (eta: Tensor2D): Tensor2D => tf.sigmoid(eta);
  return {
    name: 'Bernoulli',
    dimensions: d,
    outputs: d,
    parameters: [],
    mean,
    logProb: (x, eta) => tf.tidy(() => tf.sum<Tensor1D>(tf.sub(tf.mul(x, eta), tf.softplus(eta)), 1)),
    sample(eta, rng) {
      const chances = tf.tidy(() => mean(eta).dataSync<'float32'>());
      return tf.tensor2d(
        chances.map((chance) => (rng.uniform() < chance ? 1 : 0)),
        eta.shape,
      );
    },
  };
}

/**
 * Whose the variance of a Gaussian likelihood is: `fixed` stays at deviation²; `shared` is learned, one number for each dimension of
 * x; `decoded` is the decoder's, another for every z. The last two start at deviation².
 */
export type GaussianVariance = 'fixed' | 'shared' | 'decoded';
export type GaussianLikelihoodOptions = { dimensions: number; deviation: number; variance: GaussianVariance };

const variances: readonly GaussianVariance[] = ['fixed', 'shared', 'decoded'];

/**
 * Independent normal numbers: log p(x|η) = −½ Σ [(x_i − μ_i)²·exp(−ℓ_i) + ℓ_i + log 2π], nats, ℓ_i = log σ_i².
 * μ = η and ℓ = 2 log deviation (`fixed`) or a parameter [d] (`shared`); or [μ, ℓ − 2 log deviation] = η, [n, 2d] (`decoded`).
 * @throws RangeError if dimensions is no whole number ≥ 1, deviation is not > 0, or the variance has no such name.
 */
export function gaussianLikelihood({ dimensions, deviation, variance }: GaussianLikelihoodOptions): Likelihood {
  const d = positiveInteger('gaussianLikelihood: dimensions', dimensions);
  const start = 2 * log(positiveNumber('gaussianLikelihood: deviation', deviation));
  if (!variances.includes(variance)) {
    throw new RangeError(`gaussianLikelihood: variance must be one of ${variances.join(', ')}, got ${variance}.`);
  }
  const shared = variance === 'shared' ? makeVariable([d], new Array<number>(d).fill(start)) : undefined;
  const mean = (eta: Tensor2D): Tensor2D => (variance === 'decoded' ? tf.slice(eta, [0, 0], [-1, d]) : eta);
  const logVariance = (eta: Tensor2D): Tensor2D =>
    variance === 'decoded' ? tf.add(tf.slice(eta, [0, d], [-1, d]), start) : tf.add(tf.zerosLike(eta), shared ?? start);
  const constant = -0.5 * d * log(2 * Math.PI);
  return {
    name: 'Gaussian',
    dimensions: d,
    outputs: variance === 'decoded' ? 2 * d : d,
    parameters: shared ? [shared] : [],
    mean: (eta) => tf.tidy(() => tf.add<Tensor2D>(mean(eta), 0)),
    logProb: (x, eta) =>
      tf.tidy(() => {
        const l = logVariance(eta);
        const distance = tf.mul(tf.square(tf.sub(x, mean(eta))), tf.exp(tf.neg(l)));
        return tf.add<Tensor1D>(tf.mul(tf.sum(tf.add(distance, l), 1), -0.5), constant);
      }),
    sample: (eta, rng) =>
      tf.tidy(() => {
        const noise = tf.tensor2d(
          Float32Array.from({ length: eta.shape[0] * d }, () => rng.normal()),
          [eta.shape[0], d],
        );
        return tf.add<Tensor2D>(mean(eta), tf.mul(noise, tf.exp(tf.mul(logVariance(eta), 0.5))));
      }),
  };
}
