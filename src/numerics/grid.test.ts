import { describe, expect, it } from 'vitest';
import { cellArea, gridPoints, type Grid } from './grid.ts';

const grid: Grid = { x: [-1, 2], y: [10, 12], columns: 3, rows: 2 };

describe('a grid', () => {
  it('lists its cells’ centres, x fastest, the smallest y first', () => {
    expect([...gridPoints(grid)]).toEqual([-0.5, 10.5, 0.5, 10.5, 1.5, 10.5, -0.5, 11.5, 0.5, 11.5, 1.5, 11.5]);
  });

  it('is covered by its cells', () => {
    expect(cellArea({ ...grid, columns: 7, rows: 5 }) * 35).toBeCloseTo(6, 12);
  });

  it('sums a density to its mass', () => {
    const wide: Grid = { x: [-7, 7], y: [-7, 7], columns: 40, rows: 30 };
    const points = gridPoints(wide);
    let mass = 0;
    for (let i = 0; i < points.length; i += 2) {
      mass += (Math.exp(-(points[i]! ** 2 + points[i + 1]! ** 2) / 2) / (2 * Math.PI)) * cellArea(wide);
    }
    // Float32 points carry 6e-8 each.
    expect(Math.abs(mass - 1)).toBeLessThan(1e-6);
  });

  it('refuses an empty or a reversed one by name', () => {
    expect(() => gridPoints({ ...grid, rows: 0 })).toThrow(/Grid: columns and rows .* 3 and 0/);
    expect(() => cellArea({ ...grid, y: [2, 1] })).toThrow(/Grid: y must be \[low, high\]/);
  });
});
