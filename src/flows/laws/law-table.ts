import * as tf from '#tf';
import { normals, rng } from '#numerics';
import {
  actnorm,
  additiveTransformer,
  affineTransformer,
  arctanClamp,
  batchNorm,
  compose,
  coupling,
  elementwise,
  exponential,
  exponentialMap,
  gaussianFamily,
  householder,
  hyperbolicTangent,
  invert,
  leakyRelu,
  linearSpline,
  logisticFamily,
  luLinear,
  made,
  mixtureCdf,
  mlp,
  permutation,
  planar,
  pluLinear,
  radial,
  rationalQuadraticSpline,
  reciprocal,
  residualMlp,
  sigmoid,
  sigmoidGate,
  softClamp,
  softClip,
  softplusScale,
} from '../index.ts';
import type { Activation } from '../index.ts';
import type { Bijection, Transformer } from '../types.ts';
import { couplingPattern } from './bijection-laws.ts';
import { topicRows } from './topic-rows.ts';

/** One line of the law table: a named constructor, and what is known about its Jacobian. */
export type LawRow = {
  name: string;
  build: () => Bijection;
  dimensions: number;
  preservesVolume?: boolean;
  /** Deviation of the noise that parameters are moved by; less than the usual 0.5 where exponentials stand on exponentials. */
  perturbation?: number;
  /** false where x does not fill ℝᵈ: the way back then starts from points that were pushed. */
  onto?: boolean;
  /** 0 where ∂x_i/∂z_j must vanish. */
  pattern?: number[][];
};

const affine = (scale = softClamp(2)) => affineTransformer({ scale });

