import * as tf from '#tf';
import type { DenseActivation, Tensor2D, Variable } from '#tf';
import { normals } from '#numerics';
import type { Rng } from '#numerics';
import { makeVariable } from '../make-variable.ts';
import type { Mask } from './made-masks.ts';

/** One affine map with its weights, perhaps masked, and the activation after it. */
export type LinearLayer = {
  readonly parameters: readonly [weights: Variable, bias: Variable];
  apply(h: Tensor2D, activation?: DenseActivation): Tensor2D;
};

export type LinearLayerOptions = {
  fanIn: number;
  width: number;
  /** Var(weight)·(inputs that a unit reads). 0 starts the whole layer at 0. */
  gain: number;
  rng: Rng;
  mask?: Mask | undefined;
};

/** activation(h (M⊙W) + b).  Shapes: h [n, fanIn] → [n, width];  W, M [fanIn, width], b [width]. */
export function linearLayer({ fanIn, width, gain, rng, mask }: LinearLayerOptions): LinearLayer {
  const reads = Array.from({ length: width }, (_, unit) => Math.max(1, mask ? open(mask, unit) : fanIn));
  // Biases spread the units' kinks over the data; with none, every ReLU of a one-dimensional input would bend at 0.
  const weights = normalVariable([fanIn, width], (unit) => (gain === 0 ? 0 : Math.sqrt(gain / reads[unit]!)), rng);
  const bias = normalVariable([width], (unit) => (gain === 0 ? 0 : Math.sqrt(1 / reads[unit]!)), rng);
  return {
    parameters: [weights, bias],
    apply: (h, activation = 'linear') =>
      tf.tidy(() => {
        const kept = mask ? tf.mul(weights, tf.tensor2d(mask.values, mask.shape)) : weights;
        return tf.dense(h, kept, bias, activation);
      }),
  };
}

/** How many inputs reach a unit. */
function open({ shape: [rows, columns], values }: Mask, unit: number): number {
  let count = 0;
  for (let row = 0; row < rows; row++) count += values[row * columns + unit]!;
  return count;
}

/** Normal numbers whose deviation goes by the column. Nothing is drawn where all are 0. */
export function normalVariable(shape: number[], deviation: (column: number) => number, rng: Rng): Variable {
  const columns = shape.at(-1)!;
  if (Array.from({ length: columns }, (_, column) => deviation(column)).every((size) => size === 0)) {
    return makeVariable(shape);
  }
  const size = shape.reduce((product, length) => product * length, 1);
  return makeVariable(
    shape,
    normals(rng, size).map((value, at) => value * deviation(at % columns)),
  );
}
