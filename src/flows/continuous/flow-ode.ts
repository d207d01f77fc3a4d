import * as tf from '#tf';
import type { Tensor1D, Tensor2D } from '#tf';
import type { Slope, Solver } from '#numerics';
import type { VectorField } from '../types.ts';
import type { State } from './tensor-space.ts';
import { velocityAndTrace } from './trace.ts';
import type { Trace } from './trace.ts';

/** Where the points stand, and log|det| of the map that brought them there. */
export type Moved = { points: Tensor2D; logDet: Tensor1D };

/** What one solution of a flow's equation needs. */
export type FlowOde = {
  readonly field: VectorField;
  readonly solver: Solver;
  readonly trace: Trace;
  readonly from: number;
  readonly to: number;
};

/** Solves dz/dt = v, d logDet/dt = tr ∂v/∂z from (z, 0), and lets gradients reach z, the field's parameters and the context. */
export type Differentiation = (ode: FlowOde, z: Tensor2D, context?: Tensor2D) => Moved;

/** The slope of [z, logDet]: the instantaneous change of variables, https://arxiv.org/abs/1806.07366 §4. */
export function flowSlope({ field, trace }: Pick<FlowOde, 'field' | 'trace'>, context?: Tensor2D): Slope<State> {
  return (t, [z]) => {
    const { v, div } = velocityAndTrace(field, trace, z as Tensor2D, t, context);
    return [v, div];
  };
}

export const startState = (z: Tensor2D): State => [z, tf.zeros([z.shape[0]])];
export const movedOf = ([points, logDet]: State): Moved => ({ points: points as Tensor2D, logDet: logDet as Tensor1D });
