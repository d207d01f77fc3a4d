import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '#tf';
import type { Bijection } from '../types.ts';
import { imageShape, sizeOf } from './image-shape.ts';
import type { ImageShape } from './image-shape.ts';

export type PixelwiseOptions = {
  shape: ImageShape;
  /** A map of vectors as long as there are channels. */
  of: Bijection;
};

/**
 * The same map of vectors at every pixel: a 1 × 1 convolution where the map is linear, an activation normalization of
 * channels where it is `actnorm`.
 *
 * Forward:  x[n, i, j, :] = f(z[n, i, j, :]);   log|det| = Σ over pixels of log|det ∂f|: h·w times f's where that is constant
 * Shapes:   z, x [n, h, w, c];  logDet [n], nats.  Parameters, state and initialisation are f's, pixels taken for rows.
 * Every pixel is given the same context as its image.
 * @throws RangeError if f has another number of dimensions than there are channels.
 */
export function pixelwise({ shape, of }: PixelwiseOptions): Bijection<Tensor4D> {
  const image = imageShape('pixelwise: shape', shape);
  const [height, width, channels] = image;
  if (of.dimensions !== undefined && of.dimensions !== channels) {
    throw new RangeError(
      `pixelwise: ${of.name} has ${of.dimensions} dimensions, but the image has ${channels} channels.`,
    );
  }
  const pixels = height * width;
  const rows = (images: Tensor4D) => tf.reshape(images, [images.shape[0] * pixels, channels]) as Tensor2D;
  const images = (pixelRows: Tensor2D) => tf.reshape(pixelRows, [-1, height, width, channels]) as Tensor4D;
  const total = (logDet: Tensor1D) => tf.sum<Tensor1D>(tf.reshape(logDet, [-1, pixels]), 1);
  const repeated = (context: Tensor2D | undefined): Tensor2D | undefined => {
    if (!context || pixels === 1) return context;
    const [n, c] = context.shape;
    const copies: Tensor = tf.tile(tf.reshape(context, [n, 1, c]), [1, pixels, 1]);
    return tf.reshape(copies, [n * pixels, c]);
  };
  const pull =
    (from: 'inverse' | 'initialise'): Bijection<Tensor4D>['inverse'] =>
    (x, context) =>
      tf.tidy(() => {
        const { z, logDet } = of[from]!(rows(x), repeated(context));
        return { z: images(z), logDet: total(logDet) };
      });
  return {
    name: `pixelwise ${of.name}`,
    dimensions: sizeOf(image),
    events: { z: image, x: image },
    parameters: of.parameters,
    ...(of.state && { state: of.state }),
    passes: of.passes,
    ...(of.initialise && { initialise: pull('initialise') }),
    ...(of.training && { training: pixelwise({ shape, of: of.training }) }),
    forward: (z, context) =>
      tf.tidy(() => {
        const { x, logDet } = of.forward(rows(z), repeated(context));
        return { x: images(x), logDet: total(logDet) };
      }),
    inverse: pull('inverse'),
  };
}
