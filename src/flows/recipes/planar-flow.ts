import type { PlanarActivation } from '../bijections/planar.ts';
import type { FlowSpec, LayerSpec } from '../spec.ts';
import { checkSizes, stack } from './stack.ts';
import type { FastSide } from './stack.ts';

export type PlanarFlowOptions = {
  dimensions: number;
  /** Number of planar layers. */
  layers: number;
  /** h of every layer; tanh where it is left out. */
  activation?: PlanarActivation;
  /** Which side costs one pass and which a root for every row; sampling, as published, where it is left out. */
  fast?: FastSide;
};

/**
 * A stack of planar flows, https://arxiv.org/abs/1505.05770 §4.1, on a standard normal base.
 *
 * As published each layer is written in the direction of sampling, which is what an energy (reverse KL) or an approximate
 * posterior needs. With fast: 'scoring' every layer is turned round: the density of data costs one pass, sampling the roots.
 * @throws RangeError if dimensions < 1 or layers < 1, or fast is neither.
 */
export function planarFlow({ dimensions, layers, activation, fast = 'sampling' }: PlanarFlowOptions): FlowSpec {
  checkSizes('planarFlow', dimensions, layers);
  const layer: LayerSpec = { kind: 'planar', dimensions, ...(activation && { activation }) };
  return stack('planarFlow', { dimensions, layers, layer, fast });
}
