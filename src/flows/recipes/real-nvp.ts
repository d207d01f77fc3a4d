import type { FlowSpec, LayerSpec, ScaleSpec } from '../spec.ts';
import { checkCouplingSizes } from './stack.ts';

export type RealNvpOptions = {
  dimensions: number;
  /** Number of coupling layers; their masks alternate. */
  layers: number;
  /** Widths of each conditioner's hidden layers. */
  hidden: readonly number[];
  /** How a coupling's log-scale is kept in bounds. */
  scale?: ScaleSpec;
};

/**
 * RealNVP, https://arxiv.org/abs/1605.08803: affine couplings with alternating masks, standard normal base.
 *
 * An activation normalisation stands at the data's end and takes the data's mean and spread from the first batch, so that
 * training starts from the right place and size. s is bounded by 2·tanh(u/2): exp(s) stays within e^±2 a layer.
 * @throws RangeError if dimensions < 2 or layers < 1.
 */
export function realNvp({ dimensions, layers, hidden, scale = { kind: 'tanh', bound: 2 } }: RealNvpOptions): FlowSpec {
  checkCouplingSizes('realNvp', { dimensions, layers, hidden });
  const couplings = Array.from({ length: layers }, (_, k): LayerSpec => ({
    kind: 'coupling',
    mask: Array.from({ length: dimensions }, (_, i) => (i + k) % 2),
    transformer: { kind: 'affine', scale },
    conditioner: { kind: 'mlp', hidden: [...hidden], activation: 'relu' },
  }));
  return {
    base: { kind: 'standard-normal', dimensions },
    layers: [...couplings, { kind: 'actnorm', dimensions }],
  };
}
