import * as tf from '#tf';
import type { GradSaveFunc, Tensor, Tensor2D } from '#tf';

/** W⁻¹ as an operation, from a function that computes its numbers.  Gradient: −W⁻ᵀ G W⁻ᵀ. */
export function differentiableInverse(matrix: Tensor2D, invert: (matrix: Tensor2D) => Tensor2D): Tensor2D {
  const op = tf.customGrad((input, save) => {
    const value = invert(input as Tensor2D);
    (save as GradSaveFunc)([value]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const transposed = tf.transpose(saved[0] as Tensor2D);
        return tf.neg(tf.matMul(tf.matMul<Tensor2D>(transposed, dy as Tensor2D), transposed));
      },
    };
  });
  return op(matrix) as Tensor2D;
}
