import type { Tensor, Tensor1D } from '#tf';
import * as tf from '#tf';
import { list, positiveInteger } from '../argument-checks.ts';

/** One image, channels last: tensors are [n, height, width, channels], and flat ones [n, height·width·channels] in that order. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** @throws RangeError naming the argument unless it is three whole numbers ≥ 1. */
export function imageShape(where: string, shape: readonly number[]): ImageShape {
  if (list(where, shape).length !== 3) {
    throw new RangeError(`${where} must be [height, width, channels], got [${shape}].`);
  }
  const [height, width, channels] = shape as [number, number, number];
  return [
    positiveInteger(`${where}: height`, height),
    positiveInteger(`${where}: width`, width),
    positiveInteger(`${where}: channels`, channels),
  ];
}

/** Numbers in one image. */
export const sizeOf = ([height, width, channels]: ImageShape): number => height * width * channels;

/** Σ over everything but the batch: [n, …] → [n]. */
export function sumPerImage(values: Tensor): Tensor1D {
  const n = values.shape[0]!;
  return tf.sum(tf.reshape(values, [n, values.size / n]), 1);
}
