import * as tf from '#tf';
import { download } from './download.ts';
import type { Tensor2D } from '#tf';
import type { TrainableFlow } from './trainable-flow.ts';

/** Points scored at once: bounds the memory of one pass, not the length of a question. */
const CHUNK = 8192;

/** log p of z pushed through the first `depth` layers only; all of them by default. */
export function logDensityAt(flow: TrainableFlow, points: Float32Array, depth = Infinity): Float32Array {
  const n = points.length / 2;
  const values = new Float32Array(n);
  const layers = flow.bijection.layers.slice(0, depth).reverse();
  for (let from = 0; from < n; from += CHUNK) {
    const to = Math.min(n, from + CHUNK);
    const [part] = download(() => {
      let z: Tensor2D = tf.tensor2d(points.subarray(2 * from, 2 * to), [to - from, 2]);
      const logDets = layers.map((layer) => {
        const pulled = layer.inverse(z);
        z = pulled.z as Tensor2D;
        return pulled.logDet;
      });
      return [tf.addN([flow.base.logProb(z), ...logDets])];
    });
    values.set(part, from);
  }
  return values;
}
