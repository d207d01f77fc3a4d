import { levelCount, list, positiveInteger } from '../argument-checks.ts';
import type { ImageShape } from '../images/image-shape.ts';
import type { ImageConditionerSpec } from '../images/specs.ts';
import type { DequantizerSpec, FlowSpec, LayerSpec, TransformerSpec } from '../spec.ts';

/** The network inside every coupling. */
type Network = {
  /** Channels inside a conditioner. */
  filters?: number;
  /** Pairs of a gated convolution and a self-attention in a conditioner. */
  blocks?: number;
  /** Heads of each self-attention. */
  heads?: number;
  /** Components of each mixture of logistics. */
  components?: number;
};

/** Of the images, which come flat: [n, height·width·channels], channels last. */
type Images = { height: number; width: number; channels: number };

export type FlowPlusPlusOptions = Network &
  Images & {
    /** Couplings of each stage, the data's end first: checkerboards; then, squeezed, channels and checkerboards again. */
    couplings?: readonly [checkerboard: number, channel: number, squeezedCheckerboard: number];
    /** What lies between the images and the data, such as logits of dequantized pixels: layers of vectors, appended last. */
    preprocessing?: readonly LayerSpec[];
  };

/**
 * Flow++, https://arxiv.org/abs/1902.00275: couplings by a mixture-of-logistics CDF and an affine map, whose conditioners are gated
 * convolutional networks with self-attention; standard normal base. Meant for `logit` preprocessing and to be trained with
 * `flowPlusPlusDequantizer`.
 *
 * Data's end to base's end: checkerboard couplings, squeeze, channel couplings, checkerboard couplings; two that follow each other
 * keep different halves. Before each stand, seen from the data, an activation normalization and an LU linear map of the channels.
 * x flat [n, D]. The sizes left out are those of a model that trains in a browser; the paper's are 96 filters, 10 blocks, 4 heads
 * and 32 components.
 * @throws RangeError if height is no multiple of 2 or width none of 4, or if a size is out of range; TypeError if one is no number.
 */
export function flowPlusPlus(options: FlowPlusPlusOptions): FlowSpec {
  const { couplings: [fine, channel, coarse] = [4, 2, 3], preprocessing = [] } = options;
  const image = checkedImage('flowPlusPlus', options);
  const [height, width, channels] = image;
  if (height % 2 !== 0 || width % 4 !== 0) {
    throw new RangeError(
      `flowPlusPlus: height must be a multiple of 2 and width one of 4 (a squeeze, then checkerboards), ` +
        `got ${height} × ${width}.`,
    );
  }
  const squeezed: ImageShape = [height / 2, width / 2, 4 * channels];
  const parts = checkedNetwork('flowPlusPlus', options);
  const stage = (shape: ImageShape, split: Split, count: number) =>
    Array.from({ length: positiveInteger(`flowPlusPlus: couplings (${split})`, count) }, (_, i) => [
      couplingOf(shape, split, i, parts),
      ...channelMix(shape),
    ]).flat();
  return {
    base: { kind: 'standard-normal', dimensions: height * width * channels },
    layers: [
      { kind: 'invert', of: { kind: 'flatten', shape: squeezed } },
      ...stage(squeezed, 'checkerboard', coarse),
      ...stage(squeezed, 'channels', channel),
      { kind: 'squeeze', shape: image },
      ...stage(image, 'checkerboard', fine),
      { kind: 'flatten', shape: image },
      ...structuredClone([...list('flowPlusPlus: preprocessing', preprocessing)]),
    ],
  };
}

export type FlowPlusPlusDequantizerOptions = Network &
  Images & {
    /** Whole numbers 0 … levels − 1. */
    levels: number;
    /** Number of checkerboard couplings. */
    couplings?: number;
  };

/**
 * Variational dequantization of Flow++ (§3.1): its noise is a flow of checkerboard couplings of the same kind, whose conditioners
 * also read the whole numbers as an image.
 * @throws RangeError if the width is odd or a size is out of range; TypeError if one is no number.
 */
export function flowPlusPlusDequantizer(options: FlowPlusPlusDequantizerOptions): DequantizerSpec {
  const { levels, couplings = 4 } = options;
  const image = checkedImage('flowPlusPlusDequantizer', options);
  if (image[1] % 2 !== 0) {
    throw new RangeError(`flowPlusPlusDequantizer: width must be even (checkerboards), got ${image[1]}.`);
  }
  const dimensions = image[0] * image[1] * image[2];
  const { transformer, conditioner } = checkedNetwork('flowPlusPlusDequantizer', options);
  const reading: ImageConditionerSpec = { ...conditioner, context: dimensions, contextLayout: 'image' };
  const count = positiveInteger('flowPlusPlusDequantizer: couplings', couplings);
  return {
    kind: 'variational',
    levels: levelCount('flowPlusPlusDequantizer: levels', levels),
    noise: {
      base: { kind: 'standard-normal', dimensions },
      layers: [
        { kind: 'invert', of: { kind: 'flatten', shape: image } },
        ...Array.from({ length: count }, (_, i) =>
          couplingOf(image, 'checkerboard', i, { transformer, conditioner: reading }),
        ),
        { kind: 'flatten', shape: image },
      ],
    },
  };
}

function checkedImage(recipe: string, { height, width, channels }: Images): ImageShape {
  for (const [name, value] of Object.entries({ height, width, channels })) positiveInteger(`${recipe}: ${name}`, value);
  return [height, width, channels];
}

function checkedNetwork(recipe: string, { filters = 16, blocks = 1, heads = 4, components = 4 }: Network) {
  if (positiveInteger(`${recipe}: filters`, filters) % positiveInteger(`${recipe}: heads`, heads) !== 0) {
    throw new RangeError(`${recipe}: heads must divide the ${filters} filters, got ${heads}.`);
  }
  const transformer: TransformerSpec = {
    kind: 'chain',
    of: [
      { kind: 'invert', of: { kind: 'affine', scale: { kind: 'tanh', bound: 2 } } },
      {
        kind: 'logistic-mixture',
        components: positiveInteger(`${recipe}: components`, components),
        logScale: { kind: 'tanh', bound: 4 },
      },
    ],
  };
  const conditioner = {
    kind: 'gated-convnet',
    filters,
    blocks: positiveInteger(`${recipe}: blocks`, blocks),
    heads,
  } satisfies ImageConditionerSpec;
  return { transformer, conditioner };
}

type Split = 'channels' | 'checkerboard';
type Parts = { transformer: TransformerSpec; conditioner: ImageConditionerSpec };

function couplingOf(shape: ImageShape, split: Split, i: number, parts: Parts): LayerSpec {
  return { kind: 'image-coupling', shape, split, keep: i % 2 === 0 ? 'first' : 'second', ...structuredClone(parts) };
}

function channelMix(shape: ImageShape): LayerSpec[] {
  const [, , channels] = shape;
  const actnorm: LayerSpec = { kind: 'pixelwise', shape, of: { kind: 'actnorm', dimensions: channels } };
  // One channel has nothing to be mixed with.
  if (channels === 1) return [actnorm];
  return [{ kind: 'pixelwise', shape, of: { kind: 'lu-linear', dimensions: channels } }, actnorm];
}
