import type { Tensor2D } from '#tf';
import { log } from '#numerics';

/** What squares are divided by: n − 1 or n. Programs of activation normalization differ. */
export type Deviation = 'unbiased' | 'biased';

/** Mean and log standard deviation of each column, in float64 and portable: they become weights. */
export function moments(
  x: Tensor2D,
  deviation: Deviation,
): {
  mean: Float32Array;
  logDeviation: Float32Array;
} {
  const [n, d] = x.shape;
  if (n < 2) throw new RangeError(`actnorm: initialise needs a batch of at least 2 rows, got ${n}.`);
  const values = x.dataSync();
  const mean = new Float32Array(d);
  const logDeviation = new Float32Array(d);
  for (let j = 0; j < d; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[i * d + j]!;
    const centre = sum / n;
    let squares = 0;
    for (let i = 0; i < n; i++) squares += (values[i * d + j]! - centre) * (values[i * d + j]! - centre);
    mean[j] = centre;
    // A constant column has no deviation to divide by: 1e-6 keeps its scale finite.
    logDeviation[j] = log(Math.sqrt(squares / (deviation === 'biased' ? n : n - 1)) + 1e-6);
  }
  return { mean, logDeviation };
}

/** @throws RangeError naming the value if there is no such statistic. */
export function checkDeviation(deviation: Deviation): void {
  if (deviation !== 'unbiased' && deviation !== 'biased') {
    throw new RangeError(`actnorm: deviation must be unbiased or biased, got ${JSON.stringify(deviation)}.`);
  }
}
