import * as tf from '#tf';
import type { Tensor2D, Tensor4D } from '#tf';
import type { Bijection } from '../types.ts';
import { zeroLogDet } from '../per-row.ts';
import { imageShape, sizeOf } from './image-shape.ts';
import type { ImageShape } from './image-shape.ts';

/**
 * Images as rows of numbers, so that a flow of images is one of vectors outside: x[n, (i·w + j)·c + k] = z[n, i, j, k].
 * Its inverse, at the base's end, makes images of the base's vectors.  It preserves volume.
 * Shapes: z [n, h, w, c], x [n, h·w·c].
 * @throws RangeError if shape is not three whole numbers ≥ 1.
 */
export function flatten(shape: ImageShape): Bijection<Tensor4D, Tensor2D> {
  const [height, width, channels] = imageShape('flatten: shape', shape);
  const size = sizeOf([height, width, channels]);
  return {
    name: 'flatten',
    dimensions: size,
    events: { z: [height, width, channels], x: [size] },
    parameters: [],
    forward: (z) => tf.tidy(() => ({ x: tf.reshape(z, [z.shape[0], size]) as Tensor2D, logDet: zeroLogDet(z) })),
    inverse: (x) =>
      tf.tidy(() => ({ z: tf.reshape(x, [x.shape[0], height, width, channels]) as Tensor4D, logDet: zeroLogDet(x) })),
  };
}
