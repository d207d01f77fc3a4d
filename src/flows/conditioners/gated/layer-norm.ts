import * as tf from '#tf';
import type { Tensor2D, Tensor4D, Variable } from '#tf';
import { makeVariable } from '../../make-variable.ts';

/** A part of a network that leaves an image as large as it came. */
export type ImageBlock = { readonly parameters: readonly Variable[]; apply(h: Tensor4D): Tensor4D };

const epsilon = 1e-5;

/**
 * Layer normalization over the channels of each pixel, https://arxiv.org/abs/1607.06450: (h − mean)/√(variance + 10⁻⁵)⊙gain + bias.
 * Parameters: gain [channels] (1 at first), bias [channels].
 */
export function layerNorm(channels: number): ImageBlock {
  const gain = makeVariable([channels], new Float32Array(channels).fill(1));
  const bias = makeVariable([channels]);
  return {
    parameters: [gain, bias],
    apply: (h) =>
      tf.tidy(() => {
        const pixels = tf.reshape(h, [-1, channels]) as Tensor2D;
        const centred = tf.sub<Tensor2D>(pixels, tf.mean(pixels, 1, true));
        const variance = tf.mean(tf.square(centred), 1, true);
        const normal = tf.div<Tensor2D>(centred, tf.sqrt(tf.add(variance, epsilon)));
        return tf.reshape(tf.add(tf.mul(normal, gain), bias), h.shape);
      }),
  };
}

/** h ← norm(h + block(h)) */
export function normedResidual(block: ImageBlock, channels: number): ImageBlock {
  const norm = layerNorm(channels);
  return {
    parameters: [...block.parameters, ...norm.parameters],
    apply: (h) => tf.tidy(() => norm.apply(tf.add(h, block.apply(h)))),
  };
}
