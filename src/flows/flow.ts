import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D } from '#tf';
import { stateOf } from './fitting/trainable.ts';
import type { Trainable } from './fitting/trainable.ts';
import type { Bijection, Distribution, Flow } from './types.ts';

/**
 * A normalizing flow: `base` pushed through `bijection`, https://arxiv.org/abs/1505.05770.
 *
 * Sampling:  x = f(z), z ~ base
 * Scoring:   log p_X(x) = log p_Z(f⁻¹(x)) + log|det ∂f⁻¹/∂x|, nats
 * @throws RangeError if the two have different sizes.
 */
export function flow<Z extends Tensor = Tensor2D, X extends Tensor = Z>(
  base: Distribution<Z>,
  bijection: Bijection<Z, X>,
): Flow<Z, X> {
  const { dimensions } = base;
  if (dimensions !== undefined && bijection.dimensions !== undefined && dimensions !== bijection.dimensions) {
    throw new RangeError(
      `flow: the base has ${dimensions} dimensions, but the bijection (${bijection.name}) has ${bijection.dimensions}.`,
    );
  }
  return {
    base,
    bijection,
    dimensions: dimensions ?? bijection.dimensions,
    parameters: [...base.parameters, ...bijection.parameters],
    ...(bijection.training && { training: flow(base, bijection.training) }),
    sample: (n, rng, context) =>
      tf.tidy(() => bijection.forward(base.sample(n, rng, context), context).x as Tensor) as X,
    logProb: (x, context) =>
      tf.tidy(() => {
        const { z, logDet } = bijection.inverse(x, context);
        return tf.add<Tensor1D>(base.logProb(z, context), logDet);
      }),
    sampleAndLogProb: (n, rng, context) => {
      const { x, logProb } = tf.tidy(() => {
        const drawn = base.sampleAndLogProb(n, rng, context);
        const pushed = bijection.forward(drawn.x, context);
        return {
          x: pushed.x as Tensor,
          logProb: tf.sub<Tensor1D>(drawn.logProb, pushed.logDet),
        };
      });
      return { x: x as X, logProb };
    },
  };
}

/** Frees the parameters and state of a flow or another model. It cannot be used afterwards. */
export function disposeFlow(model: Trainable): void {
  tf.dispose([...model.parameters, ...stateOf(model)]);
}
