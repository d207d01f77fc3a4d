import * as tf from '#tf';
import type { Tensor, Tensor2D } from '#tf';
import { positiveInteger, positiveNumber } from '../argument-checks.ts';
import { makeVariable } from '../make-variable.ts';
import { perRow } from '../per-row.ts';
import { exponential } from '../transformers/scale-maps.ts';
import type { ScaleMap } from '../transformers/scale-maps.ts';
import type { Bijection } from '../types.ts';

export type BatchNormOptions = {
  dimensions: number;
  /** How far running moments move towards a batch's, in (0, 1]. */
  momentum?: number | undefined;
  /** Added to every variance. */
  epsilon?: number | undefined;
  /** From the parameter u to the log-weight. */
  scale?: ScaleMap;
  /** Divide a batch's squares by n (biased, as RealNVP does) or by n − 1. */
  variance?: 'biased' | 'unbiased' | undefined;
};

/** Evaluation, and the training it is the other side of: two bijections over the same parameters and state. */
export type BatchNorm = Bijection & { readonly training: Bijection };

/**
 * Batch normalisation as a flow, https://arxiv.org/abs/1605.08803 §3.7 and appendix E.
 *
 * Inverse:  z = weight⊙(x − mean)/√(variance + ε) + bias,   weight = exp(scale(u))
 * Forward:  x = (z − bias)⊙√(variance + ε)/weight + mean
 * log|det|: Σ ½ log(variance + ε) − log weight forward; minus that inverse; the same for every row
 *
 * Evaluation reads the running moments. `training.inverse` takes the batch's own, lets gradients through them, and moves the
 * running ones: running ← (1 − momentum)·running + momentum·batch. Its log-det holds the moments fixed: rows see each other, so
 * it is the score of no density. `training.forward` undoes the last batch that was normalised, with that batch's moments.
 *
 * Shapes:   z, x [n, d];  logDet [n], nats.  Parameters: u [d], bias [d].  State: running mean and variance, the last batch's
 *           mean and variance, [d] each.  Evaluation starts as the identity but for ε.
 * @throws RangeError if dimensions is no whole number ≥ 1, or momentum, epsilon or variance is out of range; from
 *         `training.inverse` on a batch of one row.
 */
export function batchNorm({
  dimensions,
  momentum = 0.1,
  epsilon = 1e-5,
  scale = exponential,
  variance = 'biased',
}: BatchNormOptions): BatchNorm {
  const d = positiveInteger('batchNorm: dimensions', dimensions);
  positiveNumber('batchNorm: epsilon', epsilon);
  if (positiveNumber('batchNorm: momentum', momentum) > 1) {
    throw new RangeError(`batchNorm: momentum must be at most 1, got ${momentum}.`);
  }
  if (variance !== 'biased' && variance !== 'unbiased') {
    throw new RangeError(`batchNorm: variance must be biased or unbiased, got ${JSON.stringify(variance)}.`);
  }
  const u = makeVariable([d]);
  const bias = makeVariable([d]);
  const moments = () => ({
    mean: makeVariable([d], undefined, false),
    variance: makeVariable([d], new Float32Array(d).fill(1), false),
  });
  const running = moments();
  const last = moments();
  const shared = {
    dimensions: d,
    parameters: [u, bias],
    state: [running.mean, running.variance, last.mean, last.variance],
  };

  const remember = (batch: Moments) => {
    last.mean.assign(batch.mean);
    last.variance.assign(batch.variance);
    const moved = (from: Tensor, to: Tensor) => tf.add(tf.mul(from, 1 - momentum), tf.mul(to, momentum));
    running.mean.assign(moved(running.mean, batch.mean));
    running.variance.assign(moved(running.variance, batch.variance));
  };
  /** log|∂x/∂z| of each dimension. */
  const logSlopeWith = (of: Moments): Tensor =>
    tf.sub(tf.mul(tf.log(tf.add(of.variance, epsilon)), 0.5), scale(u as Tensor));
  const pushedWith = (of: Moments, z: Tensor2D) => {
    const logSlope = logSlopeWith(of);
    const x = tf.add<Tensor2D>(tf.mul(tf.sub(z, bias), tf.exp(logSlope)), of.mean);
    return { x, logDet: perRow(tf.sum(logSlope), z.shape[0]) };
  };
  const pulledWith = (of: Moments, x: Tensor2D) => {
    const logSlope = tf.neg(logSlopeWith(of));
    const z = tf.add<Tensor2D>(tf.mul(tf.sub(x, of.mean), tf.exp(logSlope)), bias);
    return { z, logDet: perRow(tf.sum(logSlope), x.shape[0]) };
  };
  return {
    ...shared,
    name: 'batch norm',
    forward: (z) => tf.tidy(() => pushedWith(running, z)),
    inverse: (x) => tf.tidy(() => pulledWith(running, x)),
    training: {
      ...shared,
      name: 'batch norm (training)',
      forward: (z) => tf.tidy(() => pushedWith(last, z)),
      inverse: (x) =>
        tf.tidy(() => {
          const batch = batchMoments(x, variance);
          remember(batch);
          return pulledWith(batch, x);
        }),
    },
  };
}

type Moments = { mean: Tensor; variance: Tensor };

/** Mean and variance of each column, differentiable. */
function batchMoments(x: Tensor2D, kind: 'biased' | 'unbiased'): Moments {
  const n = x.shape[0];
  if (n < 2) throw new RangeError(`batchNorm: training needs a batch of at least 2 rows, got ${n}.`);
  const mean = tf.mean(x, 0);
  const squares = tf.sum(tf.square(tf.sub(x, mean)), 0);
  return { mean, variance: tf.div(squares, kind === 'biased' ? n : n - 1) };
}
