import * as tf from '#tf';
import type { Tensor1D, Tensor2D } from '#tf';

/**
 * tr J of a network z → φ(z W₁ + b₁) → … → W + b in closed form, where g_k = φ′ at the hidden layers. Shapes: W [in, out], g [n, out] → [n].
 *
 * no hidden layer:  tr W
 * one:              g₁·c,                 c_a = Σᵢ W₁[i,a] W₂[a,i]
 * two:              rowsum((g₁ A)∘g₂),    A = W₂∘(W₃W₁)ᵀ
 * three:            rowsum(Σᵢ (g₁ Lᵢ)∘(g₃ Rᵢ)∘g₂),   Lᵢ = W₁[i,:]ᵀ∘W₂,   Rᵢ = W₄[:,i]∘W₃ᵀ
 * More: none; push a tangent for every dimension.
 */
export function closedDivergence(
  weights: readonly Tensor2D[],
  slopes: readonly Tensor2D[],
  z: Tensor2D,
): Tensor1D | undefined {
  const [n, d] = z.shape;
  const [w1, w2, w3, w4] = weights as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
  const [g1, g2, g3] = slopes as [Tensor2D, Tensor2D, Tensor2D];
  switch (slopes.length) {
    case 0: {
      const eye = Float32Array.from({ length: d * d }, (_, at) => (at % (d + 1) === 0 ? 1 : 0));
      return tf.add(tf.zeros([n]), tf.sum(tf.mul(w1, tf.tensor2d(eye, [d, d]))));
    }
    case 1: {
      const c = tf.sum(tf.mul(tf.transpose(w1), w2), 1, true) as Tensor2D;
      return tf.reshape(tf.matMul(g1, c), [n]);
    }
    case 2: {
      const a = tf.mul<Tensor2D>(w2, tf.transpose(tf.matMul(w3, w1)));
      return tf.sum(tf.mul(tf.matMul(g1, a), g2), 1);
    }
    case 3: {
      const [w1t, w3t] = [tf.transpose(w1), tf.transpose(w3)];
      const column = (matrix: Tensor2D, i: number) => tf.slice(matrix, [0, i], [matrix.shape[0], 1]);
      const products = Array.from({ length: d }, (_, i) => {
        const left = tf.matMul(g1, tf.mul<Tensor2D>(w2, column(w1t, i)));
        const right = tf.matMul(g3, tf.mul<Tensor2D>(w3t, column(w4, i)));
        return tf.mul<Tensor2D>(left, right);
      });
      const sum = products.length === 1 ? products[0]! : tf.addN(products);
      return tf.sum(tf.mul(sum, g2), 1);
    }
    default:
      return undefined;
  }
}
