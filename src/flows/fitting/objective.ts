import type { Scalar } from '#tf';
import type { Flow } from '../types.ts';

/**
 * What training lowers. It draws what the step needs (data, or base samples), lets layers start from a first batch of data, and
 * hands back the loss, in nats, as a function of the weights as they then stand. The model is a flow, where it is not another kind.
 */
export type Objective<Model = Flow> = (model: Model, step: number) => Loss;

/** A loss to differentiate; `direct` gives the same number and writes its gradient without tfjs, where the flow can. */
export type Loss = (() => Scalar) & { direct?: ((gradient: Float32Array) => number) | undefined };
