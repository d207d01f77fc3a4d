import { householderQr, normals } from '#numerics';
import type { Rng } from '#numerics';

/** A random orthogonal matrix, row-major [d, d]: Q of a matrix of normal numbers. |det| = 1. */
export function randomRotation(d: number, rng: Rng): Float64Array {
  return householderQr({ n: d, values: normals(rng, d * d) }).q;
}
