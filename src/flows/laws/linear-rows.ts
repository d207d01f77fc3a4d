import * as tf from '#tf';
import { normals, rng } from '#numerics';
import {
  actnorm,
  batchNorm,
  directActnorm,
  fullLinear,
  householder,
  invert,
  luLinear,
  permutation,
  pluLinear,
  pluRotation,
} from '../index.ts';
import type { Bijection } from '../types.ts';
import { couplingPattern } from './bijection-laws.ts';
import type { LawRow } from './law-row.ts';

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

const orders: readonly number[][] = [[0], [1, 0], [3, 0, 4, 1, 2], [5, 2, 7, 0, 3, 6, 1, 4]];
const diagonal = (d: number) => couplingPattern(new Array<number>(d).fill(1));

/** Affine maps, at every size at which they are defined. */
export const linearRows: readonly LawRow[] = [
  ...[1, 2, 5, 8].flatMap((d): LawRow[] => [
    { name: `LU linear, d = ${d}`, build: () => luLinear(d), dimensions: d },
    { name: `PLU linear, d = ${d}`, build: () => pluLinear(pluOrders[d]!), dimensions: d },
    {
      name: `Householder product of 3, d = ${d}`,
      build: () => householder({ dimensions: d, reflections: 3, rng: rng(d, 'householder') }),
      dimensions: d,
      preservesVolume: true,
    },
    { name: `full linear, d = ${d}`, build: () => fullLinear({ dimensions: d, rng: rng(d, 'full') }), dimensions: d },
    {
      name: `PLU of a rotation, d = ${d}`,
      build: () => pluRotation({ dimensions: d, rng: rng(d, 'factors') }),
      dimensions: d,
    },
    { name: `actnorm of either sign, d = ${d}`, build: () => directActnorm(d), dimensions: d, pattern: diagonal(d) },
    { name: `actnorm, d = ${d}`, build: () => actnorm(d), dimensions: d, pattern: diagonal(d) },
    { name: `batch norm after a batch, d = ${d}`, build: () => normalised(d), dimensions: d, pattern: diagonal(d) },
  ]),
  ...orders.map((order): LawRow => ({
    name: `permutation ${order.join('')}`,
    build: () => permutation(order),
    dimensions: order.length,
    preservesVolume: true,
  })),
  { name: 'inverse LU linear, d = 3', build: () => invert(luLinear(3)), dimensions: 3 },
];
