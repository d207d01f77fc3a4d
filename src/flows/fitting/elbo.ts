import * as tf from '#tf';
import type { Scalar, Tensor, Tensor2D } from '#tf';
import type { Rng } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';
import { logRatios } from '../latent/latent-variable-model.ts';
import type { LatentVariableModel } from '../latent/latent-variable-model.ts';
import type { Objective } from './objective.ts';

export type BoundOptions = {
  nextBatch: (step: number) => Tensor2D;
  /** Draws z ~ q(z|x); step k from its own stream. */
  rng: Rng;
  /** Draws of z for every row; 1 where left out. */
  draws?: number;
};
export type ElboOptions = BoundOptions & {
  /**
   * How KL(q ‖ p) is found: `closed-form`, the default, where the posterior has one (from the same draws where it has none), or `sampled`
   * always. Same mean; the closed form has the smaller variance.
   */
  divergence?: 'closed-form' | 'sampled';
};

/**
 * Minus the evidence lower bound, nats: mean over the batch and the draws of −log p(x|z) + KL(q(z|x) ‖ p(z)), with gradients through
 * the draws (https://arxiv.org/abs/1312.6114 §2.3).
 * @throws RangeError if draws is no whole number ≥ 1 or the divergence has no such name.
 */
export function elbo({
  nextBatch,
  rng,
  draws = 1,
  divergence = 'closed-form',
}: ElboOptions): Objective<LatentVariableModel> {
  const m = positiveInteger('elbo: draws', draws);
  if (divergence !== 'closed-form' && divergence !== 'sampled') {
    throw new RangeError(`elbo: divergence must be closed-form or sampled, got ${JSON.stringify(divergence)}.`);
  }
  return (model, step) => {
    const batch = nextBatch(step);
    return () => {
      const terms = model.terms(batch, rng.stream(`step ${step}`), m);
      if (divergence === 'sampled' || !model.divergence) return negativeMean(logRatios(terms));
      return tf.sub<Scalar>(tf.mean(model.divergence(batch)), tf.mean(terms.logLikelihood));
    };
  };
}

/**
 * Minus the importance-weighted bound IWAE-M of https://arxiv.org/abs/1509.00519, mean over the batch, nats.  `draws` = M; 1 is the ELBO.
 * @throws RangeError if draws is no whole number ≥ 1.
 */
export function iwae({ nextBatch, rng, draws = 1 }: BoundOptions): Objective<LatentVariableModel> {
  const m = positiveInteger('iwae: draws', draws);
  return (model, step) => {
    const batch = nextBatch(step);
    return () => negativeMean(model.bound(batch, rng.stream(`step ${step}`), m));
  };
}

const negativeMean = (values: Tensor): Scalar => tf.neg(tf.mean<Scalar>(values));
