import type { Tensor4D } from '#tf';
import { rng } from '#numerics';
import {
  actnorm,
  additiveTransformer,
  affineTransformer,
  channelSplit,
  checkerboardSplit,
  convnet,
  imageCoupling,
  pixelwise,
  shiftFirstAffineTransformer,
  sigmoidGate,
  softClamp,
  squeeze,
} from '../index.ts';
import type { ConvnetOptions, Half, ImageShape, ImageSplit } from '../index.ts';
import type { Bijection, Transformer } from '../types.ts';
import { flattened } from './flattened.ts';
import type { LawRow } from './law-table.ts';

const affine = affineTransformer({ scale: softClamp(1) });
const gated = shiftFirstAffineTransformer({ scale: sigmoidGate() });

/** A map of images among those of vectors: the laws see it between two reshapes. */
function imageRow(
  name: string,
  shape: ImageShape,
  build: () => Bijection<Tensor4D>,
  known: Pick<LawRow, 'preservesVolume'> = {},
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
    imageRow('actnorm of channels', shape, () => pixelwise({ shape, of: actnorm(shape[2]) })),
  ]),
];
