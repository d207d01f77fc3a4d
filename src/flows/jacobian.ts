import * as tf from '#tf';
import type { Tensor2D, Tensor3D } from '#tf';
import { lu } from '#numerics';
import type { Bijection } from './types.ts';

/**
 * ∂x/∂z of x = f(z) at every row by reverse-mode autodiff, d passes: for views and tests, never inside a loss (tfjs has no second
 * order). Shapes: z [n, d] → [n, d, d]; entry [r, i, j] is ∂x_ri / ∂z_rj.
 */
export function jacobian(f: Pick<Bijection, 'forward'>, z: Tensor2D): Tensor3D {
  const [n, d] = z.shape;
  return tf.tidy(() => {
    const gradient = tf.grad((input) => f.forward(input as Tensor2D).x);
    const rows = Array.from({ length: d }, (_, i) => {
      const pick = Float32Array.from({ length: n * d }, (_unused, at) => (at % d === i ? 1 : 0));
      return gradient(z, tf.tensor2d(pick, [n, d])) as Tensor2D;
    });
    return tf.stack(rows, 1) as Tensor3D;
  });
}

/** log|det| of every matrix in [n, d, d], nats, by pivoted elimination in float64. −Infinity where a matrix is singular. */
export function logAbsDet(matrices: Tensor3D): Float64Array {
  const [n, d] = matrices.shape;
  const values = matrices.dataSync<'float32'>();
  return Float64Array.from({ length: n }, (_, row) => {
    const factors = lu({
      n: d,
      values: values.subarray(row * d * d, (row + 1) * d * d),
    }).values;
    let sum = 0;
    for (let i = 0; i < d; i++) sum += Math.log(Math.abs(factors[i * d + i]!));
    return sum;
  });
}
