import { inverse, lu } from '#numerics';
import type { Digits } from '#datasets';

/** Added to the variances: pixels in a corner are black on all images. */
const RIDGE = 1e-4;

/**
 * The Gaussian with the mean and covariance of the logits of dequantized images [n, d], as a density of the images themselves:
 * s = α + (1 − 2α)·y/levels,  x = log s − log(1 − s),  log p(y) = log N(x; m, Σ) + Σᵢ log dxᵢ/dyᵢ,  nats.
 */
export function logitGaussian(
  images: Float32Array,
  { size: d, levels, alpha }: Pick<Digits, 'size' | 'levels'> & { alpha: number },
): { logProb(images: Float32Array): Float64Array } {
  const share = (y: number) => alpha + ((1 - 2 * alpha) * y) / levels;
  const logits = (from: Float32Array) => Float64Array.from(from, (y) => Math.log(share(y) / (1 - share(y))));
  const x = logits(images);
  const n = x.length / d;
  const centre = new Float64Array(d);
  for (let i = 0; i < x.length; i++) centre[i % d]! += x[i]! / n;
  const covariance = new Float64Array(d * d);
  for (let row = 0; row < n; row++) {
    for (let i = 0; i < d; i++) {
      const off = x[row * d + i]! - centre[i]!;
      for (let j = 0; j < d; j++) covariance[i * d + j]! += (off * (x[row * d + j]! - centre[j]!)) / n;
    }
  }
  for (let i = 0; i < d; i++) covariance[i * d + i]! += RIDGE;
  const matrix = { n: d, values: covariance };
  const precision = inverse(matrix);
  const factors = lu(matrix).values;
  let logDet = 0;
  for (let i = 0; i < d; i++) logDet += Math.log(Math.abs(factors[i * d + i]!));
  const constant = -0.5 * (d * Math.log(2 * Math.PI) + logDet);
  return {
    logProb(points) {
      const z = logits(points);
      return Float64Array.from({ length: points.length / d }, (_, row) => {
        let [exponent, slope] = [0, 0];
        for (let i = 0; i < d; i++) {
          const off = z[row * d + i]! - centre[i]!;
          for (let j = 0; j < d; j++) exponent += off * precision[i * d + j]! * (z[row * d + j]! - centre[j]!);
          const s = share(points[row * d + i]!);
          slope += Math.log((1 - 2 * alpha) / (levels * s * (1 - s)));
        }
        return constant - 0.5 * exponent + slope;
      });
    },
  };
}
