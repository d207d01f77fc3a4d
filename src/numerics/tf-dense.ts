import {
  add,
  customGrad,
  engine,
  getKernel,
  matMul,
  mul,
  ones,
  relu,
  reshape,
  step,
  sub,
  square,
  tanh,
  transpose,
} from '@tensorflow/tfjs-core';
import type { GradSaveFunc, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';

/** What follows the affine map of a dense layer. The gradients are written in terms of the output y. */
export const activations = {
  linear: { apply: <T extends Tensor>(x: T): T => x, gradient: <T extends Tensor>(dy: T): T => dy },
  relu: {
    apply: <T extends Tensor>(x: T): T => relu(x),
    gradient: <T extends Tensor>(dy: T, y: T): T => mul(dy, step(y)),
  },
  tanh: {
    apply: <T extends Tensor>(x: T): T => tanh(x),
    gradient: <T extends Tensor>(dy: T, y: T): T => mul(dy, sub(1, square(y))),
  },
} as const;

export type DenseActivation = keyof typeof activations;

/**
 * y = activation(x W + b) as one operation. Written out in tfjs it would be three, each recorded for the gradient with copies
 * of what goes in; here one kernel runs where the backend has it, and x, W and y are kept once.
 * Shapes: x [n, in], W [in, out], b [out] → [n, out].
 */
export function dense(x: Tensor2D, weights: Tensor, bias: Tensor, activation: DenseActivation = 'linear'): Tensor2D {
  const { gradient } = activations[activation];
  const op = customGrad((...inputs) => {
    const [x2, w, b, save] = inputs as unknown as [Tensor2D, Tensor2D, Tensor1D, GradSaveFunc];
    const value = forward(x2, w, b, activation);
    save([x2, w, value]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [inputX, inputW, y] = saved as [Tensor2D, Tensor2D, Tensor2D];
        const dz = gradient(dy as Tensor2D, y);
        const sums = reshape(sumOverRows(dz), bias.shape);
        return [matMul(dz, transpose(inputW)), matMul(transpose(inputX), dz), sums];
      },
    };
  });
  return op(x, weights, bias) as Tensor2D;
}

function forward(x: Tensor2D, weights: Tensor2D, bias: Tensor1D, activation: DenseActivation): Tensor2D {
  const { apply } = activations[activation];
  if (!getKernel('_FusedMatMul', engine().backendName)) return apply(add(matMul(x, weights), bias));
  const fused = activation === 'relu' ? 'relu' : 'linear';
  const inputs = { a: reshape(x, [1, ...x.shape]), b: reshape(weights, [1, ...weights.shape]), bias };
  const result = engine().runKernel<Tensor>('_FusedMatMul', inputs, {
    transposeA: false,
    transposeB: false,
    activation: fused,
  });
  const y = reshape(result, [x.shape[0], weights.shape[1]]) as Tensor2D;
  return fused === activation ? y : apply(y);
}

/** [n, d] → [1, d]. A product with ones: wasm sums over a leading axis by transposing first. */
export function sumOverRows(rows: Tensor2D): Tensor2D {
  return matMul(ones([1, rows.shape[0]]) as Tensor2D, rows);
}
