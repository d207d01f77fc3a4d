import { list, positiveInteger } from '../argument-checks.ts';
import type { Activation } from '../conditioners/network.ts';
import type { ImageShape } from '../images/image-shape.ts';
import type { ImageConditionerSpec, MultiScaleLevelSpec } from '../images/specs.ts';
import type { FlowSpec, LayerSpec, ScaleSpec, TransformerSpec } from '../spec.ts';

export type GlowOptions = {
  /** Of the images, which come flat: [n, height·width·channels], channels last. */
  height: number;
  width: number;
  channels: number;
  /** Number of scales; each one halves height and width. */
  levels: number;
  /** Steps of flow on every level. */
  depth: number;
  /** Channels of the hidden layers of every coupling's net. */
  hidden: readonly number[];
  activation?: Activation;
  /** The scale of a coupling, in the direction of scoring. Glow's is the gate σ(u + 2). `additive` has none. */
  coupling?: ScaleSpec | 'additive';
  /** The 1 × 1 convolution: W itself, or its factors. */
  convolution?: 'full' | 'plu';
  /** What lies between the images and the data, such as logits of dequantized pixels: layers of vectors, appended last. */
  preprocessing?: readonly LayerSpec[];
};

/**
 * Glow, https://arxiv.org/abs/1807.03039: levels × depth steps of activation normalization, invertible 1 × 1 convolution and
 * coupling, on images squeezed at each level, of which half is noise and half goes on.
 *
 * In the direction of scoring a level is: squeeze, `depth` steps, split. The first half of the channels goes on; the second is
 * noise, whose mean and deviation a convolution reads off the first. Base: standard normal; x flat [n, D].
 * @throws RangeError if a size is no whole number ≥ 1, or if height or width cannot be halved `levels` times.
 */
export function glow(options: GlowOptions): FlowSpec {
  const { height, width, channels, levels, depth, preprocessing = [] } = options;
  for (const [name, value] of Object.entries({ height, width, channels, levels, depth })) {
    positiveInteger(`glow: ${name}`, value);
  }
  const scales = [1];
  while (scales.length < levels) scales.push(2 * scales.at(-1)!);
  const block = 2 * scales.at(-1)!;
  if (height % block !== 0 || width % block !== 0) {
    throw new RangeError(
      `glow: height and width must be multiples of 2^levels = ${block}, so that each level can halve them, ` +
        `got ${height} × ${width}.`,
    );
  }
  // The finest level first, as scoring meets them; each leaves half of its 4·channels to the next.
  const finestFirst = scales.map((scale, level): MultiScaleLevelSpec => {
    const coarsest = level === levels - 1;
    return {
      layers: glowLevel([height / scale, width / scale, channels * scale], options),
      ...(!coarsest && { noise: 'second', prior: priorNet(options) }),
    };
  });
  return {
    base: { kind: 'standard-normal', dimensions: height * width * channels },
    layers: [
      { kind: 'multi-scale', levels: finestFirst.toReversed() },
      { kind: 'flatten', shape: [height, width, channels] },
      ...structuredClone([...list('glow: preprocessing', preprocessing)]),
    ],
  };
}

/** z → … → x: `depth` steps, the one nearest the data last, then the squeeze undone. */
function glowLevel(image: ImageShape, options: GlowOptions): LayerSpec[] {
  const [height, width, channels] = image;
  const shape: ImageShape = [height / 2, width / 2, 4 * channels];
  const { depth, activation = 'relu', convolution = 'plu' } = options;
  const step: LayerSpec[] = [
    {
      kind: 'image-coupling',
      shape,
      split: 'channels',
      keep: 'first',
      transformer: couplingTransformer(options.coupling ?? { kind: 'sigmoid-gate' }),
      conditioner: { kind: 'convnet', hidden: [...list('glow: hidden', options.hidden)], activation },
    },
    { kind: 'conv1x1', shape, form: convolution },
    { kind: 'pixelwise', shape, of: { kind: 'actnorm', dimensions: shape[2] } },
  ];
  const steps = Array.from({ length: depth }, () => structuredClone(step)).flat();
  return [...steps, { kind: 'squeeze', shape: image }];
}

/** Glow shifts and scales towards the noise: that is the inverse of sampling. */
function couplingTransformer(coupling: ScaleSpec | 'additive'): TransformerSpec {
  if (coupling === 'additive') return { kind: 'additive' };
  return { kind: 'invert', of: { kind: 'shift-first-affine', scale: structuredClone(coupling) } };
}

/** One 3 × 3 convolution that starts at 0: the noise starts standard normal. */
function priorNet({ activation = 'relu' }: GlowOptions): ImageConditionerSpec {
  return { kind: 'convnet', hidden: [], activation };
}
