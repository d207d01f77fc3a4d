import type { FlowSpec } from '../spec.ts';
import { checkSizes, stack } from './stack.ts';
import type { FastSide } from './stack.ts';

export type RadialFlowOptions = {
  dimensions: number;
  /** Number of radial layers. */
  layers: number;
  /** Which way round the layers stand; both sides are in closed form. Sampling, as published, where it is left out. */
  fast?: FastSide;
};

/**
 * A stack of radial flows, https://arxiv.org/abs/1505.05770 §4.1, on a standard normal base.
 * @throws RangeError if dimensions < 1 or layers < 1, or fast is neither.
 */
export function radialFlow({ dimensions, layers, fast = 'sampling' }: RadialFlowOptions): FlowSpec {
  checkSizes('radialFlow', dimensions, layers);
  return stack('radialFlow', { dimensions, layers, layer: { kind: 'radial', dimensions }, fast });
}
