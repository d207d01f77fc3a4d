import * as tf from '#tf';
import { compose, flow as makeFlow, fuse } from '#flows';
import type { Kernels } from '#kernels';
import { download } from './download.ts';
import type { TrainableFlow } from './trainable-flow.ts';

/** Points scored at once: bounds the memory of one pass, not the length of a question. */
const CHUNK = 8192;

/** log p(x) at points [n, 2]. */
export function logDensityAt(flow: Pick<TrainableFlow, 'logProb'>, points: Float32Array): Float32Array {
  const n = points.length / 2;
  const values = new Float32Array(n);
  for (let from = 0; from < n; from += CHUNK) {
    const to = Math.min(n, from + CHUNK);
    const [part] = download(() => [flow.logProb(tf.tensor2d(points.subarray(2 * from, 2 * to), [to - from, 2]))]);
    values.set(part, from);
  }
  return values;
}

/** The flow of the first `depth` layers only, which shares their weights; without layers its density is the base's. */
export function upTo(flow: TrainableFlow, depth: number, kernels?: Kernels): Pick<TrainableFlow, 'logProb'> {
  const { base, bijection, spec } = flow;
  if (depth >= bijection.layers.length) return flow;
  if (depth === 0) return base;
  const part = compose(bijection.layers.slice(0, depth));
  const cut = {
    ...makeFlow(base, part),
    bijection: part,
    spec: { ...spec, layers: spec.layers.slice(0, depth) },
  };
  return kernels ? fuse(cut, kernels) : cut;
}
