import { describe, expect, it } from 'vitest';
import { det, householderQr, inverse, lu } from './linalg.ts';
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
  });

  it('are refused by name', () => {
    expect(() => det({ n: 2, values: [1, 2, 3] })).toThrow(/SquareMatrix: .* n = 2 and 3 values/);
  });
});
