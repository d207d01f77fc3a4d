import { rng } from '#numerics';
import {
  affineTransformer,
  chainTransformers,
  coupling,
  elementwise,
  invertTransformer,
  logisticFamily,
  mixtureCdf,
  mlp,
  sigmoid,
  softClamp,
} from '../index.ts';
import type { Transformer } from '../types.ts';
import { couplingPattern } from './bijection-laws.ts';
import type { LawRow } from './law-table.ts';

/** Flow++'s curve: scoring pushes x through a mixture's CDF and the logit, then through an affine map. */
const curve = chainTransformers([
  invertTransformer(affineTransformer({ scale: softClamp(1) })),
  mixtureCdf({ family: logisticFamily, components: 2, logScale: softClamp(1.5) }),
]);
/** One of its links has no parameters, and it does not reach all of ℝ. */
const confined = chainTransformers([affineTransformer({ scale: softClamp(1) }), sigmoid()]);

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

export const flowPlusPlusRows: readonly LawRow[] = [
  ...[1, 5, 8].map((d) => elementwiseRow(curve, d)),
  ...[1, 2, 5, 8].map((d) => ({ ...elementwiseRow(confined, d), onto: false })),
  couplingRow([0, 1]),
  couplingRow([1, 0, 1, 1, 0]),
  couplingRow([1, 0, 1, 1, 0, 1, 0, 0]),
];
