import { positiveInteger, positiveNumber } from '../argument-checks.ts';
import type { FlowSpec, LayerSpec } from '../spec.ts';
import { checkCouplingSizes } from './stack.ts';

export type SplineFlowOptions = {
  dimensions: number;
  /** Number of coupling layers; their masks alternate, and a linear layer stands between two of them. */
  layers: number;
  /** Widths of each conditioner's hidden layers. */
  hidden: readonly number[];
  /** Bins of each spline. */
  bins?: number;
  /** Splines bend in [−bound, bound] and are the identity outside. */
  bound?: number;
};

/**
 * Neural spline flow, RQ-NSF (C), https://arxiv.org/abs/1906.04032 §4: rational-quadratic spline couplings with LU linear
 * layers between them, standard normal base.
 *
 * An activation normalisation stands at the data's end: it brings the data to spread 1, so that [−bound, bound] holds them.
 * The flow starts as the identity.
 * @throws RangeError if dimensions < 2, layers < 1, bins < 1 or bound ≤ 0; TypeError if one of them is no number.
 */
export function splineFlow({ dimensions, layers, hidden, bins = 8, bound = 4 }: SplineFlowOptions): FlowSpec {
  checkCouplingSizes('splineFlow', { dimensions, layers, hidden });
  positiveInteger('splineFlow: bins', bins);
  positiveNumber('splineFlow: bound', bound);
  const blocks = Array.from({ length: layers }, (_, k): LayerSpec[] => [
    ...(k > 0 ? [{ kind: 'lu-linear', dimensions } as const] : []),
    {
      kind: 'coupling',
      mask: Array.from({ length: dimensions }, (_, i) => (i + k) % 2),
      transformer: { kind: 'rational-quadratic-spline', bins, interval: [-bound, bound] },
      conditioner: { kind: 'mlp', hidden: [...hidden], activation: 'relu' },
    },
  ]);
  return {
    base: { kind: 'standard-normal', dimensions },
    layers: [...blocks.flat(), { kind: 'actnorm', dimensions }],
  };
}
