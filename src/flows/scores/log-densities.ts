import * as tf from '#tf';
import type { Tensor1D, Tensor2D } from '#tf';

/** Whatever scores rows: a distribution, a flow, or a model's own function of x. Nats. */
export type Scorer = { logProb(x: Tensor2D): Tensor1D };

/** Rows scored at a time: bounds the memory of wide networks. */
const chunk = 4096;

/** log p at every row of points [n, d] (row-major), nats. @throws RangeError if the points are no whole rows. */
export function logDensities({ logProb }: Scorer, points: Float32Array, dimensions: number): Float64Array {
  const n = points.length / dimensions;
  if (!Number.isInteger(n)) {
    throw new RangeError(`logDensities: points must be rows of ${dimensions} numbers, got ${points.length} numbers.`);
  }
  const result = new Float64Array(n);
  for (let start = 0; start < n; start += chunk) {
    const rows = points.subarray(start * dimensions, (start + chunk) * dimensions);
    const values = tf.tidy(() => logProb(tf.tensor2d(rows, [rows.length / dimensions, dimensions])).dataSync());
    result.set(values, start);
  }
  return result;
}
