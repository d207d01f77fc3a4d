import { gaussianEntropy2, gaussianLogDensity2, log } from '#numerics';
import type { Dataset } from './types.ts';

type Gaussian = Pick<Dataset['gaussian'], 'mean' | 'covariance'>;

/** ½ log det(2πe Σ), nats: the expected NLL of the best single Gaussian. */
export function gaussianNats(covariance: Dataset['gaussian']['covariance']): number {
  return covariance.length === 1 ? 0.5 * (1 + log(2 * Math.PI) + log(covariance[0])) : gaussianEntropy2(covariance);
}

/** log N(x; mean, Σ) of points [n, d], nats. */
export function gaussianLogDensity(points: Float32Array, { mean, covariance }: Gaussian): Float64Array {
  if (covariance.length === 4) return gaussianLogDensity2(points, mean as [number, number], covariance);
  const [variance] = covariance;
  const constant = -0.5 * log(2 * Math.PI * variance);
  return Float64Array.from(points, (x) => constant - ((x - mean[0]) * (x - mean[0])) / (2 * variance));
}
