import { expect, test } from 'vitest';
import { mergeRows, tableRow } from '../../bench/recipes/table.ts';
import type { HeldOut } from '../../src/training/protocol.ts';

const measured = { seconds: 12.4, date: '2026-01-02', machine: 'one core' };
const score = (nll: number, left?: number): HeldOut => ({
  step: 5,
  nll,
  floor: 1,
  excess: nll - 1,
  excessError: 0.01,
  gaussian: 2,
  ...(left !== undefined && { left }),
});

test('the median of the seeds decides, not the best of them', () => {
  const goal = { recipe: 'moons-maf', steps: 5000, atMost: 1.1 } as const;
  const met = (...values: number[]) =>
    tableRow(
      goal,
      [1, 2, 3],
      values.map((nll) => score(nll)),
      measured,
    ).verdict;
  expect(met(1.2, 1.05, 1.1)).toBe('yes');
  expect(met(1.2, 1.05, 1.11)).toBe('no');
});

test('an energy needs its share on either side for every seed; without a threshold a score is only reported', () => {
  const goal = { recipe: 'u1-realnvp', steps: 3000, atMost: -1.8, left: [0.35, 0.65] } as const;
  const met = (left: number) => tableRow(goal, [1, 2], [score(-1.85, 0.5), score(-1.85, left)], measured);
  expect(met(0.6).verdict).toBe('yes');
  expect(met(0.7).verdict).toBe('no');
  expect(met(0.7).text).toContain('50, 70 %');
  expect(tableRow({ recipe: 'u1-planar-32', steps: 3000 }, [1], [score(-1.1, 0)], measured).verdict).toBe('–');
});

test('a new row replaces the old one of its recipe and leaves the others as they are', () => {
  const row = (recipe: 'moons-maf' | 'moons-realnvp', nll: number) =>
    tableRow({ recipe, steps: 5000, atMost: 1.1 }, [1], [score(nll)], measured);
  const both = mergeRows(mergeRows('', [row('moons-maf', 1.07)]), [row('moons-realnvp', 1.03)]);
  const later = mergeRows(both, [row('moons-maf', 1.05)]);
  const names = (text: string) => [...text.matchAll(/^\| (moons-\w+)/gm)].map(([, name]) => name);
  expect(names(later)).toEqual(['moons-realnvp', 'moons-maf']);
  expect(later).toContain('1.0300');
  expect(later).toContain('1.0500');
  expect(later).not.toContain('1.0700');
});
