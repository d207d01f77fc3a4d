import * as tf from '#tf';
import type { Scalar, Tensor2D } from '#tf';
import type { Objective } from './objective.ts';

/**
 * The negative log-likelihood of data, mean −log p_X(x) over a batch, nats: the forward KL divergence from the data's density,
 * up to its entropy. Layers that start from data (actnorm) do so on the batch of step 1.
 */
export function nll(nextBatch: (step: number) => Tensor2D): Objective {
  return (flow, step) => {
    const batch = nextBatch(step);
    const trained = flow.training ?? flow;
    if (step === 1) flow.bijection.initialise?.(batch);
    const loss = () => tf.neg<Scalar>(tf.mean(trained.logProb(batch)));
    const { nllAndGradient } = trained;
    return Object.assign(loss, nllAndGradient && { direct: (into: Float32Array) => nllAndGradient(batch, into) });
  };
}
