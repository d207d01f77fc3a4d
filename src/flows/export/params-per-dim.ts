import type { TransformerSpec } from '../spec.ts';
import { byKind } from './by-kind.ts';
import type { ByKind } from './by-kind.ts';

const counts: ByKind<TransformerSpec, [], number> = {
  additive: () => 1,
  affine: () => 2,
  'shift-first-affine': () => 2,
  'linear-spline': ({ bins }) => bins,
  'quadratic-spline': ({ bins, ends = 'linear' }) => (ends === 'linear' ? 2 * bins - 1 : 2 * bins + 1),
  'rational-quadratic-spline': ({ bins, ends = 'linear' }) => (ends === 'linear' ? 3 * bins - 1 : 3 * bins + 1),
  'logistic-mixture': ({ components }) => 3 * components,
  'gaussian-mixture': ({ components }) => 3 * components,
  'leaky-relu': () => 0,
  sigmoid: () => 0,
  tanh: () => 0,
  exp: () => 0,
  softsign: () => 0,
  'cauchy-cdf': () => 0,
  chain: ({ of }) => of.reduce((sum, each) => sum + paramsPerDim(each), 0),
  invert: ({ of }) => paramsPerDim(of),
};

/** How many numbers θ holds for each dimension. */
export function paramsPerDim(spec: TransformerSpec): number {
  return byKind('transformer', counts, spec);
}
