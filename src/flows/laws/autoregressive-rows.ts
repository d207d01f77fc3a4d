import { rng } from '#numerics';
import type { Rng } from '#numerics';
import {
  additiveTransformer,
  affineTransformer,
  autoregressive,
  invert,
  invertTransformer,
  made,
  residualMade,
  sigmoidGate,
  softClamp,
  softplusScale,
} from '../index.ts';
import type { MaskedConditioner, Transformer } from '../types.ts';
import { linear, parabolas, spline, wideLogistics } from './curves.ts';
import { autoregressivePattern } from './bijection-laws.ts';
import type { LawRow } from './law-table.ts';

const affine = (scale = softClamp(2)) => affineTransformer({ scale });

function autoregressiveRow(
  name: string,
  order: number[],
  transformer: Transformer,
  conditioner: (options: { order: number[]; paramsPerDim: number; rng: Rng }) => MaskedConditioner = (options) =>
    made({ ...options, hidden: [9, 8], activation: 'tanh' }),
): LawRow {
  const { paramsPerDim } = transformer;
  return {
    name: `${name} autoregressive, order ${order.join('')}`,
    build: () =>
      autoregressive({ order, transformer, conditioner: conditioner({ order, paramsPerDim, rng: rng(3, name) }) }),
    dimensions: order.length,
    preservesVolume: transformer === additiveTransformer,
    pattern: autoregressivePattern(order),
  };
}

const inverted = ({ build, name, pattern, ...row }: LawRow): LawRow => ({
  ...row,
  name: `inverse ${name}`,
  build: () => invert(build()),
  ...(pattern ? { pattern } : {}),
});

/** Rows of the law table: orders are scrambled on purpose, nets wide and narrow. */
export const autoregressiveRows: readonly LawRow[] = [
  autoregressiveRow('affine (soft clamp)', [0], affine()),
  autoregressiveRow('affine (soft clamp)', [0, 1], affine()),
  autoregressiveRow('affine (soft clamp)', [1, 0], affine()),
  autoregressiveRow('affine (softplus)', [2, 0, 1], affine(softplusScale())),
  autoregressiveRow('affine (soft clamp)', [3, 0, 4, 1, 2], affine(softClamp(1))),
  autoregressiveRow('additive', [3, 0, 4, 1, 2], additiveTransformer),
  autoregressiveRow('affine (soft clamp)', [5, 2, 7, 0, 3, 6, 1, 4], affine(softClamp(0.5))),
  autoregressiveRow(
    'inverse affine (sigmoid gate)',
    [1, 2, 0],
    invertTransformer(affine(sigmoidGate({ floor: 1e-3 }))),
  ),
  autoregressiveRow('affine (few units)', [4, 3, 2, 1, 0], affine(), (options) =>
    made({ ...options, hidden: [2], activation: 'relu' }),
  ),
  autoregressiveRow('affine (no hidden layer)', [2, 1, 0], affine(softClamp(1)), (options) =>
    made({ ...options, hidden: [], activation: 'relu' }),
  ),
  autoregressiveRow('affine (residual net)', [1, 3, 0, 4, 2], affine(softClamp(1)), (options) =>
    residualMade({ ...options, width: 7, blocks: 2, activation: 'tanh' }),
  ),
  ...[[0], [1, 0], [3, 0, 4, 1, 2], [5, 2, 7, 0, 3, 6, 1, 4]].flatMap((order) => [
    autoregressiveRow('rational-quadratic spline', order, spline()),
    autoregressiveRow('logistic mixture', order, wideLogistics),
  ]),
  autoregressiveRow('quadratic spline', [1, 0, 2], parabolas),
  autoregressiveRow('linear spline', [2, 0, 1], linear),
  inverted(autoregressiveRow('rational-quadratic spline', [1, 2, 0], spline())),
  inverted(autoregressiveRow('affine (soft clamp)', [0], affine())),
  inverted(autoregressiveRow('affine (soft clamp)', [1, 0], affine())),
  inverted(autoregressiveRow('affine (soft clamp)', [4, 1, 3, 0, 2], affine(softClamp(1)))),
  inverted(autoregressiveRow('affine (soft clamp)', [6, 1, 4, 7, 2, 5, 0, 3], affine(softClamp(0.5)))),
];
