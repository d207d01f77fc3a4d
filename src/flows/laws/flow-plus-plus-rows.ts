import { rng } from '#numerics';
import {
  affineTransformer,
  chainTransformers,
  channelSplit,
  checkerboardSplit,
  coupling,
  elementwise,
  gatedConvnet,
  imageCoupling,
  invertTransformer,
  logisticFamily,
  mixtureCdf,
  mlp,
  sigmoid,
  softClamp,
} from '../index.ts';
import type { Half, ImageSplit } from '../index.ts';
import type { Transformer } from '../types.ts';
import { flattened } from '../images/flattened.ts';
import { couplingPattern } from './bijection-laws.ts';
import { wideLogistics } from './curves.ts';
import type { LawRow } from './law-table.ts';

const affine = affineTransformer({ scale: softClamp(1) });
/** Flow++'s curve: scoring pushes x through a mixture's CDF and the logit, then through an affine map. */
const curve = chainTransformers([
  invertTransformer(affine),
  mixtureCdf({ family: logisticFamily, components: 2, logScale: softClamp(1.5) }),
]);
const wide = chainTransformers([invertTransformer(affine), wideLogistics]);
/** One of its links has no parameters, and it does not reach all of ℝ. */
const confined = chainTransformers([affine, sigmoid()]);

const elementwiseRow = (transformer: Transformer, d: number): LawRow => ({
  name: `elementwise ${transformer.name}, d = ${d}`,
  build: () => elementwise({ transformer, dimensions: d }),
  dimensions: d,
  pattern: couplingPattern(new Array<number>(d).fill(1)),
});

const couplingRow = (mask: number[]): LawRow => ({
  name: `Flow++ coupling, mask ${mask.join('')}`,
  build: () =>
    coupling({
      mask,
      transformer: curve,
      conditioner: mlp({
        dimensions: mask.length,
        paramsPerDim: curve.paramsPerDim,
        hidden: [7],
        activation: 'tanh',
        rng: rng(3, 'flow++'),
      }),
    }),
  dimensions: mask.length,
  pattern: couplingPattern(mask),
});

/** A gated convnet with self-attention reads one half of the image. */
function imageCouplingRow(split: ImageSplit, keep: Half, transformer: Transformer, heads: number): LawRow {
  const [kept, moved] = keep === 'first' ? split.parts : [split.parts[1], split.parts[0]];
  const name = `gated ${split.name} coupling, ${transformer.name}`;
  const build = () =>
    imageCoupling({
      split,
      keep,
      transformer,
      conditioner: gatedConvnet({
        shape: kept,
        channels: moved[2],
        paramsPerDim: transformer.paramsPerDim,
        filters: 4,
        blocks: 1,
        heads,
        rng: rng(3, name),
      }),
    });
  return {
    name: `${name}, ${split.shape.join(' × ')}`,
    build: () => flattened(build()),
    dimensions: split.shape[0] * split.shape[1] * split.shape[2],
  };
}

export const flowPlusPlusRows: readonly LawRow[] = [
  ...[1, 2, 5, 8].map((d) => elementwiseRow(curve, d)),
  ...[1, 2, 5, 8].map((d) => ({ ...elementwiseRow(confined, d), onto: false })),
  couplingRow([0, 1]),
  couplingRow([1, 0, 1, 1, 0]),
  couplingRow([1, 0, 1, 1, 0, 1, 0, 0]),
  imageCouplingRow(channelSplit([4, 4, 2]), 'first', wide, 2),
  imageCouplingRow(checkerboardSplit({ shape: [4, 4, 2] }), 'second', wide, 1),
  imageCouplingRow(checkerboardSplit({ shape: [8, 8, 1] }), 'first', wide, 2),
];
