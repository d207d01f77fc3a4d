import * as tf from '#tf';
import type { Scalar, Tensor2D } from '#tf';
import type { Rng } from '#numerics';
import type { Objective } from '../fitting/objective.ts';
import type { Dequantizer, Flow } from '../types.ts';
import { dequantizedBound } from './dequantized-bound.ts';

export type DequantizedNllOptions = {
  dequantizer: Dequantizer;
  /** Whole numbers k [n, D]. */
  nextBatch: (step: number) => Tensor2D;
  /** Draws the noise; step k from its own stream. */
  rng: Rng;
  /** Above 1 the importance-weighted bound of that many draws is trained. */
  draws?: number;
};

/**
 * Minus the bound of `dequantizedBound`, mean over a batch, nats. To train a dequantizer that has parameters together with the
 * flow, minimise it for `withDequantizer(flow, dequantizer)`. Layers that start from data do so on the dequantized first batch.
 */
export function dequantizedNll({ dequantizer, nextBatch, rng, draws = 1 }: DequantizedNllOptions): Objective {
  return (flow, step) => {
    const k = nextBatch(step);
    const trained = flow.training ?? flow;
    const noise = rng.stream(`step ${step}`);
    if (step === 1) flow.bijection.initialise?.(dequantizer.draw(k, noise.stream('first')).y);
    return () => tf.neg<Scalar>(tf.mean(dequantizedBound(trained, dequantizer, k, noise, draws).importanceWeighted));
  };
}

/** The same flow with the dequantizer's parameters after its own: what `minimise` trains and `saveWeights` saves of both. */
export function withDequantizer<F extends Flow>(flow: F, { parameters }: Dequantizer): F {
  return { ...flow, parameters: [...flow.parameters, ...parameters] };
}
