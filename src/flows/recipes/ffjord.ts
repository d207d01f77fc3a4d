import type { FieldLayerKind, FieldActivation, GradientMethod, SolverSpec, TraceSpec } from '../continuous/spec.ts';
import type { FlowSpec } from '../spec.ts';
import { checkSizes } from './stack.ts';

export type FfjordOptions = {
  dimensions: number;
  /** Units in each hidden layer of the field; 64, 64, 64 where it is left out. */
  hidden?: readonly number[];
  layer?: FieldLayerKind;
  activation?: FieldActivation;
  /** Four steps of the classical Runge–Kutta method where it is left out. */
  solver?: SolverSpec;
  /** Exact where it is left out; Hutchinson's estimate pays in many dimensions. */
  trace?: TraceSpec;
  gradient?: GradientMethod;
  /** Width of the context that the field reads; 0 reads none. */
  context?: number;
};

/**
 * FFJORD, https://arxiv.org/abs/1810.01367: one continuous flow whose field is a network of concat-squash layers with tanh between,
 * standard normal base.
 *
 * The paper solves with adaptive steps to 1e-5 and estimates the trace; here the defaults are for the plane, where a few fixed steps of
 * order 4 and the exact trace train faster and without noise. Training finds out the steps' error where they are too few: −log p then falls
 * below what the data allow, and a score with more steps (the same weights fit any solver) is the one to believe. A learning rate of 2e-3
 * leaves the field smooth enough for four steps. An activation normalisation stands at the data's end and takes the data's mean and spread
 * from the first batch.
 * @throws RangeError if dimensions < 1.
 */
export function ffjord({
  dimensions,
  hidden = [64, 64, 64],
  layer = 'concat-squash',
  activation = 'tanh',
  solver = { kind: 'rk4', steps: 4 },
  trace,
  gradient,
  context = 0,
}: FfjordOptions): FlowSpec {
  checkSizes('ffjord', dimensions, 1);
  return {
    base: { kind: 'standard-normal', dimensions },
    layers: [
      {
        kind: 'continuous',
        dimensions,
        field: { kind: 'mlp', layer, hidden: [...hidden], activation, ...(context > 0 && { context }) },
        solver,
        ...(trace && { trace }),
        ...(gradient && { gradient }),
      },
      { kind: 'actnorm', dimensions },
    ],
  };
}
