import { log } from './elementary.ts';

/** A 2 × 2 matrix, row-major: [a, b, c, d] is (a b; c d). */
export type Matrix2 = [number, number, number, number];

/** The mean of a list; NaN if it is empty. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** The standard error of the mean: s/√n with s² = Σ(x − x̄)²/(n − 1). */
export function standardError(values: ArrayLike<number>): number {
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - centre) * (values[i]! - centre);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

/** The mean of points [n, 2]. */
export function mean2(points: ArrayLike<number>): [number, number] {
  const sum: [number, number] = [0, 0];
  for (let i = 0; i < points.length; i += 2) {
    sum[0] += points[i]!;
    sum[1] += points[i + 1]!;
  }
  const n = points.length / 2;
  return [sum[0] / n, sum[1] / n];
}

/** The population covariance (divided by n) of points [n, 2], row-major. */
export function covariance2(points: ArrayLike<number>): Matrix2 {
  const [mx, my] = mean2(points);
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < points.length; i += 2) {
    const dx = points[i]! - mx;
    const dy = points[i + 1]! - my;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  const n = points.length / 2;
  return [xx / n, xy / n, xy / n, yy / n];
}

/**
 * ½ log det(2πe Σ), in nats: the entropy of N(m, Σ), and also the expected NLL under it of any data with that mean and covariance.
 * @throws RangeError unless Σ is positive definite.
 */
export function gaussianEntropy2(covariance: Matrix2): number {
  return 1 + log(2 * Math.PI) + 0.5 * log(positiveDet(covariance));
}

/** log N(x; mean, Σ) of points [n, 2], in nats. @throws RangeError unless Σ is positive definite. */
export function gaussianLogDensity2(
  points: ArrayLike<number>,
  centre: readonly [number, number],
  covariance: Matrix2,
): Float64Array {
  const det = positiveDet(covariance);
  const [a, b, , d] = covariance;
  const constant = -log(2 * Math.PI) - 0.5 * log(det);
  const result = new Float64Array(points.length / 2);
  for (let i = 0; i < result.length; i++) {
    const dx = points[2 * i]! - centre[0];
    const dy = points[2 * i + 1]! - centre[1];
    result[i] = constant - (0.5 * (d * dx * dx - 2 * b * dx * dy + a * dy * dy)) / det;
  }
  return result;
}

function positiveDet([a, b, c, d]: Matrix2): number {
  const det = a * d - b * c;
  if (!(a > 0 && det > 0)) {
    throw new RangeError(`covariance must be positive definite, got [${[a, b, c, d].join(', ')}].`);
  }
  return det;
}
