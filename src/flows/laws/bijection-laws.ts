import * as tf from '#tf';
import type { Tensor, Tensor2D } from '#tf';
import { jacobian, logAbsDet } from '../jacobian.ts';
import type { Bijection } from '../types.ts';

/**
 * What every bijection must satisfy, measured: each law returns its largest violation at the points given, 0 at best.
 * Tests hold the numbers to a tolerance; the book shows them beside a flow while it trains.
 */

/** max |f⁻¹(f(z)) − z|: the inverse undoes the map. */
export function roundTrip(f: Bijection, z: Tensor2D): number {
  return tf.tidy(() => largestDifference(f.inverse(f.forward(z).x).z, z));
}

/** max |log|det ∂f/∂z| + log|det ∂f⁻¹/∂x||, nats: the inverse log-det is minus the forward one. */
export function inverseLogDet(f: Bijection, z: Tensor2D): number {
  return tf.tidy(() => {
    const { x, logDet } = f.forward(z);
    return largestDifference(logDet, tf.neg(f.inverse(x).logDet));
  });
}

/** max |log|det ∂f/∂z| − log|det J||, nats, with J by autodiff: the log-det is the Jacobian's. */
export function logDetAgainstAutodiff(f: Bijection, z: Tensor2D): number {
  return tf.tidy(() => {
    const claimed = f.forward(z).logDet.dataSync();
    return largest(logAbsDet(jacobian(f, z)).map((truth, i) => truth - claimed[i]!));
  });
}

/** max |J_ij| over the entries where `pattern[i][j]` is 0: x_i does not depend on z_j. */
export function jacobianZeros(f: Bijection, z: Tensor2D, pattern: readonly (readonly number[])[]): number {
  const entries = tf.tidy(() => jacobian(f, z).dataSync());
  const d = pattern.length;
  return largest(entries.map((entry, at) => (pattern[Math.floor(at / d) % d]![at % d] === 0 ? entry : 0)));
}

/** Where a coupling's Jacobian may differ from 0: on the diagonal, and from what it keeps to what it transforms. */
export function couplingPattern(mask: readonly number[]): number[][] {
  return mask.map((row, i) => mask.map((column, j) => (i === j || (row === 0 && column === 1) ? 1 : 0)));
}

/** Where an autoregressive Jacobian may differ from 0: on the diagonal, and from a dimension to those after it in `order`. */
export function autoregressivePattern(order: readonly number[]): number[][] {
  return order.map((_, i) => order.map((_unused, j) => (order.indexOf(j) <= order.indexOf(i) ? 1 : 0)));
}

/**
 * The largest change in x, z and log-dets when rows are pushed (z) and pulled (x) one by one: a row does not see its batch.
 * x needs points of its own where f does not reach every point.
 */
export function batchIndependence(f: Bijection, z: Tensor2D, x: Tensor2D = z): number {
  const [n, d] = z.shape;
  return tf.tidy(() => {
    const results = (from: Tensor2D, to: Tensor2D): Tensor[] => {
      const pushed = f.forward(from);
      const pulled = f.inverse(to);
      return [pushed.x, pushed.logDet, pulled.z, pulled.logDet];
    };
    const together = results(z, x);
    const rowOf = (points: Tensor2D, row: number): Tensor2D => tf.slice(points, [row, 0], [1, d]);
    const alone = Array.from({ length: n }, (_, row) => results(rowOf(z, row), rowOf(x, row)));
    return Math.max(
      ...together.map((whole, which) => largestDifference(whole, tf.concat(alone.map((parts) => parts[which]!)))),
    );
  });
}

/** Tensors left behind by `run`, after one call to warm up. */
export function leakedTensors(run: () => void): number {
  run();
  const before = tf.memory().numTensors;
  run();
  return tf.memory().numTensors - before;
}

/** max |log|det ∂f/∂z||, nats. A log-det law shows nothing where this is near 0. */
export function logDetSize(f: Bijection, z: Tensor2D): number {
  return tf.tidy(() => largest(f.forward(z).logDet.dataSync()));
}

const largestDifference = (a: Tensor, b: Tensor): number => largest(tf.sub(a, b).dataSync());

/** The largest magnitude; NaN if there is one, so that it fails every tolerance. */
function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!);
    if (!(size <= most)) most = size;
    if (Number.isNaN(most)) return NaN;
  }
  return most;
}
