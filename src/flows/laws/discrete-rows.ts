import { logit } from '../index.ts';
import { couplingPattern } from './bijection-laws.ts';
import type { LawRow } from './law-table.ts';

/** Preprocessing of whole numbers. 32 numbers are an image of 4×4×2, laid flat. */
export const discreteRows: readonly LawRow[] = (
  [
    [1, 256],
    [2, 17],
    [5, 2],
    [8, 5],
    [32, 17],
  ] as const
).map(([dimensions, levels]) => ({
  name: `logit of ${levels} levels, d = ${dimensions}`,
  build: () => logit({ dimensions, levels, alpha: 0.05 }),
  dimensions,
  onto: false,
  pattern: couplingPattern(new Array<number>(dimensions).fill(1)),
}));
