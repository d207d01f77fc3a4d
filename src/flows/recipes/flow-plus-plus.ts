import { levelCount, positiveInteger } from '../argument-checks.ts';
import { imageShape, sizeOf } from '../images/image-shape.ts';
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

export type FlowPlusPlusOptions = Network & {
  /** The images, height and width even. */
  shape: ImageShape;
  /** Whole numbers 0 … levels − 1. */
  levels: number;
  /** Of the logit preprocessing. */
  alpha?: number;
  /** Couplings of each stage, the data's end first: checkerboards, then, squeezed, channels and checkerboards again. */
  couplings?: readonly [checkerboard: number, channel: number, squeezedCheckerboard: number];
};

/**
 * Flow++, https://arxiv.org/abs/1902.00275: couplings by a mixture-of-logistics CDF and an affine map, whose conditioners are gated
 * convolutional networks with self-attention; logit preprocessing; standard normal base. Meant to be trained with
 * `flowPlusPlusDequantizer`.
 *
 * Data's end to base's end: logit, checkerboard couplings, squeeze, channel couplings, checkerboard couplings. After each coupling
 * the other half is kept; an activation normalization of the channels and an LU linear map of them stand before it (seen from the data).
 * x and z are flat [n, h·w·c]. Sizes are of a model that trains in a browser; the paper's are 96 filters, 10 blocks, 32 components.
 * @throws RangeError if height or width is odd, or a size is out of range; TypeError if one is no number.
 */
export function flowPlusPlus({
  shape,
  levels,
  alpha = 0.05,
  couplings: [checkerboard, channel, squeezedCheckerboard] = [4, 2, 3],
  ...network
}: FlowPlusPlusOptions): FlowSpec {
  const [height, width, channels] = imageShape('flowPlusPlus: shape', shape);
  if (height % 2 !== 0 || width % 2 !== 0) {
    throw new RangeError(`flowPlusPlus: height and width must be even, got ${height} × ${width}.`);
  }
  const image: ImageShape = [height, width, channels];
  const dimensions = sizeOf(image);
  const squeezed: ImageShape = [height / 2, width / 2, 4 * channels];
  const parts = checkedNetwork('flowPlusPlus', network);
  const stage = (of: ImageShape, split: 'channels' | 'checkerboard', count: number) =>
    Array.from({ length: positiveInteger(`flowPlusPlus: couplings (${split})`, count) }, (_, i) => [
      couplingOf(of, split, i, parts.transformer, parts.conditioner),
      ...channelMix(of),
    ]).flat();
  if (squeezed[1] % 2 !== 0) {
    throw new RangeError(`flowPlusPlus: half the width must be even too (checkerboards), got a width of ${width}.`);
  }
  return {
    base: { kind: 'standard-normal', dimensions },
    layers: [
      { kind: 'invert', of: { kind: 'flatten', shape: squeezed } },
      ...stage(squeezed, 'checkerboard', squeezedCheckerboard),
      ...stage(squeezed, 'channels', channel),
      { kind: 'squeeze', shape: image },
      ...stage(image, 'checkerboard', checkerboard),
      { kind: 'flatten', shape: image },
      { kind: 'logit', dimensions, levels: levelCount('flowPlusPlus: levels', levels), alpha },
    ],
  };
}

/**
 * Variational dequantization of Flow++ (§3.1): its noise is a flow of `couplings` checkerboard couplings of the same kind, whose
 * conditioners also read the whole numbers as an image.
 * @throws RangeError if the width is odd or a size is out of range; TypeError if one is no number.
 */
export function flowPlusPlusDequantizer({
  shape,
  levels,
  couplings = 4,
  ...network
}: Network & { shape: ImageShape; levels: number; couplings?: number }): DequantizerSpec {
  const image = imageShape('flowPlusPlusDequantizer: shape', shape);
  const dimensions = sizeOf(image);
  const { transformer, conditioner } = checkedNetwork('flowPlusPlusDequantizer', network);
  const reading: ImageConditionerSpec = { ...conditioner, context: dimensions, contextLayout: 'image' };
  const count = positiveInteger('flowPlusPlusDequantizer: couplings', couplings);
  return {
    kind: 'variational',
    levels: levelCount('flowPlusPlusDequantizer: levels', levels),
    noise: {
      base: { kind: 'standard-normal', dimensions },
      layers: [
        { kind: 'invert', of: { kind: 'flatten', shape: image } },
        ...Array.from({ length: count }, (_, i) => couplingOf(image, 'checkerboard', i, transformer, reading)),
        { kind: 'flatten', shape: image },
      ],
    },
  };
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

function couplingOf(
  shape: ImageShape,
  split: 'channels' | 'checkerboard',
  i: number,
  transformer: TransformerSpec,
  conditioner: ImageConditionerSpec,
): LayerSpec {
  const keep = i % 2 === 0 ? 'first' : 'second';
  return { kind: 'image-coupling', shape, split, keep, transformer, conditioner };
}

function channelMix(shape: ImageShape): LayerSpec[] {
  const [, , channels] = shape;
  const actnorm: LayerSpec = { kind: 'pixelwise', shape, of: { kind: 'actnorm', dimensions: channels } };
  // One channel has nothing to be mixed with.
  if (channels === 1) return [actnorm];
  return [{ kind: 'pixelwise', shape, of: { kind: 'lu-linear', dimensions: channels } }, actnorm];
}
