import { arrayOf, numberOf, textOr } from './format.ts';
import type { Golden } from './format.ts';

/** A mask in our convention (1 = kept), with the dimensions on either side in index order. */
export type Sides = { mask: number[]; kept: number[]; free: number[] };

export function sides(mask: readonly number[]): Sides {
  const where = (side: number) => mask.flatMap((entry, i) => (entry === side ? [i] : []));
  return { mask: [...mask], kept: where(1), free: where(0) };
}

/** nflows: entries > 0 mark what is transformed. */
export function nflowsMask(golden: Golden): Sides {
  return sides((golden.config['mask'] as number[]).map((entry) => (entry > 0 ? 0 : 1)));
}

/** The first `size` dimensions are kept. */
export function firstKept(golden: Golden, size: number): Sides {
  return sides(Array.from({ length: numberOf(golden, 'D') }, (_, i) => (i < size ? 1 : 0)));
}

/** How many dimensions a net reads: the peers round halves differently, and some let a caller choose. */
export function readsOf(golden: Golden, prefix: string): number {
  const first = golden.params[`${prefix}W0`] ? 'W0' : 'W1';
  return arrayOf(golden, 'params', `${prefix}${first}`).shape[0]!;
}

/** normflows' ways to split: the first part is kept. Its checkerboard on a vector takes every other dimension, from the second. */
export function normflowsMask(golden: Golden): Sides {
  const d = numberOf(golden, 'D');
  const mode = textOr(golden, 'split_mode', 'channel');
  const inverted = mode.endsWith('_inv');
  if (mode.startsWith('checkerboard')) {
    return sides(Array.from({ length: d }, (_, i) => (i % 2 === (inverted ? 0 : 1) ? 1 : 0)));
  }
  const first = Math.ceil(d / 2);
  return sides(Array.from({ length: d }, (_, i) => (i < first === !inverted ? 1 : 0)));
}
