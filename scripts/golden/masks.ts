import { numberOf } from './format.ts';
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

/** The first half is kept: normflows rounds its size up, FrEIA down. */
export function halves(golden: Golden, round: 'ceil' | 'floor'): Sides {
  const d = numberOf(golden, 'D');
  const size = Math[round](d / 2);
  return sides(Array.from({ length: d }, (_, i) => (i < size ? 1 : 0)));
}
