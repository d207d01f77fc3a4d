import { elementwise, softClip } from '../index.ts';
import type { Transformer } from '../types.ts';
import { couplingPattern } from './bijection-laws.ts';
import {
  parabolas,
  freeParabolas,
  affine,
  bend,
  freeSpline,
  gaussians,
  linear,
  logistics,
  ontoPart,
  spline,
} from './curves.ts';
import type { LawRow } from './law-row.ts';

/** A transformer with a θ of its own in every dimension; its Jacobian is diagonal. */
function elementwiseRow(transformer: Transformer, dimensions: number, onto = true): LawRow {
  return {
    name: `elementwise ${transformer.name} (${transformer.paramsPerDim} parameters), d = ${dimensions}`,
    build: () => elementwise({ transformer, dimensions }),
    dimensions,
    onto,
    pattern: couplingPattern(Array.from({ length: dimensions }, () => 1)),
  };
}

const curves: Transformer[] = [
  parabolas,
  freeParabolas,
  affine(),
  affine(softClip(2)),
  bend,
  linear,
  spline(),
  freeSpline,
  logistics,
  gaussians,
];
const sizes = [1, 2, 5, 8];

export const elementwiseRows: readonly LawRow[] = [
  ...curves.flatMap((curve) => sizes.map((d) => elementwiseRow(curve, d))),
  ...ontoPart.flatMap((curve) => sizes.map((d) => elementwiseRow(curve, d, false))),
];
