import { actnorm, compose, luLinear, permutation } from '../index.ts';
import { autoregressiveRows } from './autoregressive-rows.ts';
import { contextRows } from './context-rows.ts';
import { continuousRows } from './continuous-rows.ts';
import { couplingRow, couplingRows } from './coupling-rows.ts';
import { affine } from './curves.ts';
import { discreteRows } from './discrete-rows.ts';
import { elementwiseRows } from './elementwise-rows.ts';
import { flowPlusPlusRows } from './flow-plus-plus-rows.ts';
import { imageRows } from './image-rows.ts';
import type { LawRow } from './law-row.ts';
import { lemmaRows } from './lemma-rows.ts';
import { linearRows } from './linear-rows.ts';

export type { LawRow } from './law-row.ts';

/** The table that every bijection of the library stands in: a new one adds its rows to the file of its kind. */
export const lawTable: readonly LawRow[] = [
  ...elementwiseRows,
  ...linearRows,
  ...lemmaRows,
  ...couplingRows,
  ...autoregressiveRows,
  ...contextRows,
  ...discreteRows,
  ...flowPlusPlusRows,
  ...imageRows,
  ...continuousRows,
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