function couplingRow(name: string, mask: number[], transformer: Transformer, activation: Activation = 'tanh'): LawRow {
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

const pluOrders: Record<number, { order: number[]; signs: number[] }> = {
  1: { order: [0], signs: [-1] },
  2: { order: [1, 0], signs: [1, -1] },
  5: { order: [2, 0, 4, 1, 3], signs: [1, -1, -1, 1, -1] },
  8: { order: [3, 0, 7, 1, 5, 2, 4, 6], signs: [-1, 1, 1, -1, 1, 1, -1, 1] },
};

/** Batch norm with running moments that are no longer 0 and 1. */
function normalised(d: number): Bijection {
  const layer = batchNorm({ dimensions: d, momentum: 0.5 });
  const batch = normals(rng(d, 'batch'), 9 * d).map((value) => 3 * value + 1);
  tf.dispose(layer.training.inverse(tf.tensor2d(batch, [9, d])));
  return layer;
}

/** Layers that are defined in any number of dimensions. */
const anySize = [1, 2, 5, 8].flatMap((d): LawRow[] => {
  const seed = (name: string) => rng(d, name);
  return [
    {
      name: `Householder product of 3, d = ${d}`,
      build: () => householder({ dimensions: d, reflections: 3, rng: seed('householder') }),
      dimensions: d,
      preservesVolume: true,
    },
    {
      name: `batch norm after a batch, d = ${d}`,
      build: () => normalised(d),
      dimensions: d,
      pattern: couplingPattern(new Array<number>(d).fill(1)),
    },
    { name: `PLU linear, d = ${d}`, build: () => pluLinear(pluOrders[d]!), dimensions: d },
    {
      name: `planar (tanh), d = ${d}`,
      build: () => planar({ dimensions: d, rng: seed('planar') }),
      dimensions: d,
    },
    {
      name: `planar (leaky ReLU, slope 0.2), d = ${d}`,
      build: () => planar({ dimensions: d, rng: seed('leaky planar'), activation: { kind: 'leaky-relu', slope: 0.2 } }),
      dimensions: d,
    },
    { name: `radial flow, d = ${d}`, build: () => radial({ dimensions: d, rng: seed('radial') }), dimensions: d },
  ];
});
const spline = (bins = 5) => rationalQuadraticSpline({ bins, interval: [-2, 3] });
const freeSpline = rationalQuadraticSpline({ bins: 4, interval: [-2.5, 2], ends: 'free' });
const linear = linearSpline({ bins: 6, interval: [-3, 2.5] });
const logistics = mixtureCdf({ family: logisticFamily, components: 3 });
const gaussians = mixtureCdf({ family: gaussianFamily, components: 3 });

/** A transformer with a θ of its own in every dimension; its Jacobian is diagonal. */
function elementwiseRow(transformer: Transformer, dimensions: number, onto = true): LawRow {
  return {
    name: `elementwise ${transformer.name}, d = ${dimensions}`,
    build: () => elementwise({ transformer, dimensions }),
    dimensions,
    onto,
    pattern: couplingPattern(Array.from({ length: dimensions }, () => 1)),
  };
}

const curves: Transformer[] = [
  affine(),
  affine(softClip(2)),
  leakyRelu({ slope: 0.3 }),
  linear,
  spline(),
  freeSpline,
  logistics,
  gaussians,
];

/** The table that every bijection of the library stands in: a new one adds its rows here. Masks are lopsided on purpose. */
export const lawTable: readonly LawRow[] = [
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
  ...curves.flatMap((curve) => [1, 2, 5, 8].map((d) => elementwiseRow(curve, d))),
  ...[sigmoid({ temperature: 0.7 }), hyperbolicTangent, exponentialMap].flatMap((curve) =>
    [1, 2, 5, 8].map((d) => elementwiseRow(curve, d, false)),
  ),
  couplingRow('rational-quadratic spline', [0, 1], spline()),
  couplingRow('rational-quadratic spline', [1, 0, 0, 1, 0], spline(3)),
  couplingRow('rational-quadratic spline', [1, 0, 0, 1, 0, 1, 1, 0], freeSpline),
  couplingRow('linear spline', [1, 0], linear),
  couplingRow('linear spline', [0, 1, 1, 0, 1], linear),
  couplingRow('linear spline', [0, 1, 1, 0, 1, 0, 0, 1], linear),
  couplingRow('logistic mixture', [0, 1], logistics),
  couplingRow('logistic mixture', [0, 1, 1, 0, 1], logistics),
  couplingRow('logistic mixture', [0, 1, 1, 0, 1, 0, 1, 0], logistics),
  couplingRow('Gaussian mixture', [1, 0, 0, 1, 0], gaussians),
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
  ...topicRows,
  {
    name: 'permutation of 3',
    build: () => permutation([2, 0, 1]),
    dimensions: 3,
    preservesVolume: true,
  },
  {
    name: 'permutation of 5',
    build: () => permutation([3, 0, 4, 1, 2]),
    dimensions: 5,
    preservesVolume: true,
  },
  { name: 'LU linear, d = 2', build: () => luLinear(2), dimensions: 2 },
  { name: 'LU linear, d = 5', build: () => luLinear(5), dimensions: 5 },
  {
    name: 'actnorm, d = 3',
    build: () => actnorm(3),
    dimensions: 3,
    pattern: couplingPattern([1, 1, 1]),
  },
  {
    name: 'inverse LU linear, d = 3',
    build: () => invert(luLinear(3)),
    dimensions: 3,
  },
  {
    name: 'inverse affine coupling, mask 101',
    build: () => invert(couplingRow('inverted', [1, 0, 1], affine()).build()),
    dimensions: 3,
    pattern: couplingPattern([1, 0, 1]),
  },
  ...anySize,
  {
    name: 'inverse planar (tanh), d = 3',
    build: () => invert(planar({ dimensions: 3, rng: rng(2, 'inverse planar') })),
    dimensions: 3,
  },
  {
    name: 'composition, d = 3',
    build: () =>
      compose([
        couplingRow('first', [1, 0, 0], affine()).build(),
        permutation([1, 2, 0]),
        luLinear(3),
        couplingRow('second', [0, 1, 1], affine(), 'relu').build(),
        actnorm(3),
      ]),
    dimensions: 3,
  },
];
