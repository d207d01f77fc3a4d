import * as tf from '#tf';
import type { Scalar, Tensor2D } from '#tf';
import type { Objective } from './objective.ts';

/** Rows of data, with the context that belongs to each row where the flow is conditional. */
export type Batch = Tensor2D | { x: Tensor2D; context: Tensor2D };

/**
 * The negative log-likelihood of data, mean −log p_X(x) over a batch (−log p_X(x | context) where there is one), nats: the forward KL
 * divergence from the data's density, up to its entropy. Layers that start from data (actnorm) do so on the batch of step 1.
 */
export function nll(nextBatch: (step: number) => Batch): Objective {
  return (flow, step) => {
    const batch = nextBatch(step);
    const trained = flow.training ?? flow;
    const { x, context } = 'context' in batch ? batch : { x: batch };
    if (step === 1) flow.bijection.initialise?.(x, context);
    const loss = () => tf.neg<Scalar>(tf.mean(trained.logProb(x, context)));
    const { nllAndGradient } = trained;
    const direct = nllAndGradient && !context && { direct: (into: Float32Array) => nllAndGradient(x, into) };
    return Object.assign(loss, direct);
  };
}
