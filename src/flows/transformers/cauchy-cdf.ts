import * as tf from '#tf';
import type { GradSaveFunc, Tensor } from '#tf';
import { cos, log, sin } from '#numerics';
import type { Transformer } from '../types.ts';

/**
 * The distribution function of the standard Cauchy distribution, from ℝ onto (0, 1), as nflows' `CauchyCDF`
 * (https://github.com/bayesiains/nflows): tails so heavy that samples far out keep their place.
 *
 * Forward:  x = ½ + atan(z) ÷ π,   log|∂x/∂z| = −log π − log(1 + z²), nats
 * Inverse:  z = tan(π(x − ½)), in float64, of x clipped to [margin, 1 − margin], margin = 1e-6
 * Shapes:   z, x [n, …];  no θ.  The inverse needs a backend that can be read synchronously (cpu, wasm, webgl).
 */
export const cauchyCdf: Transformer = {
  name: 'Cauchy CDF',
  paramsPerDim: 0,
  forward: (z) => ({ x: tf.add(tf.div(tf.atan(z), Math.PI), 0.5), logSlope: logSlope(z) }),
  inverse(x) {
    const z = tangent(tf.sub<typeof x>(tf.clipByValue(x, margin, 1 - margin), 0.5));
    return { z, logSlope: tf.neg(logSlope(z)) };
  },
};

const margin = 1e-6;
const logPi = log(Math.PI);

const logSlope = <T extends Tensor>(z: T): T => tf.sub(-logPi, tf.log(tf.add(tf.square(z), 1)));

/** tan(πu); its derivative is π(1 + tan²). tfjs has no tangent for every backend. */
function tangent<T extends Tensor>(u: T): T {
  const op = tf.customGrad((...inputs) => {
    const [at, save] = inputs as unknown as [Tensor, GradSaveFunc];
    const values = Float32Array.from(at.dataSync<'float32'>(), (v) => sin(Math.PI * v) / cos(Math.PI * v));
    const value = tf.tensor(values, at.shape);
    save([value]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(dy, tf.mul(tf.add(tf.square(saved[0]!), 1), Math.PI)),
    };
  });
  return op(u) as T;
}
