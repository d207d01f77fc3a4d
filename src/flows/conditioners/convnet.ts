import * as tf from '#tf';
import type { Tensor2D, Tensor4D } from '#tf';
import type { Rng } from '#numerics';
import { contextWidth, list, oneOf, positiveInteger } from '../argument-checks.ts';
import { imageShape } from '../images/image-shape.ts';
import type { ImageShape } from '../images/image-shape.ts';
import type { Conditioner } from '../types.ts';
import { checkedContext } from '../checked-context.ts';
import { convLayer, gainedConvLayer } from './conv-layer.ts';
import type { Border } from './conv-layer.ts';
import { activationNames, checkActivation, gains, hiddenWidths } from './network.ts';
import type { Activation } from './network.ts';

/** What every conditioner of images says of its sizes. */
export type ImageConditionerSizes = {
  /** The image that it reads. */
  shape: ImageShape;
  /** Channels of the image that is transformed; its height and width are those of `shape`. */
  channels: number;
  /** How many numbers the transformer wants for each entry. */
  paramsPerDim: number;
  /** Width of the context [n, …] that it reads beside, at every pixel; 0 reads none. */
  contextDimensions?: number;
};

export type ConvnetOptions = ImageConditionerSizes & {
  /** Channels of each hidden layer. */
  hidden: readonly number[];
  /** Sides of the kernels, all odd, one more than hidden layers. 3 first and last, 1 between, where left out. */
  kernels?: readonly number[] | undefined;
  activation: Activation;
  /** Of the last layer: `learned` multiplies by Glow's exp(3·logGain); `none` leaves it out. */
  gain?: 'learned' | 'none' | undefined;
  /** What stands beyond the border of the last layer's input. */
  border?: Border | undefined;
  /** Draws the initial weights. */
  rng: Rng;
};

/**
 * A small convolutional network from the half that is kept to θ of the other, Glow's with the defaults:
 * https://arxiv.org/abs/1807.03039 §3.3.
 *
 * h₀ = [kept, context at every pixel];  hᵢ = activation(hᵢ₋₁ ⋆ Kᵢ + bᵢ);  θ = (h_last ⋆ K + b)·exp(3·logGain)
 * Shapes: kept [n, h, w, c] → θ [n, h, w, channels, paramsPerDim];  output channel of (channel, parameter) =
 *         channel·paramsPerDim + parameter.  Parameters: K₁, b₁, K₂, b₂, …, then logGain if it is learned.
 * The last K and b start at 0, so θ = 0.
 * @throws RangeError if a size is not a whole number ≥ 1, a kernel has an even side, there is not one kernel for each layer,
 *         or the activation, gain or border has no such name.
 */
export function convnet(options: ConvnetOptions): Conditioner {
  const { channels, paramsPerDim, activation, gain = 'learned', border = 'zeros', rng } = options;
  const [height, width, read] = imageShape('convnet: shape', options.shape);
  const outputs =
    positiveInteger('convnet: channels', channels) * positiveInteger('convnet: paramsPerDim', paramsPerDim);
  const context = contextWidth('convnet: contextDimensions', options.contextDimensions);
  const hidden = hiddenWidths('convnet: hidden', options.hidden);
  const glows = Array.from({ length: hidden.length + 1 }, (_, i) => (i === 0 || i === hidden.length ? 3 : 1));
  const sides = kernelSides(options.kernels ?? glows, hidden);
  checkActivation('convnet: activation', activation, activationNames);
  oneOf('convnet: gain', gain, ['learned', 'none']);
  oneOf('convnet: border', border, ['zeros', 'ones']);

  const widths = [read + context, ...hidden];
  const layers = hidden.map((units, i) =>
    convLayer({ side: sides[i]!, fanIn: widths[i]!, width: units, gain: gains[activation], rng }),
  );
  const lastOptions = { side: sides.at(-1)!, fanIn: widths.at(-1)!, width: outputs, rng, border };
  const last = gain === 'learned' ? gainedConvLayer(lastOptions) : convLayer({ ...lastOptions, gain: 0 });
  return {
    parameters: [...layers, last].flatMap((layer) => layer.parameters),
    contextDimensions: context,
    theta: (kept, given) =>
      tf.tidy(() => {
        const n = kept.shape[0]!;
        let h = kept as Tensor4D;
        if (context > 0)
          h = tf.concat([h, atEveryPixel(checkedContext('convnet', given, n, context), height, width)], 3);
        for (const layer of layers) h = layer.apply(h, activation);
        return tf.reshape(last.apply(h), [n, height, width, channels, paramsPerDim]);
      }),
  };
}

/** [n, c] → [n, h, w, c]. */
export function atEveryPixel(context: Tensor2D, height: number, width: number): Tensor4D {
  const [n, c] = context.shape;
  return tf.tile(tf.reshape(context, [n, 1, 1, c]) as Tensor4D, [1, height, width, 1]);
}

function kernelSides(kernels: readonly number[], hidden: readonly number[]): readonly number[] {
  const sides = list('convnet: kernels', kernels).map((side, i) => positiveInteger(`convnet: kernels[${i}]`, side));
  if (sides.length !== hidden.length + 1) {
    throw new RangeError(
      `convnet: kernels must hold one side for each of the ${hidden.length} hidden layers and one for the last, ` +
        `got [${sides}].`,
    );
  }
  const even = sides.find((side) => side % 2 === 0);
  if (even !== undefined) throw new RangeError(`convnet: kernels must have odd sides, got ${even}.`);
  return sides;
}
