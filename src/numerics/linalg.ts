/** A square matrix, row-major: entry (i, j) is values[i·n + j]. */
export type SquareMatrix = { n: number; values: ArrayLike<number> };

/** P·A = L·U: L (unit diagonal) and U share `values`; row i of P·A is row order[i] of A; sign = det P. */
export type Lu = { n: number; values: Float64Array; order: number[]; sign: 1 | -1 };

/** LU decomposition with partial pivoting (Golub & Van Loan, Matrix Computations, §3.4). A zero pivot is left as it is. */
export function lu({ n, values }: SquareMatrix): Lu {
  check(n, values);
  const a = Float64Array.from(values);
  const order = Array.from({ length: n }, (_, i) => i);
  let sign: 1 | -1 = 1;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) {
      if (Math.abs(a[i * n + k]!) > Math.abs(a[pivot * n + k]!)) pivot = i;
    }
    if (pivot !== k) {
      for (let j = 0; j < n; j++) {
        [a[k * n + j], a[pivot * n + j]] = [a[pivot * n + j]!, a[k * n + j]!];
      }
      [order[k], order[pivot]] = [order[pivot]!, order[k]!];
      sign = sign === 1 ? -1 : 1;
    }
    if (a[k * n + k] === 0) continue;
    for (let i = k + 1; i < n; i++) {
      const factor = a[i * n + k]! / a[k * n + k]!;
      a[i * n + k] = factor;
      for (let j = k + 1; j < n; j++) a[i * n + j]! -= factor * a[k * n + j]!;
    }
  }
  return { n, values: a, order, sign };
}

/** The determinant, as the signed product of the pivots. */
export function det(matrix: SquareMatrix): number {
  const { n, values, sign } = lu(matrix);
  let product: number = sign;
  for (let i = 0; i < n; i++) product *= values[i * n + i]!;
  return product;
}

/** The inverse, row-major. @throws RangeError if the matrix is singular. */
export function inverse(matrix: SquareMatrix): Float64Array {
  const { n, values, order } = lu(matrix);
  const result = new Float64Array(n * n);
  for (let column = 0; column < n; column++) {
    const y = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let sum = order[i] === column ? 1 : 0;
      for (let j = 0; j < i; j++) sum -= values[i * n + j]! * y[j]!;
      y[i] = sum;
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = y[i]!;
      for (let j = i + 1; j < n; j++) sum -= values[i * n + j]! * y[j]!;
      const pivot = values[i * n + i]!;
      if (pivot === 0) throw new RangeError('inverse: the matrix is singular (a pivot is 0); it has no inverse.');
      y[i] = sum / pivot;
      result[i * n + column] = y[i]!;
    }
  }
  return result;
}

/** A = Q·R with Q orthogonal and R upper triangular with a diagonal ≥ 0, by Householder reflections (ibid. §5.2). */
export function householderQr({ n, values }: SquareMatrix): { q: Float64Array; r: Float64Array } {
  check(n, values);
  const r = Float64Array.from(values);
  const q = new Float64Array(n * n);
  for (let i = 0; i < n; i++) q[i * n + i] = 1;
  const v = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    let norm2 = 0;
    for (let i = k; i < n; i++) norm2 += r[i * n + k]! * r[i * n + k]!;
    if (norm2 > 0) {
      const norm = Math.sqrt(norm2);
      for (let i = 0; i < n; i++) v[i] = i < k ? 0 : r[i * n + k]!;
      // The sign that adds up: nothing cancels in the reflection's axis.
      v[k]! += v[k]! < 0 ? -norm : norm;
      reflectRows(r, v, n);
      reflectRows(q, v, n);
      for (let i = k + 1; i < n; i++) r[i * n + k] = 0;
    }
    if (r[k * n + k]! < 0) {
      for (let j = k; j < n; j++) r[k * n + j] = -r[k * n + j]!;
      for (let j = 0; j < n; j++) q[k * n + j] = -q[k * n + j]!;
    }
  }
  return { q: transposed(q, n), r };
}

/** M ← (I − 2vvᵀ/vᵀv)·M. */
function reflectRows(m: Float64Array, v: Float64Array, n: number): void {
  let length2 = 0;
  for (const entry of v) length2 += entry * entry;
  for (let j = 0; j < n; j++) {
    let dot = 0;
    for (let i = 0; i < n; i++) dot += v[i]! * m[i * n + j]!;
    const factor = (2 * dot) / length2;
    for (let i = 0; i < n; i++) m[i * n + j]! -= factor * v[i]!;
  }
}

const transposed = (m: Float64Array, n: number) =>
  Float64Array.from(m, (_, at) => m[(at % n) * n + Math.floor(at / n)]!);

function check(n: number, values: ArrayLike<number>): void {
  if (!(Number.isInteger(n) && n >= 1) || values.length !== n * n) {
    throw new RangeError(`SquareMatrix: expected n ≥ 1 and n·n values, got n = ${n} and ${values.length} values.`);
  }
}
