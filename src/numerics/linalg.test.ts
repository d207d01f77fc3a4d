import { describe, expect, it } from 'vitest';
import { det, householderQr, inverse, lu } from './linalg.ts';
import { polar2, symmetricEigen2, type Matrix2 } from './linalg2.ts';
import { rng } from './rng.ts';

const random = (n: number, seed: number) => {
  const source = rng(seed, 'linalg');
  return Float64Array.from({ length: n * n }, () => source.normal());
};

function product(n: number, a: ArrayLike<number>, b: ArrayLike<number>): number[] {
  return Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return Array.from({ length: n }, (_k, k) => a[i * n + k]! * b[k * n + j]!).reduce((x, y) => x + y, 0);
  });
}

const transposed = (n: number, a: ArrayLike<number>) =>
  Array.from({ length: n * n }, (_, at) => a[(at % n) * n + Math.floor(at / n)]!);
const identity = (n: number) => Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));

function expectClose(got: ArrayLike<number>, want: ArrayLike<number>, tolerance = 1e-12) {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < got.length; i++) expect(Math.abs(got[i]! - want[i]!)).toBeLessThan(tolerance);
}

/** Laplace's expansion: another road to the determinant. */
function expansion(n: number, a: number[]): number {
  if (n === 1) return a[0]!;
  return Array.from({ length: n }, (_, j) => {
    const minor = a.filter((_v, at) => at >= n && at % n !== j);
    return (j % 2 ? -1 : 1) * a[j]! * expansion(n - 1, minor);
  }).reduce((x, y) => x + y, 0);
}

describe.each([1, 2, 3, 6])('dense linear algebra, n = %d', (n) => {
  const values = random(n, n);

  it('P·A = L·U', () => {
    const { values: both, order } = lu({ n, values });
    const lower = both.map((v, at) => (at % n < Math.floor(at / n) ? v : at % (n + 1) === 0 ? 1 : 0));
    const upper = both.map((v, at) => (at % n >= Math.floor(at / n) ? v : 0));
    expectClose(
      product(n, lower, upper),
      order.flatMap((row) => [...values.slice(row * n, row * n + n)]),
    );
  });

  it('the determinant is Laplace’s expansion', () => {
    expectClose([det({ n, values })], [expansion(n, [...values])]);
  });

  it('A·A⁻¹ = I', () => {
    expectClose(product(n, values, inverse({ n, values })), identity(n));
  });

  it('Q·R = A, QᵀQ = I, R is upper triangular with a diagonal ≥ 0', () => {
    const { q, r } = householderQr({ n, values });
    expectClose(product(n, q, r), values);
    expectClose(product(n, transposed(n, q), q), identity(n));
    r.forEach((v, at) => {
      if (at % n < Math.floor(at / n)) expect(v).toBe(0);
      if (at % (n + 1) === 0) expect(v).toBeGreaterThanOrEqual(0);
    });
  });
});

describe('singular and misshapen matrices', () => {
  it('have determinant 0 and no inverse', () => {
    expectClose([det({ n: 2, values: [1, 2, 2, 4] })], [0]);
    expect(() => inverse({ n: 2, values: [1, 2, 2, 4] })).toThrow(/singular/);
    expect(() => polar2([1, 2, 2, 4])).toThrow(/singular/);
  });

  it('are refused by name', () => {
    expect(() => det({ n: 2, values: [1, 2, 3] })).toThrow(/SquareMatrix: .* n = 2 and 3 values/);
  });
});

describe('2 × 2 decompositions', () => {
  const matrices = Array.from({ length: 50 }, (_, seed) => [...random(2, seed)] as Matrix2);

  it('polar: A = R·S, R orthogonal with the sign of det A, S symmetric positive definite', () => {
    for (const a of matrices) {
      const { rotation, stretch } = polar2(a);
      expectClose(product(2, rotation, stretch), a);
      expectClose(product(2, transposed(2, rotation), rotation), identity(2));
      expect(stretch[1]).toBe(stretch[2]);
      expect(stretch[0]).toBeGreaterThan(0);
      expect(det({ n: 2, values: stretch })).toBeGreaterThan(0);
    }
  });

  it('symmetric eigen: A·v = λ·v, unit vectors at right angles, larger λ first', () => {
    const special: Matrix2[] = [
      [2, 0, 0, 5],
      [5, 0, 0, 2],
      [1, 1, 1, 1],
      [1, -3, -3, 1],
      [1e9, 1, 1, 1e-9],
    ];
    for (const [a, b, , d] of [...matrices, ...special]) {
      const { values, vectors } = symmetricEigen2([a, b, b, d]);
      expect(values[0]).toBeGreaterThanOrEqual(values[1]);
      const size = Math.abs(a) + Math.abs(b) + Math.abs(d);
      vectors.forEach(([x, y], i) => {
        expectClose([a * x + b * y, b * x + d * y], [values[i]! * x, values[i]! * y], 1e-14 * size + 1e-15);
        expect(Math.abs(x * x + y * y - 1)).toBeLessThan(1e-14);
      });
      expect(Math.abs(vectors[0][0] * vectors[1][0] + vectors[0][1] * vectors[1][1])).toBeLessThan(1e-15);
    }
  });
});
