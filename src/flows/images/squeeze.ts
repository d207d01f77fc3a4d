import * as tf from '#tf';
import type { Tensor, Tensor4D } from '#tf';
import type { Bijection } from '../types.ts';
import { zeroLogDet } from '../per-row.ts';
import { imageShape, sizeOf } from './image-shape.ts';
import type { ImageShape } from './image-shape.ts';

/**
 * Space to channels, https://arxiv.org/abs/1605.08803 §3.6: every 2 × 2 block of pixels of x is one pixel of z.
 *
 * z[n, i, j, 4·c + 2·dy + dx] = x[n, 2i + dy, 2j + dx, c]: the source channel is the slow index (TensorFlow's own
 * `spaceToDepth` has it as the fast one).  It only moves numbers, so log|det| = 0.
 * Shapes: x [n, h, w, c], z [n, h/2, w/2, 4c]; `shape` is that of x.
 * @throws RangeError if height or width is odd.
 */
export function squeeze(shape: ImageShape): Bijection<Tensor4D> {
  const [height, width, channels] = imageShape('squeeze: shape', shape);
  if (height % 2 !== 0 || width % 2 !== 0) {
    throw new RangeError(`squeeze: height and width must be even, got ${height} × ${width}.`);
  }
  const [rows, columns] = [height / 2, width / 2];
  const squeezed: ImageShape = [rows, columns, 4 * channels];
  return {
    name: 'squeeze',
    dimensions: sizeOf(squeezed),
    events: { z: squeezed, x: [height, width, channels] },
    parameters: [],
    forward: (z) =>
      tf.tidy(() => {
        const blocks = tf.reshape(z, [z.shape[0] * rows, columns, channels, 2, 2]);
        // Axes row, column, c, dy, dx → row, dy, column, dx, c.
        const pixels: Tensor = tf.transpose(blocks, [0, 3, 1, 4, 2]);
        return { x: tf.reshape(pixels, [z.shape[0], height, width, channels]) as Tensor4D, logDet: zeroLogDet(z) };
      }),
    inverse: (x) =>
      tf.tidy(() => {
        const pixels = tf.reshape(x, [x.shape[0] * rows, 2, columns, 2, channels]);
        const blocks: Tensor = tf.transpose(pixels, [0, 2, 4, 1, 3]);
        return { z: tf.reshape(blocks, [x.shape[0], ...squeezed]) as Tensor4D, logDet: zeroLogDet(x) };
      }),
  };
}
