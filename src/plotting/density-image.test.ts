import { expect, test } from 'vitest';
import { colorTable } from './color-scale.ts';
import { crest, paintDensity } from './density-image.ts';

const table = colorTable([
  [0, 0, 0],
  [255, 255, 255],
]);
const grid = { x: [0, 1] as [number, number], y: [0, 1] as [number, number], columns: 2, rows: 2 };
const paint = (logDensity: number[], logTop = 0): number[] => {
  const pixels = new Uint8ClampedArray(16);
  paintDensity(pixels, Float32Array.from(logDensity), grid, logTop, table);
  return [0, 4, 8, 12].map((i) => pixels[i] ?? NaN);
};

test('row 0 is the bottom of the picture, and colour is the root of p over its crest', () => {
  expect(paint([0, Math.log(0.36), Math.log(0.04), -50])).toEqual([51, 0, 255, 153]);
});

test('above the crest the colour stays; what is not a number has the colour of zero', () => {
  expect(paint([3, NaN, -Infinity, 0])).toEqual([0, 255, 255, 0]);
});

test('the crest overlooks a few cells that stick out', () => {
  const flat = new Float32Array(1000).fill(-1);
  flat[7] = 20;
  expect(crest(flat)).toBe(-1);
});
