/** The rows that stand in a file for each topic. */
import { autoregressiveRows } from './autoregressive-rows.ts';
import { contextRows } from './context-rows.ts';
import { continuousRows } from './continuous-rows.ts';
import { discreteRows } from './discrete-rows.ts';
import { flowPlusPlusRows } from './flow-plus-plus-rows.ts';
import { imageRows } from './image-rows.ts';
import type { LawRow } from './law-table.ts';

export const topicRows: readonly LawRow[] = [
  ...autoregressiveRows,
  ...contextRows,
  ...continuousRows,
  ...discreteRows,
  ...flowPlusPlusRows,
  ...imageRows,
];
