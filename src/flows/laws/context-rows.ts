import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { normals, rng } from '#numerics';
import { amortisedPlanar, conditionalAffine } from '../index.ts';
import type { Bijection } from '../types.ts';
import { couplingPattern } from './bijection-laws.ts';
import type { LawRow } from './law-table.ts';

const contextDimensions = 3;

/** The layer under one context, the same for every row. */
export function underContext(layer: Bijection): Bijection {
  const row = normals(rng(7, 'context'), contextDimensions);
  const context = (points: Tensor2D): Tensor2D =>
    tf.tile(tf.tensor2d(row, [1, contextDimensions]), [points.shape[0], 1]);
  return {
    ...layer,
    forward: (z) => tf.tidy(() => layer.forward(z, context(z))),
    inverse: (x) => tf.tidy(() => layer.inverse(x, context(x))),
  };
}

/** Rows of the law table: layers whose numbers are read off a context. */
export const contextRows: readonly LawRow[] = [1, 2, 5, 8].flatMap((dimensions): LawRow[] => {
  const options = (name: string) => ({ dimensions, contextDimensions, rng: rng(dimensions, name) });
  const leaky = { kind: 'leaky-relu', slope: 0.2 } as const;
  return [
    {
      name: `conditional affine, d = ${dimensions}`,
      build: () => underContext(conditionalAffine(options('conditional affine'))),
      dimensions,
      pattern: couplingPattern(new Array<number>(dimensions).fill(1)),
    },
    {
      name: `amortised planar (tanh), d = ${dimensions}`,
      build: () => underContext(amortisedPlanar(options('amortised planar'))),
      dimensions,
    },
    {
      name: `amortised planar (leaky ReLU), d = ${dimensions}`,
      build: () => underContext(amortisedPlanar({ ...options('leaky amortised planar'), activation: leaky })),
      dimensions,
    },
  ];
});
