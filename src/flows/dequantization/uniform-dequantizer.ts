import * as tf from '#tf';
import type { Tensor1D } from '#tf';
import { log } from '#numerics';
import { positiveNumber } from '../argument-checks.ts';
import type { Dequantizer } from '../types.ts';

/**
 * Uniform noise in the middle of each step, https://arxiv.org/abs/1511.01844 §3.1.
 *
 * y = k + ½ + width·(u − ½), u ~ U[0, 1);   log q(y | k) = −D·log width, nats: 0 at width 1, the whole step.
 * Narrower noise is charged for by q, so that its score is still a bound: less noise is no way to a better number.
 * Shapes: k, y [n, D];  logQ [n].  No parameters.
 * @throws RangeError if width is not in (0, 1]; TypeError if it is no number.
 */
export function uniformDequantizer({ width = 1 }: { width?: number | undefined } = {}): Dequantizer {
  if (positiveNumber('uniformDequantizer: width', width) > 1) {
    throw new RangeError(`uniformDequantizer: width must be in (0, 1], got ${width}: beyond it steps would overlap.`);
  }
  return {
    parameters: [],
    draw: (k, rng) =>
      tf.tidy(() => {
        const [n, d] = k.shape;
        const noise = Float32Array.from({ length: n * d }, () => 0.5 + width * (rng.uniform() - 0.5));
        return { y: tf.add(k, tf.tensor2d(noise, [n, d])), logQ: tf.fill([n], -d * log(width)) as Tensor1D };
      }),
  };
}
