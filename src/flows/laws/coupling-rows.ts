import { rng } from '#numerics';
import {
  additiveTransformer,
  arctanClamp,
  coupling,
  exponential,
  invert,
  made,
  mlp,
  reciprocal,
  residualMlp,
  sigmoidGate,
  softClamp,
  softplusScale,
  volumePreservingCoupling,
} from '../index.ts';
import type { Activation } from '../index.ts';
import type { Transformer } from '../types.ts';
import { couplingPattern } from './bijection-laws.ts';
import { affine, freeParabolas, freeSpline, gaussians, linear, logistics, parabolas, spline } from './curves.ts';
import type { LawRow } from './law-row.ts';

export function couplingRow(
  name: string,
  mask: number[],
  transformer: Transformer,
  activation: Activation = 'tanh',
): LawRow {
  const options = {
    dimensions: mask.length,
    paramsPerDim: transformer.paramsPerDim,
    hidden: [7, 6],
    activation,
  };
  return {
    name: `${name} coupling, mask ${mask.join('')}`,
    build: () =>
      coupling({
        mask,
        transformer,
        conditioner: mlp({ ...options, rng: rng(3, name) }),
      }),
    dimensions: mask.length,
    preservesVolume: transformer === additiveTransformer,
    pattern: couplingPattern(mask),
  };
}

/** The pattern of its Jacobian is a coupling's: s is centred over the moving dimensions, but reads the kept ones alone. */
function volumePreservingRow(mask: number[]): LawRow {
  const options = { dimensions: mask.length, paramsPerDim: 2, hidden: [6], activation: 'tanh' } as const;
  return {
    name: `volume-preserving coupling, mask ${mask.join('')}`,
    build: () =>
      volumePreservingCoupling({
        mask,
        scale: softClamp(2),
        conditioner: mlp({ ...options, rng: rng(3, 'volume') }),
      }),
    dimensions: mask.length,
    preservesVolume: true,
    pattern: couplingPattern(mask),
  };
}

/** Masks are lopsided on purpose. */
export const couplingRows: readonly LawRow[] = [
  couplingRow('additive', [1, 0], additiveTransformer),
  couplingRow('additive', [0, 1, 1], additiveTransformer),
  couplingRow('affine (soft clamp)', [0, 1], affine(), 'relu'),
  couplingRow('affine (soft clamp)', [1, 0, 0, 1, 0], affine()),
  couplingRow('affine (exponential)', [1, 1, 0], affine(exponential)),
  couplingRow('affine (clamp, gain 1)', [0, 0, 1], affine(softClamp(1.5, 1))),
  couplingRow('affine (arctangent clamp)', [0, 1, 0, 0, 1], affine(arctanClamp(2))),
  couplingRow('affine (sigmoid gate)', [1, 0, 1, 1, 0], affine(sigmoidGate({ floor: 1e-3 }))),
  couplingRow('affine (1 ÷ sigmoid gate)', [0, 1, 0], affine(reciprocal(sigmoidGate()))),
  couplingRow('affine (softplus)', [0, 1], affine(softplusScale())),
  couplingRow('affine (soft clamp)', [1, 0, 0, 1, 0, 1, 1, 0], affine()),
  couplingRow('additive', [1, 0, 0, 1, 0], additiveTransformer),
  couplingRow('additive', [0, 1, 1, 0, 1, 0, 0, 1], additiveTransformer),
  volumePreservingRow([1, 0]),
  volumePreservingRow([0, 1, 0, 0, 1]),
  volumePreservingRow([1, 0, 0, 1, 0, 1, 0, 0]),
  couplingRow('rational-quadratic spline', [0, 1], spline()),
  couplingRow('rational-quadratic spline', [1, 0, 0, 1, 0], spline(3)),
  couplingRow('rational-quadratic spline', [1, 0, 0, 1, 0, 1, 1, 0], freeSpline),
  couplingRow('quadratic spline', [0, 1], parabolas),
  couplingRow('quadratic spline', [1, 0, 0, 1, 0], freeParabolas),
  couplingRow('linear spline', [1, 0], linear),
  couplingRow('linear spline', [0, 1, 1, 0, 1], linear),
  couplingRow('linear spline', [0, 1, 1, 0, 1, 0, 0, 1], linear),
  couplingRow('logistic mixture', [0, 1], logistics),
  couplingRow('logistic mixture', [0, 1, 1, 0, 1], logistics),
  couplingRow('logistic mixture', [0, 1, 1, 0, 1, 0, 1, 0], logistics),
  couplingRow('quadratic spline', [1, 0, 0, 1, 0, 1, 1, 0], parabolas),
  couplingRow('Gaussian mixture', [1, 0], gaussians),
  couplingRow('Gaussian mixture', [1, 0, 0, 1, 0], gaussians),
  couplingRow('Gaussian mixture', [0, 1, 1, 0, 1, 0, 1, 0], gaussians),
  {
    ...couplingRow('affine (residual net)', [1, 0, 1], affine()),
    build: () =>
      coupling({
        mask: [1, 0, 1],
        transformer: affine(),
        conditioner: residualMlp({
          dimensions: 3,
          paramsPerDim: 2,
          width: 7,
          blocks: 2,
          activation: 'tanh',
          rng: rng(3, 'residual net'),
        }),
      }),
  },
  {
    ...couplingRow('affine (masked net)', [0, 1, 0, 1, 0], affine()),
    build: () =>
      coupling({
        mask: [0, 1, 0, 1, 0],
        transformer: affine(),
        conditioner: made({
          order: [0, 1, 2, 3, 4],
          paramsPerDim: 2,
          hidden: [7],
          activation: 'tanh',
          rng: rng(3, 'masked net'),
        }),
      }),
  },
  {
    name: 'inverse affine coupling, mask 101',
    build: () => invert(couplingRow('inverted', [1, 0, 1], affine()).build()),
    dimensions: 3,
    pattern: couplingPattern([1, 0, 1]),
  },
];
