import { list } from '../argument-checks.ts';
import type { FlowSpec, LayerSpec, ScaleSpec } from '../spec.ts';
import { checkSizes } from './stack.ts';

export type AutoregressiveFlowOptions = {
  dimensions: number;
  /** Number of autoregressive layers; their orders alternate between first to last and last to first. */
  layers: number;
  /** Widths of each conditioner's hidden layers. */
  hidden: readonly number[];
  /** How a layer's log-scale is kept in bounds. */
  scale?: ScaleSpec;
  /** Width of the context that every conditioner reads; 0 reads none. */
  context?: number;
};

/**
 * Masked autoregressive flow, https://arxiv.org/abs/1705.07057: affine autoregressive layers that score in one pass and sample in
 * `dimensions` passes each, standard normal base. A single order fits some densities badly; alternating ones recover.
 *
 * An activation normalisation stands at the data's end and takes the data's mean and spread from the first batch.
 * s is bounded by 2·tanh(u/2): exp(s) stays within e^±2 a layer.
 * @throws RangeError if dimensions < 1 or layers < 1.
 */
export function maf(options: AutoregressiveFlowOptions): FlowSpec {
  return stacked('maf', options, (layer) => layer);
}

/**
 * Inverse autoregressive flow, https://arxiv.org/abs/1606.04934: the layers of `maf` read the other way. It samples in one pass
 * and scores its own samples as fast; points from elsewhere it scores in `dimensions` passes a layer.
 * @throws RangeError if dimensions < 1 or layers < 1.
 */
export function iaf(options: AutoregressiveFlowOptions): FlowSpec {
  return stacked('iaf', options, (layer) => ({ kind: 'invert', of: layer }));
}

function stacked(
  name: string,
  { dimensions, layers, hidden, scale = { kind: 'tanh', bound: 2 }, context = 0 }: AutoregressiveFlowOptions,
  read: (layer: LayerSpec) => LayerSpec,
): FlowSpec {
  checkSizes(name, dimensions, layers);
  list(`${name}: hidden`, hidden);
  const places = Array.from({ length: dimensions }, (_, i) => i);
  const stack = Array.from({ length: layers }, (_, k) =>
    read({
      kind: 'autoregressive',
      order: k % 2 === 0 ? [...places] : places.toReversed(),
      transformer: { kind: 'affine', scale },
      conditioner: { kind: 'made', hidden: [...hidden], activation: 'relu', ...(context > 0 ? { context } : {}) },
    }),
  );
  return { base: { kind: 'standard-normal', dimensions }, layers: [...stack, { kind: 'actnorm', dimensions }] };
}
