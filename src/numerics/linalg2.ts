/** A 2 × 2 matrix, row-major: [a, b, c, d] is (a b; c d). */
export type Matrix2 = [number, number, number, number];

/**
 * Eigenvalues (larger first) and unit eigenvectors of the symmetric matrix (a b; b d), by one Jacobi rotation.
 * The ellipse of a covariance has these axes.
 */
export function symmetricEigen2([a, b, , d]: Matrix2): {
  values: [number, number];
  vectors: [[number, number], [number, number]];
} {
  if (b === 0) {
    return a >= d
      ? {
          values: [a, d],
          vectors: [
            [1, 0],
            [0, 1],
          ],
        }
      : {
          values: [d, a],
          vectors: [
            [0, 1],
            [-1, 0],
          ],
        };
  }
  // t = tan of the rotation angle: the smaller root of t² + 2τt − 1 = 0, written so that nothing cancels.
  const tau = (d - a) / (2 * b);
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  const first = a - t * b;
  const second = d + t * b;
  return first >= second
    ? {
        values: [first, second],
        vectors: [
          [c, -s],
          [s, c],
        ],
      }
    : {
        values: [second, first],
        vectors: [
          [s, c],
          [-c, s],
        ],
      };
}

/**
 * Polar decomposition A = R·S of a 2 × 2 matrix with det A ≠ 0: R orthogonal, S symmetric positive definite.
 * R ∝ A ± adj(A)ᵀ with the sign of det A (Higham, Functions of Matrices, §8), so no square root of a matrix is needed.
 * @throws RangeError if A is singular.
 */
export function polar2([a, b, c, d]: Matrix2): { rotation: Matrix2; stretch: Matrix2 } {
  const det = a * d - b * c;
  if (det === 0) throw new RangeError(`polar2: the matrix [${[a, b, c, d].join(', ')}] is singular.`);
  const sign = det > 0 ? 1 : -1;
  const p = a + sign * d;
  const q = b - sign * c;
  const length = Math.sqrt(p * p + q * q);
  const rotation: Matrix2 = [p / length, q / length, (-sign * q) / length, (sign * p) / length];
  const [r0, r1, r2, r3] = rotation;
  const off = r0 * b + r2 * d;
  return { rotation, stretch: [r0 * a + r2 * c, off, off, r1 * b + r3 * d] };
}
