import * as tf from '#tf';
import type { DenseActivation, Tensor, Tensor2D, Tensor4D, Variable } from '#tf';
import type { Rng } from '#numerics';
import { makeVariable } from '../make-variable.ts';
import { normalVariable } from './linear-layer.ts';

/** One convolution with its weights, and the activation after it. */
export type ConvLayer = {
  readonly parameters: readonly Variable[];
  apply(image: Tensor4D, activation?: DenseActivation): Tensor4D;
};

/** A last layer: no activation follows. */
export type OutputLayer = Pick<ConvLayer, 'parameters'> & { apply(image: Tensor4D): Tensor4D };

/** What stands beyond the image's border. Ones tell the border from the data, as in rosinality's Glow. */
export type Border = 'zeros' | 'ones';

export type ConvLayerOptions = {
  /** Side of the square kernel, odd. */
  side: number;
  /** Channels that it reads and gives. */
  fanIn: number;
  width: number;
  /** Var(weight)·(numbers that a unit reads). 0 starts the whole layer at 0. */
  gain: number;
  rng: Rng;
  border?: Border;
};

/**
 * activation(image ⋆ K + b), stride 1, as large as it came.
 * Shapes: image [n, h, w, fanIn] → [n, h, w, width].  Parameters: K [side, side, fanIn, width], b [width].
 */
export function convLayer({ side, fanIn, width, gain, rng, border = 'zeros' }: ConvLayerOptions): ConvLayer {
  const reads = side * side * fanIn;
  const kernel = normalVariable([side, side, fanIn, width], () => Math.sqrt(gain / reads), rng);
  const bias = normalVariable([width], () => (gain === 0 ? 0 : Math.sqrt(1 / reads)), rng);
  return {
    parameters: [kernel, bias],
    apply: (image, activation = 'linear') =>
      tf.tidy(() => {
        if (border === 'zeros') return tf.conv2d(image, kernel, bias, activation);
        // Beyond the border x − 1 is 0; what that takes away is the same everywhere, the sum of the kernel.
        return tf.conv2d(tf.sub(image, 1), kernel, tf.add(bias, kernelSums(kernel)), activation);
      }),
  };
}

function kernelSums(kernel: Tensor): Tensor {
  const width = kernel.shape[3]!;
  const taps = tf.reshape(kernel, [kernel.size / width, width]) as Tensor2D;
  return tf.reshape(tf.matMul(tf.ones([1, taps.shape[0]]) as Tensor2D, taps), [width]);
}

/**
 * The last layer of a conditioner in Glow, https://arxiv.org/abs/1807.03039 §3.3: starts at 0, and its output is multiplied
 * by exp(3·logGain), one for each channel, so that it may grow faster than its learning rate lets a weight grow.
 * Parameters: K, b, logGain [width].
 */
export function gainedConvLayer(options: Omit<ConvLayerOptions, 'gain'>): OutputLayer {
  const plain = convLayer({ ...options, gain: 0 });
  const logGain = makeVariable([options.width]);
  return {
    parameters: [...plain.parameters, logGain],
    apply: (image) => tf.tidy(() => tf.mul<Tensor4D>(plain.apply(image), tf.exp(tf.mul(logGain, 3)))),
  };
}
