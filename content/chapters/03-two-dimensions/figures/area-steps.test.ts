import { expect, test } from 'vitest';
import { areaSteps, columns, partWay } from './area-steps.ts';
import { det, signedArea, type Matrix2, type Point } from './matrix2.ts';

const matrices: Matrix2[] = [[2, 0.5, 0.4, 1.5], [0.5, 2, 1.5, 0.4], [-1, 0.3, 0.8, 1.1], [1.2, -1.3, 0.2, 0.7], [1, 2, 0.5, 1]]; // prettier-ignore

test('each slide keeps the signed area, part of the way too', () => {
  for (const matrix of matrices) {
    const steps = areaSteps(matrix)!;
    for (const progress of [0, 0.3, 1, 1.6, 2]) {
      expect(det(partWay(matrix, steps, progress))).toBeCloseTo(det(matrix), 12);
    }
  }
});

test('the last picture is a rectangle whose signed sides multiply to ad − bc', () => {
  for (const matrix of matrices) {
    const { slides, sides, swapped } = areaSteps(matrix)!;
    const [a, b, c, d] = slides[1].columns;
    if (det(matrix) !== 0) expect(swapped ? [a, d] : [b, c]).toEqual([0, 0]);
    expect((swapped ? -1 : 1) * sides[0] * sides[1]).toBeCloseTo(det(matrix), 12);
  }
});

test('det is the signed area of the parallelogram of the columns', () => {
  for (const matrix of matrices) {
    const [first, second] = columns(matrix);
    const corners: Point[] = [[0, 0], first, [first[0] + second[0], first[1] + second[1]], second];
    expect(det(matrix)).toBeCloseTo(signedArea(corners), 12);
  }
});

test('the area changes sign when the columns change places', () => {
  for (const [a, b, c, d] of matrices) expect(det([b, a, d, c])).toBeCloseTo(-det([a, b, c, d]), 12);
});

test('two upright columns have no slide to make', () => {
  expect(areaSteps([0, 0, 1, 2])).toBeUndefined();
});
