import * as tf from '#tf';
import type { Tensor1D, Tensor2D } from '#tf';
import { exp } from '#numerics';
import type { Rng } from '#numerics';
import { permutationOrder, positiveInteger } from '../argument-checks.ts';
import { hiddenDegrees, madeMasks } from '../conditioners/made-masks.ts';
import { activationNames, checkActivation, feedForward, hiddenWidths } from '../conditioners/network.ts';
import type { Activation } from '../conditioners/network.ts';
import type { Distribution } from '../types.ts';

export type CategoricalOptions = {
  /** order[k] is the dimension that comes k-th. */
  order: readonly number[];
  /** Number of values a dimension can take: 0 … categories − 1. */
  categories: number;
  /** Units in each hidden layer. */
  hidden: readonly number[];
  activation: Activation;
  /** Draws the initial weights. */
  rng: Rng;
};

/**
 * An autoregressive model of whole numbers, the chain rule with nothing continuous in it: MADE with a softmax for each
 * dimension, https://arxiv.org/abs/1502.03509. Its log-probabilities are exact, not a bound.
 *
 * Scoring:  log P(x) = Σᵢ log softmax(θᵢ)[xᵢ],  θ = net(one-hot x), masked so that θᵢ reads dimensions before i; one pass, nats
 * Sampling: dimension after dimension in `order`, d passes, each drawn by inverting its cumulative distribution
 * Shapes:   x [n, d] of 0 … k − 1;  logProb [n];  θ [n, d, k].  θ = 0 at the start: every x has probability k^(−d)
 * @throws RangeError if `order` is no permutation or a size is not a whole number ≥ 1 (categories: ≥ 2); from logProb, if a
 *         number is not one of 0 … k − 1 or x is not [n, d].
 */
export function categoricalAutoregressive(options: CategoricalOptions): Distribution {
  const order = permutationOrder('categoricalAutoregressive: order', options.order);
  const d = order.length;
  const k = positiveInteger('categoricalAutoregressive: categories', options.categories);
  if (k < 2) throw new RangeError(`categoricalAutoregressive: categories must be ≥ 2, got ${k}.`);
  checkActivation('categoricalAutoregressive: activation', options.activation, activationNames);
  const units = hiddenWidths('categoricalAutoregressive: hidden', options.hidden);
  const network = feedForward({
    widths: [d * k, ...units, d * k],
    activations: units.map(() => options.activation),
    rng: options.rng,
    masks: madeMasks({ order, degrees: hiddenDegrees(d, units), paramsPerDim: k, inputsPerDim: k }),
  });

  const logProb = (x: Tensor2D): Tensor1D => {
    const hot = oneHot(x, d, k);
    return tf.tidy(() => {
      const chosen = tf.tensor2d(hot, [x.shape[0], d * k]);
      const logits = network.apply(chosen);
      const normalisers = tf.logSumExp(tf.reshape(logits, [x.shape[0] * d, k]), 1);
      return tf.sub<Tensor1D>(tf.sum(tf.mul(logits, chosen), 1), tf.sum(tf.reshape(normalisers, [x.shape[0], d]), 1));
    });
  };

  const sample = (n: number, rng: Rng): Tensor2D => {
    const x = new Float32Array(n * d);
    const hot = new Float32Array(n * d * k);
    for (const i of order) {
      const logits = tf.tidy(() => network.apply(tf.tensor2d(hot, [n, d * k])).dataSync());
      for (let row = 0; row < n; row++) {
        const at = (row * d + i) * k;
        const value = drawn(logits.subarray(at, at + k), rng.uniform());
        x[row * d + i] = value;
        hot[at + value] = 1;
      }
    }
    return tf.tensor2d(x, [n, d]);
  };

  return {
    dimensions: d,
    parameters: network.parameters,
    logProb,
    sample,
    sampleAndLogProb: (n, rng) => {
      const x = sample(n, rng);
      return { x, logProb: logProb(x) };
    },
  };
}

/** Which category the uniform number falls into, when each has the weight exp(logit). */
function drawn(logits: ArrayLike<number>, uniform: number): number {
  const largest = Math.max(...Array.from(logits));
  const weights = Array.from(logits, (logit) => exp(logit - largest));
  let left = uniform * weights.reduce((sum, weight) => sum + weight, 0);
  const value = weights.findIndex((weight) => (left -= weight) < 0);
  return value < 0 ? weights.length - 1 : value;
}

function oneHot(x: Tensor2D, d: number, k: number): Float32Array {
  if (x.shape.length !== 2 || x.shape[1] !== d) {
    throw new RangeError(`categoricalAutoregressive: x must have shape [n,${d}], got [${x.shape}].`);
  }
  const hot = new Float32Array(x.size * k);
  x.dataSync().forEach((value, at) => {
    if (!Number.isInteger(value) || value < 0 || value >= k) {
      throw new RangeError(`categoricalAutoregressive: x must hold whole numbers 0 … ${k - 1}, got ${value}.`);
    }
    hot[at * k + value] = 1;
  });
  return hot;
}
