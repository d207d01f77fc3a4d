import { parametersOf } from '#kernels';
import type { KernelStep } from '#kernels';
import type { ImageShape } from '../images/image-shape.ts';
import type { ImageLayerSpec, MultiScaleLevelSpec } from '../images/specs.ts';
import type { LayerSpec } from '../spec.ts';
import { lowerTransformer } from './lower-conditioned.ts';
import { convnetSize, lowerConvnet } from './lower-convnet.ts';
import { lowerConv1x1, lowerPixelwise, pixelwiseSize } from './lower-pixelwise.ts';
import type { Reading } from './lower.ts';
import { NotFusable } from './not-fusable.ts';

/** An image [h][w][c] whose numbers stand at these features; the kernels never move them. */
export type Image = { shape: ImageShape; at: readonly number[] };
/** In the order from x to z; no image where z is flat. */
type LoweredImage = { steps: KernelStep[]; image: Image | undefined };
type MultiScale = Extract<ImageLayerSpec, { kind: 'multi-scale' }>;
type Coupling = Extract<ImageLayerSpec, { kind: 'image-coupling' }>;

const kinds: readonly LayerSpec['kind'][] = [
  'flatten',
  'squeeze',
  'conv1x1',
  'pixelwise',
  'image-coupling',
  'multi-scale',
] satisfies ImageLayerSpec['kind'][];

/** A layer of images, or one turned round. */
export function isImageKind(spec: LayerSpec): boolean {
  return spec.kind === 'invert' ? isImageKind(spec.of) : kinds.includes(spec.kind);
}

export function lowerImageLayer(spec: LayerSpec, image: Image | undefined, reading: Reading): LoweredImage {
  if (spec.kind === 'flatten') {
    const [height, width, channels] = spec.shape;
    return { steps: [], image: { shape: spec.shape, at: range(height * width * channels) } };
  }
  if (!image) throw new NotFusable('it gives images where the kernels expect rows of numbers');
  switch (spec.kind) {
    case 'invert':
      if (spec.of.kind !== 'flatten') throw new NotFusable('there is no kernel for layers of images turned round');
      return { steps: reordered(image.at, reading.inverse), image: undefined };
    case 'squeeze':
      return { steps: [], image: squeezed(image) };
    case 'pixelwise':
      return { steps: [lowerPixelwise(spec.of, image, reading)], image };
    case 'conv1x1':
      return { steps: [lowerConv1x1(spec, image, reading)], image };
    case 'image-coupling':
      return { steps: [lowerCoupling(spec, image, reading)], image };
    case 'multi-scale':
      return { steps: lowerMultiScale(spec, image, reading), image: undefined };
    default:
      throw new NotFusable(`there is no kernel for a layer inside it (${spec.kind})`);
  }
}

function lowerMultiScale({ levels }: MultiScale, whole: Image, reading: Reading): KernelStep[] {
  const steps: KernelStep[] = [];
  const z: number[] = [];
  let image = whole;
  for (const { level, layers, prior } of placed(levels, whole, reading).toReversed()) {
    for (const { spec, ...places } of layers.toReversed()) {
      const lowered = lowerImageLayer(spec, image, { ...reading, ...places });
      steps.push(...lowered.steps);
      if (lowered.image) image = lowered.image;
    }
    if (!level.noise) {
      if (level.prior) throw new NotFusable('there is no kernel for a prior that reads nothing');
      z.push(...image.at);
      continue;
    }
    const [first, second] = halves(image);
    const [noise, rest] = level.noise === 'second' ? [second, first] : [first, second];
    if (level.prior) {
      const convnet = lowerConvnet(level.prior, { read: rest.shape, outputs: image.shape[2], offset: prior });
      const transformer = { kind: 'exponential' } as const;
      const [reads, moves] = [rest.at, noise.at];
      steps.push({ kind: 'conditioned', inverse: reading.inverse, reads, moves, transformer, network: [], convnet });
    }
    z.push(...noise.at);
    image = rest;
  }
  return [...steps, ...reordered(z, reading.inverse)];
}

