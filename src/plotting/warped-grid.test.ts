import { expect, test } from 'vitest';
import { cellsByColor, lattice, latticeLines, logDetBucket, logDetBuckets, logDetReach } from './warped-grid.ts';

const small = lattice(3, 13, 4);

test('the lattice covers the square evenly', () => {
  expect([...small.points.slice(0, 4)]).toEqual([-3, -3, -2.5, -3]);
  expect([...small.points.slice(-2)]).toEqual([3, 3]);
  expect(latticeLines(small)).toHaveLength(8);
});

test('every cell has one colour; what cannot be computed has none', () => {
  const logDet = new Float32Array(13 * 13).fill(0.2);
  expect(cellsByColor(small, logDet, 1).flat()).toHaveLength(12 * 12);
  logDet[0] = NaN;
  expect(cellsByColor(small, logDet, 1).flat()).toHaveLength(12 * 12 - 1);
});

test('neutral is in the middle, ends are clipped, and shrinking and stretching mirror each other', () => {
  const middle = (logDetBuckets - 1) / 2;
  expect([logDetBucket(0, 2), logDetBucket(-9, 2), logDetBucket(9, 2)]).toEqual([middle, 0, logDetBuckets - 1]);
  for (const value of [0.3, 0.9, 1.7]) expect(logDetBucket(value, 2) + logDetBucket(-value, 2)).toBe(2 * middle);
});

test('the reach is stable: in halves, at least ½, deaf to outliers', () => {
  expect(logDetReach(new Float32Array(100))).toBe(0.5);
  expect(logDetReach(Float32Array.from({ length: 100 }, (_, i) => (i === 0 ? 1000 : 1.3)))).toBe(1.5);
});
