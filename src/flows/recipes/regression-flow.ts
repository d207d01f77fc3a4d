import { list, positiveInteger } from '../argument-checks.ts';
import type { FlowSpec, LayerSpec } from '../spec.ts';

export type RegressionFlowOptions = {
  /** Width of the response y. */
  dimensions: number;
  /** Width of the context: the covariates that y is predicted from. */
  covariates: number;
  /** Number of spline layers; their orders alternate. None leaves a Gaussian with mean and deviation from a network. */
  layers: number;
  /** Widths of each network's hidden layers. */
  hidden: readonly number[];
  /** Bins of each spline. */
  bins?: number;
};

/**
 * Conditional density estimation p(y | covariates), https://arxiv.org/abs/1802.04908: regression that predicts a density, not a number.
 *
 * The base is a Gaussian whose mean and deviation follow the covariates; autoregressive splines that read them, too, give it any
 * shape (in one dimension, one curve for each value of the covariates); an activation normalisation takes y's place and size from
 * the first batch. Standardise the covariates yourself: nothing here does.
 * @throws RangeError if a size is not a whole number ≥ 1, or layers not one ≥ 0.
 */
export function regressionFlow({ dimensions, covariates, layers, hidden, bins = 8 }: RegressionFlowOptions): FlowSpec {
  for (const [argument, value] of Object.entries({ dimensions, covariates, bins })) {
    positiveInteger(`regressionFlow: ${argument}`, value);
  }
  list('regressionFlow: hidden', hidden);
  if (!Number.isInteger(layers) || layers < 0) {
    throw new RangeError(`regressionFlow: layers must be a whole number ≥ 0, got ${layers}.`);
  }
  const places = Array.from({ length: dimensions }, (_, i) => i);
  const splines = Array.from({ length: layers }, (_, k): LayerSpec => ({
    kind: 'autoregressive',
    order: k % 2 === 0 ? [...places] : places.toReversed(),
    transformer: { kind: 'rational-quadratic-spline', bins, interval: [-4, 4] },
    conditioner: { kind: 'made', hidden: [...hidden], activation: 'relu', context: covariates },
  }));
  return {
    base: { kind: 'conditional-gaussian', dimensions, context: covariates, hidden: [...hidden], activation: 'relu' },
    layers: [...splines, { kind: 'actnorm', dimensions }],
  };
}
