import * as tf from '#tf';
import type { GradSaveFunc, Tensor, Tensor2D } from '#tf';
import { positiveInteger } from '../argument-checks.ts';
import { asRow } from './parameter-rows.ts';

/** Where a spline bends: [left, right], the same on both sides. Outside it is the identity. */
export type Interval = readonly [left: number, right: number];

/** @throws RangeError or TypeError, naming the spline, if the bins cannot be cut from the interval in increasing order. */
export function checkBins(where: string, bins: number, [left, right]: Interval, least: Record<string, number>): void {
  positiveInteger(`${where}: bins`, bins);
  if (!(Number.isFinite(left) && Number.isFinite(right) && left < right)) {
    throw new RangeError(`${where}: interval must be [left, right] with finite left < right, got [${left}, ${right}].`);
  }
  for (const [name, size] of Object.entries(least)) {
    if (!(size >= 0 && size * bins < 1)) {
      throw new RangeError(
        `${where}: ${name} must be ≥ 0 and ${name} × bins below 1, or its knots cannot increase; got ${size} × ${bins}.`,
      );
    }
  }
}

/** Bins of the interval: widths (right − left)·(least + (1 − least·K)·softmax(u)), and left edges. u, results: [K, N] */
export function cutInterval(u: Tensor2D, [left, right]: Interval, least: number): { edges: Tensor2D; sizes: Tensor2D } {
  const bins = u.shape[0];
  const shares = tf.exp(tf.sub(u, asRow(tf.logSumExp(u, 0))));
  const length = right - left;
  const sizes = tf.add<Tensor2D>(tf.mul(shares, (1 - least * bins) * length), least * length);
  return { edges: leftEdges(sizes, left), sizes };
}

/** Left edges of bins of these sizes, the first at `start`: [K, N]. */
export function leftEdges(sizes: Tensor2D, start: number): Tensor2D {
  return tf.add<Tensor2D>(tf.matMul(strictlyBelow(sizes.shape[0]), sizes), start);
}

/** 1 in the bin that holds each value, else 0: [K, N] from left edges [K, N] and values [1, N]. What lies outside counts to an end bin. */
export function binOf(values: Tensor2D, edges: Tensor2D): Tensor2D {
  const bins = edges.shape[0];
  const n = values.shape[1];
  if (bins === 1) return tf.ones([1, n]);
  const inner = tf.slice(edges, [1, 0], [bins - 1, n]);
  const passed = tf.step(tf.sub(values, inner)); // passed[k] = 1 beyond the edge between bins k and k + 1
  return tf.sub(tf.concat([tf.ones([1, n]), passed], 0), tf.concat([passed, tf.zeros([1, n])], 0));
}

/**
 * Of each table [K, N] the entry of the bin that holds each value: [1, N]. One operation for all tables, with its own
 * gradient: which bin it is has none, and tfjs would spend most of a training step on finding zeros.
 */
export function pick(tables: readonly Tensor2D[], values: Tensor2D, edges: Tensor2D): Tensor2D[] {
  const bins = edges.shape[0];
  const op = tf.customGrad((...inputs) => {
    const [stacked, save] = inputs as unknown as [Tensor2D, GradSaveFunc];
    const mask = tf.tile(binOf(values, edges), [tables.length, 1]);
    save([mask]);
    // Sums over each table's K rows as a product with ones: wasm sums columns slowly.
    const sums = blocksOfOnes(tables.length, bins);
    return {
      value: tf.matMul(sums, tf.mul<Tensor2D>(stacked, mask)),
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        tf.mul(tf.matMul(tf.transpose(blocksOfOnes(tables.length, bins)), dy as Tensor2D), saved[0]!),
    };
  });
  return tf.split(op(tf.concat([...tables], 0)) as Tensor2D, tables.length, 0);
}

/** Applies `curve` inside the interval (both ends belong to it), the identity outside. */
export function insideOnly<T extends Tensor>(
  values: T,
  [left, right]: Interval,
  curve: (inside: Tensor2D) => { value: Tensor2D; logSlope: Tensor2D },
): { value: T; logSlope: T } {
  const row = asRow(values);
  const outside = tf.add<Tensor2D>(tf.step(tf.sub(left, row)), tf.step(tf.sub(row, right)));
  const inside = tf.sub<Tensor2D>(1, outside);
  // The curve sees clipped values, so that what is masked away is finite, and so is its gradient.
  const { value, logSlope } = curve(tf.clipByValue(row, left, right));
  return {
    value: tf.reshape(tf.add(tf.mul(inside, value), tf.mul(outside, row)), values.shape) as Tensor as T,
    logSlope: tf.reshape(tf.mul(inside, logSlope), values.shape) as Tensor as T,
  };
}

/** [K, K] with 1 below the diagonal: its product with sizes gives left edges. */
function strictlyBelow(bins: number): Tensor2D {
  const entries = Float32Array.from({ length: bins * bins }, (_, at) => (Math.floor(at / bins) > at % bins ? 1 : 0));
  return tf.tensor2d(entries, [bins, bins]);
}

/** [T, T·K]: row t is 1 in the t-th block of K. */
function blocksOfOnes(tables: number, bins: number): Tensor2D {
  const width = tables * bins;
  const entries = Float32Array.from({ length: tables * width }, (_, at) =>
    Math.floor((at % width) / bins) === Math.floor(at / width) ? 1 : 0,
  );
  return tf.tensor2d(entries, [tables, width]);
}
