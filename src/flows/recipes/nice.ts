import { oneOf } from '../argument-checks.ts';
import type { FlowSpec, LayerSpec } from '../spec.ts';
import { checkCouplingSizes } from './stack.ts';

export type NiceOptions = {
  dimensions: number;
  /** Number of coupling layers; their masks alternate. The paper takes 4. */
  layers: number;
  /** Widths of each conditioner's hidden layers. */
  hidden: readonly number[];
  /** The paper takes a logistic base for images, and a standard normal one where it suits the data. */
  base?: 'logistic' | 'standard-normal';
};

/**
 * NICE, https://arxiv.org/abs/1410.8516: additive couplings, which preserve volume, and next to the base a learned scale (and shift) of
 * every dimension, so that log|det| is one number, the same at every point.
 *
 * An activation normalisation stands at the data's end and takes the data's mean and spread from the first batch.
 * @throws RangeError if dimensions < 2, layers < 1 or the base has no such name; TypeError if a size is no number or hidden no list.
 */
export function nice({ dimensions, layers, hidden, base = 'logistic' }: NiceOptions): FlowSpec {
  checkCouplingSizes('nice', { dimensions, layers, hidden });
  oneOf('nice: base', base, ['logistic', 'standard-normal']);
  const couplings = Array.from({ length: layers }, (_, k): LayerSpec => ({
    kind: 'coupling',
    mask: Array.from({ length: dimensions }, (_unused, i) => (i + k) % 2),
    transformer: { kind: 'additive' },
    conditioner: { kind: 'mlp', hidden: [...hidden], activation: 'relu' },
  }));
  return {
    base: { kind: base, dimensions },
    layers: [
      { kind: 'elementwise', dimensions, transformer: { kind: 'affine', scale: { kind: 'exp' } } },
      ...couplings,
      { kind: 'actnorm', dimensions },
    ],
  };
}