/** Every layer and prior with where its parameters and state begin: coarsest level first, as the flow has them. */
function placed(levels: readonly MultiScaleLevelSpec[], whole: Image, { offset, state, inverse }: Reading) {
  const divided = dividedShapes(levels, whole);
  return levels.map((level, i) => {
    const layers = level.layers.map((spec) => {
      const place = { spec, offset, state };
      const size = sizeOf(spec, inverse);
      offset += size.parameters;
      state += size.state;
      return place;
    });
    const prior = offset;
    if (level.prior) {
      const [height, width, channels] = divided[i]!;
      offset += convnetSize(level.prior, { read: [height, width, channels / 2], outputs: channels });
    }
    return { level, layers, prior };
  });
}

/** The image of each level that is divided into noise and what goes on. */
function dividedShapes(levels: readonly MultiScaleLevelSpec[], whole: Image): ImageShape[] {
  let image = whole;
  const finestFirst = levels.toReversed().map(({ layers }) => {
    for (const { kind } of layers) if (kind === 'squeeze') image = squeezed(image);
    const { shape } = image;
    image = halves(image)[0];
    return shape;
  });
  return finestFirst.reverse();
}

function sizeOf(spec: LayerSpec, inverse: boolean): { parameters: number; state: number } {
  switch (spec.kind) {
    case 'squeeze':
      return { parameters: 0, state: 0 };
    case 'pixelwise':
      return pixelwiseSize(spec.of);
    case 'conv1x1': {
      const channels = spec.shape[2];
      const square = channels * channels;
      return { parameters: square, state: spec.form === 'plu' ? square + channels : 0 };
    }
    case 'image-coupling':
      return { parameters: convnetSize(spec.conditioner, couplingSizes(spec, inverse)), state: 0 };
    default:
      throw new NotFusable(`there is no kernel for a layer inside it (${spec.kind})`);
  }
}

function couplingSizes({ shape: [height, width, channels], transformer }: Coupling, inverse: boolean) {
  const half = channels / 2;
  return {
    read: [height, width, half] as ImageShape,
    outputs: half * parametersOf(lowerTransformer(transformer, inverse).transformer),
  };
}

function lowerCoupling(spec: Coupling, image: Image, { offset, inverse }: Reading): KernelStep {
  if (spec.split !== 'channels') throw new NotFusable(`there is no kernel for its split (${spec.split})`);
  const { transformer, turned, ...sign } = lowerTransformer(spec.transformer, inverse);
  const [first, second] = halves(image);
  const [kept, moved] = spec.keep === 'first' ? [first, second] : [second, first];
  return {
    kind: 'conditioned',
    inverse: inverse !== turned,
    reads: kept.at,
    moves: moved.at,
    transformer,
    ...sign,
    network: [],
    convnet: lowerConvnet(spec.conditioner, { ...couplingSizes(spec, inverse), offset }),
  };
}

/** Space to channels: z[i, j, 4·c + 2·dy + dx] = x[2i + dy, 2j + dx, c]. */
function squeezed({ shape: [height, width, channels], at }: Image): Image {
  const shape: ImageShape = [height / 2, width / 2, 4 * channels];
  const places = range(at.length).map((place) => {
    const pixel = Math.floor(place / shape[2]);
    const channel = place % shape[2];
    const row = 2 * Math.floor(pixel / shape[1]) + (Math.floor(channel / 2) % 2);
    const column = 2 * (pixel % shape[1]) + (channel % 2);
    return at[(row * width + column) * channels + Math.floor(channel / 4)]!;
  });
  return { shape, at: places };
}

/** The first half of the channels, and the second. */
function halves({ shape: [height, width, channels], at }: Image): [Image, Image] {
  const shape: ImageShape = [height, width, channels / 2];
  const half = (second: boolean) => at.filter((_, place) => place % channels >= channels / 2 === second);
  return [
    { shape, at: half(false) },
    { shape, at: half(true) },
  ];
}

/** z[i] is feature at[i]: a step only where they are not in order already. */
function reordered(at: readonly number[], inverse: boolean): KernelStep[] {
  if (at.every((feature, i) => feature === i)) return [];
  return [{ kind: 'permutation', order: inverse ? at : at.map((_, feature) => at.indexOf(feature)) }];
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
