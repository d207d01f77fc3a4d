import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D } from '#tf';
import { log, normals } from '#numerics';
import type { Rng } from '#numerics';
import { list, positiveInteger, positiveNumber } from '../argument-checks.ts';
import { makeVariable } from '../make-variable.ts';
import type { Distribution } from '../types.ts';
import { checkedContext } from '../checked-context.ts';
import { fromTerms } from './from-terms.ts';
import { gaussianConstant, gaussianSample, gaussianTerms } from './gaussian-terms.ts';

export type ClassGaussiansOptions = {
  dimensions: number;
  /** Number of classes K. */
  classes: number;
  /** How often each class comes, K numbers > 0 that are scaled to sum to 1; all alike where left out. */
  weights?: readonly number[] | undefined;
  /** The standard deviation of the initial means around 0. */
  spread?: number | undefined;
  /** Draws the initial means. */
  rng: Rng;
};

/**
 * One Gaussian for each class, https://arxiv.org/abs/1912.13025 (FlowGMM): a base whose parts a flow can bend into classes.
 *
 * With context, the one-hot class [n, K]:  log p(z | k) = log N(z; μ_k, diag e^(2s_k)), nats
 * Without:                                 log p(z) = log Σ_k w_k p(z | k): the mixture, with fixed weights w
 * Sampling: of the class given, or of one drawn with probability w_k; gradients go through μ_k + e^(s_k)·ε.
 * Parameters: μ [K, d], drawn from N(0, spread²);  s [K, d], 0 at the start
 * @throws RangeError or TypeError if a size is not a whole number ≥ 1, spread or a weight not a number > 0, or there are not K
 *         weights; from logProb and sample RangeError if the context is not [n, K].
 */
export function classGaussians({ spread = 2, rng, ...options }: ClassGaussiansOptions): Distribution {
  const d = positiveInteger('classGaussians: dimensions', options.dimensions);
  const k = positiveInteger('classGaussians: classes', options.classes);
  positiveNumber('classGaussians: spread', spread);
  const weights = shares(options.weights ?? new Array<number>(k).fill(1), k);
  const means = makeVariable(
    [k, d],
    normals(rng, k * d).map((value) => spread * value),
  );
  const logDeviations = makeVariable([k, d]);

  const ofClass = (n: number, context: Tensor2D) => {
    const hot = checkedContext('classGaussians', context, n, k);
    return {
      mean: tf.matMul<Tensor2D>(hot, means as Tensor2D),
      logDeviation: tf.matMul<Tensor2D>(hot, logDeviations as Tensor2D),
    };
  };
  const mixture = (z: Tensor2D): Record<string, Tensor | number> => {
    const [m, s] = [means, logDeviations].map((rows) => tf.split(rows as Tensor2D, k, 0)) as [Tensor2D[], Tensor2D[]];
    const parts = weights.map((weight, i) => {
      const { exponent, 'log deviations': scale } = gaussianTerms(z, { mean: m[i]!, logDeviation: s[i]! });
      return tf.add<Tensor1D>(exponent, tf.add(scale, log(weight)));
    });
    return { components: tf.logSumExp(tf.stack(parts, 1), 1), constant: gaussianConstant(d) };
  };
  return fromTerms('classGaussians', {
    dimensions: d,
    parameters: [means, logDeviations],
    sample: (n, source, context) =>
      tf.tidy(() => {
        const hot: Tensor2D = context ?? drawnClasses(n, weights, source);
        return gaussianSample(tf.tensor2d(normals(source, n * d), [n, d]), ofClass(n, hot));
      }),
    terms: (z, context) => (context ? gaussianTerms(z, ofClass(z.shape[0], context)) : mixture(z)),
  });
}

/** n classes as one-hot rows [n, K]. */
function drawnClasses(n: number, weights: readonly number[], rng: Rng): Tensor2D {
  const k = weights.length;
  const hot = new Float32Array(n * k);
  for (let row = 0; row < n; row++) {
    let left = rng.uniform();
    const at = weights.findIndex((weight) => (left -= weight) < 0);
    hot[row * k + (at < 0 ? k - 1 : at)] = 1;
  }
  return tf.tensor2d(hot, [n, k]);
}

function shares(weights: readonly number[], k: number): number[] {
  if (list('classGaussians: weights', weights).length !== k) {
    throw new RangeError(`classGaussians: weights must be ${k} numbers, one for each class, got ${weights.length}.`);
  }
  weights.forEach((weight, i) => positiveNumber(`classGaussians: weights[${i}]`, weight));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
