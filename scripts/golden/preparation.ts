import * as tf from '#tf';
import type { Scalar, Tensor, Tensor2D, Variable } from '#tf';
import type { Bijection, ImageShape } from '#flows';
import { arrayOf } from './format.ts';
import type { Golden } from './format.ts';

/** In `Binding.at`: the peer holds a number here that it never reads, and we hold none. Its gradient is 0. */
export const elsewhere = -1;

/** Where the entries of a peer's parameter stand in one of ours: golden entry k is entry at[k] of the variable. */
export type Binding = {
  param: string;
  variable: Variable;
  at: readonly number[];
};

/** A golden case in terms of this library. */
export type Preparation = {
  /** The file's map, x → out, as `forward`. */
  map: Bijection;
  bindings: Binding[];
  /** The input that is pushed; `x` where the file does not differ. */
  input?: string;
  /** The file's names of standard outputs (`out`, `log_det`, `loss`, …), where they differ. */
  names?: Record<string, string>;
  /** What the file's gradients are of, at the pushed x, where it is not the negative log-likelihood of the image. */
  loss?: (map: Bijection, x: Tensor2D) => () => Scalar;
  /** Outputs peculiar to the family, computed with the map (which a test may have tampered with). */
  more?: (map: Bijection) => Record<string, Tensor>;
  /** What an array may differ by where that is more than the file's tolerance: the peer's own numbers are no closer to the truth. */
  allowed?: Record<string, number>;
};

/** A case without a map: its outputs by name. */
export type Values = {
  outputs: Record<string, ArrayLike<number>>;
};

/** What an adapter answers for a configuration that the library does not have. */
export type Unknown = { unknown: string };
export type Adapter = (golden: Golden) => Preparation | Values | Unknown;

export const everyEntry = (variable: Variable): number[] => Array.from({ length: variable.size }, (_, i) => i);

/** Sets our variables to the peer's numbers; entries that the peer does not have become 0. */
export function loadParameters(golden: Golden, bindings: readonly Binding[]): void {
  const values = new Map<Variable, Float32Array>();
  for (const { param, variable, at } of bindings) {
    const { data } = arrayOf(golden, 'params', param);
    if (data.length !== at.length) {
      throw new Error(`${golden.id}: params.${param} has ${data.length} entries, but ${at.length} were expected.`);
    }
    const target = values.get(variable) ?? new Float32Array(variable.size);
    data.forEach((value, k) => {
      if (at[k] !== elsewhere) target[at[k]!] = value;
    });
    values.set(variable, target);
  }
  tf.tidy(() => values.forEach((value, variable) => variable.assign(tf.tensor(value, [...variable.shape]))));
}

export function inputTensor(golden: Golden, name = 'x'): Tensor2D {
  return tensorOf(arrayOf(golden, 'inputs', name));
}

/** A vector [N] is a column [N, 1], N samples of one dimension; images are rows, as at the edge of every flow. */
export function tensorOf({ shape, data }: { shape: number[]; data: number[] }): Tensor2D {
  const flat = shape.length === 1 || shape.length > 2;
  return tf.tensor(Float32Array.from(data), flat ? [shape[0]!, data.length / shape[0]!] : shape) as Tensor as Tensor2D;
}

/** The size of the images in a golden array [N, H, W, C]. */
export function imageShapeOf(golden: Golden, name = 'x'): ImageShape {
  const [, height, width, channels] = arrayOf(golden, 'inputs', name).shape as [number, number, number, number];
  return [height, width, channels];
}
