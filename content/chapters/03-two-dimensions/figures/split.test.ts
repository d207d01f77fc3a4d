import { describe, expect, test } from 'vitest';
import { det, multiply, type Matrix2 } from './matrix2.ts';
import { split, type SplitKind } from './split.ts';

const matrices: Matrix2[] = [[1, 0, 0, 1], [1.3, 0.4, -0.7, 0.9], [0.2, -1.5, 0.8, 0.1], [-1, 0.3, 0.2, 1.4], [1, 2, 0, 1]]; // prettier-ignore
const transpose = ([a, b, c, d]: Matrix2): Matrix2 => [a, c, b, d];

function expectClose(actual: Matrix2, wanted: Matrix2) {
  actual.forEach((entry, i) => expect(entry).toBeCloseTo(wanted[i]!, 10));
}

describe.each(['qr', 'polar'] as SplitKind[])('%s split', (kind) => {
  test('the steps multiply to J', () => {
    for (const matrix of matrices) expectClose(split(kind, matrix)!.at(-1)!.soFar, matrix);
  });

  test('only the stretch changes the size of an area', () => {
    for (const matrix of matrices) {
      for (const { name, factor } of split(kind, matrix)!) {
        const size = name === 'stretch' ? Math.abs(det(matrix)) : 1;
        expect(Math.abs(det(factor))).toBeCloseTo(size, 10);
      }
    }
  });

  test('the turn keeps lengths', () => {
    for (const matrix of matrices) {
      const turn = split(kind, matrix)!.at(-1)!.factor;
      expectClose(multiply(transpose(turn), turn), [1, 0, 0, 1]);
    }
  });
});

test('the stretch of the polar split is symmetric and has no negative factor', () => {
  for (const matrix of matrices) {
    const [a, b, c, d] = split('polar', matrix)![0]!.factor;
    expect(b).toBeCloseTo(c, 12);
    expect(a + d).toBeGreaterThan(0);
    expect(a * d - b * c).toBeGreaterThan(0);
  }
});

test('a matrix that flattens the plane has no split into an invertible stretch', () => {
  expect(split('polar', [1, 2, 2, 4])).toBeUndefined();
  expect(split('qr', [0, 1, 0, 2])).toBeUndefined();
});
