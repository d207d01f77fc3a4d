import { rng } from '#numerics';
import { invert, planar, radial } from '../index.ts';
import type { LawRow } from './law-row.ts';

/** Layers whose determinant comes by the matrix determinant lemma, at every size. */
export const lemmaRows: readonly LawRow[] = [
  ...[1, 2, 5, 8].flatMap((d): LawRow[] => [
    {
      name: `planar (tanh), d = ${d}`,
      build: () => planar({ dimensions: d, rng: rng(d, 'planar') }),
      dimensions: d,
    },
    {
      name: `planar (leaky ReLU, slope 0.2), d = ${d}`,
      build: () =>
        planar({ dimensions: d, rng: rng(d, 'leaky planar'), activation: { kind: 'leaky-relu', slope: 0.2 } }),
      dimensions: d,
    },
    { name: `radial flow, d = ${d}`, build: () => radial({ dimensions: d, rng: rng(d, 'radial') }), dimensions: d },
  ]),
  {
    name: 'inverse planar (tanh), d = 3',
    build: () => invert(planar({ dimensions: 3, rng: rng(2, 'inverse planar') })),
    dimensions: 3,
  },
];
