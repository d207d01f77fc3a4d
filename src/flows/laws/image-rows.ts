import type { Tensor, Tensor2D, Tensor4D } from '#tf';
import { rng } from '#numerics';
import {
  actnorm,
  additiveTransformer,
  affineTransformer,
  buildFlow,
  channelSplit,
  checkerboardSplit,
  compose,
  conv1x1,
  convnet,
  flattened,
  glow,
  imageCoupling,
  multiScale,
  pixelwise,
  shiftFirstAffineTransformer,
  sigmoidGate,
  softClamp,
  squeeze,
} from '../index.ts';
import type { ConvnetOptions, GlowOptions, Half, ImageShape, ImageSplit } from '../index.ts';
import type { Bijection, Transformer } from '../types.ts';
import type { LawRow } from './law-table.ts';

const affine = affineTransformer({ scale: softClamp(1) });
const gated = shiftFirstAffineTransformer({ scale: sigmoidGate() });

/** A map of images among those of vectors: the laws see it between two reshapes. */
function imageRow(
  name: string,
  shape: ImageShape,
  build: () => Bijection<Tensor4D> | Bijection<Tensor2D, Tensor4D>,
  known: Pick<LawRow, 'preservesVolume' | 'perturbation'> = {},
): LawRow {
  const dimensions = shape[0] * shape[1] * shape[2];
  return { name: `${name}, ${shape.join(' × ')}`, build: () => flattened(build()), dimensions, ...known };
}

function couplingRow(
  split: ImageSplit,
  keep: Half,
  transformer: Transformer,
  net: Pick<ConvnetOptions, 'hidden' | 'kernels' | 'gain' | 'border'> = { hidden: [3, 4] },
): LawRow {
  const [kept, moved] = keep === 'first' ? split.parts : split.parts.toReversed();
  const name = `${transformer.name} ${split.name} coupling keeping the ${keep}`;
  const { paramsPerDim } = transformer;
  const build = () =>
    imageCoupling({
      split,
      keep,
      transformer,
      conditioner: convnet({
        shape: kept!,
        channels: moved![2],
        paramsPerDim,
        activation: 'tanh',
        rng: rng(3, name),
        ...net,
      }),
    });
  return imageRow(name, split.shape, build, { preservesVolume: transformer === additiveTransformer });
}

/** Rows of the law table: maps of images, at 4 × 4 × 2 and 8 × 8 × 1. */
export const imageRows: readonly LawRow[] = [
  couplingRow(channelSplit([4, 4, 2]), 'first', affine),
  couplingRow(channelSplit([4, 4, 2]), 'second', gated, { hidden: [3], gain: 'none', border: 'ones' }),
  couplingRow(channelSplit([2, 3, 4]), 'second', additiveTransformer, { hidden: [] }),
  couplingRow(checkerboardSplit({ shape: [4, 4, 2] }), 'first', gated, { hidden: [3], kernels: [1, 3] }),
  couplingRow(checkerboardSplit({ shape: [4, 4, 2], parity: 'entries' }), 'second', affine, { hidden: [2] }),
  couplingRow(checkerboardSplit({ shape: [8, 8, 1] }), 'second', affine, { hidden: [2, 2] }),
  ...(
    [
      [4, 4, 2],
      [8, 8, 1],
    ] as const
  ).flatMap((shape) => [
    imageRow('squeeze', shape, () => squeeze(shape), { preservesVolume: true }),
    imageRow('actnorm of channels', shape, () => pixelwise({ shape, of: actnorm(shape[2], { deviation: 'biased' }) })),
    imageRow('1 × 1 convolution', shape, () => conv1x1({ shape, form: 'full', rng: rng(2, 'full') })),
    imageRow('PLU 1 × 1 convolution', shape, () => conv1x1({ shape, form: 'plu', rng: rng(2, 'plu') })),
    imageRow('multi-scale, first half noise, no prior', shape, () => twoScales(shape, 'first')),
    imageRow('multi-scale, second half noise, priors', shape, () => twoScales(shape, 'second', 2), {
      perturbation: 0.2,
    }),
    glowRow({ shape, levels: 2, depth: 1 }),
  ]),
  glowRow({ shape: [4, 4, 2], levels: 1, depth: 2, coupling: 'additive', convolution: 'full' }),
];

/** Squeeze and actnorm on two scales; with `hidden`, priors that read the rest (zeros on the coarser scale). */
function twoScales([height, width, channels]: ImageShape, half: Half, hidden?: number) {
  const level = (shape: ImageShape) =>
    compose<Tensor4D>([
      pixelwise({ shape: squeezed(shape), of: actnorm(4 * shape[2]) }),
      squeeze(shape),
    ] as Bijection<Tensor>[]);
  const fine: ImageShape = [height, width, channels];
  const coarse: ImageShape = [height / 2, width / 2, 2 * channels];
  const prior = (rest: ImageShape) =>
    hidden === undefined
      ? undefined
      : convnet({ shape: rest, channels: rest[2], paramsPerDim: 2, hidden: [hidden], activation: 'tanh', rng: rng(4) });
  return multiScale([
    { map: level(coarse), prior: prior(squeezed(coarse)) },
    { map: level(fine), noise: { split: channelSplit(squeezed(fine)), half }, prior: prior(coarse) },
  ]);
}

const squeezed = ([height, width, channels]: ImageShape): ImageShape => [height / 2, width / 2, 4 * channels];

/** The recipe, built from its JSON: flat on both sides as it is. */
function glowRow({
  shape,
  ...options
}: { shape: ImageShape } & Pick<GlowOptions, 'levels' | 'depth' | 'coupling' | 'convolution'>): LawRow {
  const [height, width, channels] = shape;
  const spec = glow({ height, width, channels, hidden: [3, 2], activation: 'tanh', ...options });
  return {
    name: `Glow of ${options.levels} × ${options.depth}, ${shape.join(' × ')}`,
    build: () => buildFlow(spec, rng(7, 'glow')).bijection,
    dimensions: height * width * channels,
    perturbation: 0.1,
  };
}
