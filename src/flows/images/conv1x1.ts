import type { Tensor4D } from '#tf';
import type { Rng } from '#numerics';
import { fullLinear } from '../bijections/full-linear.ts';
import { pluRotation } from '../bijections/plu-rotation.ts';
import type { Bijection } from '../types.ts';
import { imageShape } from './image-shape.ts';
import type { ImageShape } from './image-shape.ts';
import { pixelwise } from './pixelwise.ts';

export type Conv1x1Options = {
  shape: ImageShape;
  /** W itself (`full`), or its factors P·L·U (`plu`), whose determinant is a product. */
  form: 'full' | 'plu';
  /** W at the start, for the form `full`: row o holds what output channel o reads. A random rotation where left out. */
  matrix?: readonly (readonly number[])[] | undefined;
  /** Draws the rotation. */
  rng: Rng;
};

/**
 * Invertible 1 × 1 convolution, https://arxiv.org/abs/1807.03039 §3.2: the same matrix mixes the channels of every pixel.
 *
 * Inverse:  z[n, i, j, :] = W x[n, i, j, :];   log|det| = h·w·log|det W|, nats.  Forward: W⁻¹.
 * Shapes:   z, x [n, h, w, c];  logDet [n].  Parameters: of `fullLinear` or `pluRotation`.
 * @throws RangeError if the form has no such name or the matrix is singular or not [c, c]; TypeError if `plu` is given one.
 */
export function conv1x1({ shape, form, matrix, rng }: Conv1x1Options): Bijection<Tensor4D> {
  const [, , dimensions] = imageShape('conv1x1: shape', shape);
  switch (form) {
    case 'full':
      return { ...pixelwise({ shape, of: fullLinear({ dimensions, matrix, rng }) }), name: '1 × 1 convolution' };
    case 'plu':
      if (matrix) throw new TypeError('conv1x1: matrix goes with the form full; plu starts from its own rotation.');
      return { ...pixelwise({ shape, of: pluRotation({ dimensions, rng }) }), name: 'PLU 1 × 1 convolution' };
    default:
      throw new RangeError(`conv1x1: form must be full or plu, got ${JSON.stringify(form)}.`);
  }
}
