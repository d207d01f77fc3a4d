import * as tf from '#tf';
import { cellArea, gridPoints } from '#numerics';
import type { Grid } from '#numerics';
import { disposeFlow } from '../flow.ts';
import type { Flow } from '../types.ts';
import { loadWeights, saveWeights } from '../weights.ts';

/** Rows scored at a time: bounds the memory that a fine grid takes. */
const chunk = 16384;

/** Σ exp(log p)·cell over the grid, never renormalised: the mass inside its box, 1 when the box holds practically all. */
export function integral(flow: Flow, grid: Grid): number {
  const points = gridPoints(grid);
  let total = 0;
  for (let start = 0; start < points.length; start += 2 * chunk) {
    const rows = points.subarray(start, start + 2 * chunk);
    const logProb = tf.tidy(() => flow.logProb(tf.tensor2d(rows, [rows.length / 2, 2])).dataSync());
    for (const value of logProb) total += Math.exp(value);
  }
  return total * cellArea(grid);
}

/** Bytes that differ between the weights of two flows built the same way: none, when the seed decides everything. */
export function sameSeedSameBits(build: () => Flow): number {
  const [first, second] = [build(), build()];
  const differing = differingBytes(saveWeights(first), saveWeights(second));
  [first, second].forEach(disposeFlow);
  return differing;
}

/** Bytes that differ after weights are saved from `flow`, loaded into `other` (built alike) and saved again. */
export function saveLoadExact(flow: Flow, other: Flow): number {
  const saved = saveWeights(flow);
  loadWeights(other, saved);
  return differingBytes(saved, saveWeights(other));
}

function differingBytes(a: ArrayBuffer, b: ArrayBuffer): number {
  const [left, right] = [new Uint8Array(a), new Uint8Array(b)];
  if (left.length !== right.length) return Math.max(left.length, right.length);
  return left.reduce((count, byte, i) => count + (byte === right[i] ? 0 : 1), 0);
}
