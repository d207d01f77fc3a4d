import * as tf from '#tf';
import type { Tensor2D, Tensor4D } from '#tf';
import type { Rng } from '#numerics';
import { positiveInteger } from '../../argument-checks.ts';
import { imageShape } from '../../images/image-shape.ts';
import type { Conditioner } from '../../types.ts';
import { checkedContext } from '../../checked-context.ts';
import { convLayer } from '../conv-layer.ts';
import { atEveryPixel } from '../convnet.ts';
import type { ImageConditionerSizes } from '../convnet.ts';
import { gatedConvolution } from './gated-convolution.ts';
import { normedResidual } from './layer-norm.ts';
import { selfAttention } from './self-attention.ts';

/**
 * What a context is: `vector`, the same at every pixel; or `image`, row-major and channels last, as large as what is read, so
 * that the number of its channels follows from its width.
 */
export type ContextLayout = 'vector' | 'image';

export type GatedConvnetOptions = ImageConditionerSizes & {
  /** Channels inside. */
  filters: number;
  /** Pairs of a gated convolution and a self-attention. */
  blocks: number;
  /** Heads of each self-attention; they divide the filters. */
  heads: number;
  contextLayout?: ContextLayout | undefined;
  /** Draws the initial weights. */
  rng: Rng;
};

/**
 * The conditioner of Flow++, https://arxiv.org/abs/1902.00275 appendix: a convolutional network with gates, and self-attention, so
 * that every pixel reads every other.
 *
 * h = [kept, context] ⋆ K;  for each block h ← norm(h + gatedConvolution(h)), h ← norm(h + selfAttention(h));  θ = h ⋆ K′ + b′
 * Shapes: kept [n, h, w, c] → θ [n, h, w, channels, paramsPerDim];  output channel of (channel, parameter) =
 *         channel·paramsPerDim + parameter.  The last K′ and b′ start at 0, so θ = 0.
 * @throws RangeError if a size is not a whole number ≥ 1, the heads do not divide the filters, or a context image is not a whole
 *         number of channels at every pixel; TypeError if one is no number.
 */
export function gatedConvnet(options: GatedConvnetOptions): Conditioner {
  const { contextDimensions: context = 0, contextLayout = 'vector', rng } = options;
  const [height, width, read] = imageShape('gatedConvnet: shape', options.shape);
  const channels = positiveInteger('gatedConvnet: channels', options.channels);
  const paramsPerDim = positiveInteger('gatedConvnet: paramsPerDim', options.paramsPerDim);
  const filters = positiveInteger('gatedConvnet: filters', options.filters);
  const blocks = positiveInteger('gatedConvnet: blocks', options.blocks);
  const heads = positiveInteger('gatedConvnet: heads', options.heads);
  const extra = context === 0 ? 0 : contextChannels(context, contextLayout, height * width);

  const first = convLayer({ side: 3, fanIn: read + extra, width: filters, gain: 1, rng });
  const inner = Array.from({ length: blocks }, () => [
    normedResidual(gatedConvolution(filters, rng), filters),
    normedResidual(selfAttention({ height, width, channels: filters, heads, rng }), filters),
  ]).flat();
  const last = convLayer({ side: 3, fanIn: filters, width: channels * paramsPerDim, gain: 0, rng });
  const asImage = (rows: Tensor2D): Tensor4D =>
    contextLayout === 'vector'
      ? atEveryPixel(rows, height, width)
      : (tf.reshape(rows, [rows.shape[0], height, width, extra]) as Tensor4D);
  return {
    parameters: [first, ...inner, last].flatMap(({ parameters }) => parameters),
    contextDimensions: context,
    theta: (kept, given) =>
      tf.tidy(() => {
        const n = kept.shape[0]!;
        const image = kept as Tensor4D;
        const input =
          context > 0 ? tf.concat([image, asImage(checkedContext('gatedConvnet', given, n, context))], 3) : image;
        let h = first.apply(input);
        for (const block of inner) h = block.apply(h);
        return tf.reshape(last.apply(h), [n, height, width, channels, paramsPerDim]);
      }),
  };
}

function contextChannels(context: number, layout: ContextLayout, pixels: number): number {
  positiveInteger('gatedConvnet: contextDimensions', context);
  if (layout === 'vector') return context;
  if (layout !== 'image') {
    throw new RangeError(`gatedConvnet: contextLayout must be vector or image, got ${JSON.stringify(layout)}.`);
  }
  if (context % pixels !== 0) {
    throw new RangeError(
      `gatedConvnet: contextDimensions of an image must be a multiple of the ${pixels} pixels that are read, got ${context}.`,
    );
  }
  return context / pixels;
}
