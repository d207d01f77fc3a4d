import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D } from '#tf';
import { finiteRows, positiveInteger } from '../argument-checks.ts';
import { makeVariable } from '../make-variable.ts';
import type { Bijection, Transformer } from '../types.ts';

export type ElementwiseOptions = {
  transformer: Transformer;
  dimensions: number;
  /** Initial θ: one list of transformer.paramsPerDim numbers for each dimension. Zeros where left out. */
  theta?: readonly (readonly number[])[] | undefined;
};

/**
 * Each dimension through its own monotone curve: a transformer whose θ is learned itself, not computed from other dimensions.
 *
 * Forward:  x_i = τ(z_i; θ_i),   log|det| = Σ log|∂τ/∂z_i|, nats: the Jacobian is diagonal
 * Inverse:  z_i = τ⁻¹(x_i; θ_i)
 * Shapes:   z, x [n, d];  logDet [n].  Parameters: θ [d, paramsPerDim], none if the transformer has none.
 * @throws RangeError if theta has another shape or holds a number that is not finite.
 */
export function elementwise({ transformer, dimensions, theta }: ElementwiseOptions): Bijection {
  const d = positiveInteger('elementwise: dimensions', dimensions);
  const p = transformer.paramsPerDim;
  const start = theta && finiteRows('elementwise: theta', theta, [d, p]);
  const parameters = p === 0 ? [] : [makeVariable([d, p], start)];

  /** The same θ for every row. A product with ones: its gradient is a product too, not a sum over n slices. */
  const thetaFor = (n: number): Tensor => {
    const own = parameters[0];
    if (!own) return tf.scalar(0);
    const all = tf.matMul(tf.ones([n, 1]) as Tensor2D, tf.reshape(own, [1, d * p]) as Tensor2D);
    return tf.reshape(all, [n, d, p]);
  };
  return {
    name: `elementwise ${transformer.name}`,
    dimensions: d,
    parameters,
    forward: (z) =>
      tf.tidy(() => {
        const { x, logSlope } = transformer.forward(z, thetaFor(z.shape[0]));
        return { x, logDet: tf.sum<Tensor1D>(logSlope, 1) };
      }),
    inverse: (x) =>
      tf.tidy(() => {
        const { z, logSlope } = transformer.inverse(x, thetaFor(x.shape[0]));
        return { z, logDet: tf.sum<Tensor1D>(logSlope, 1) };
      }),
  };
}
