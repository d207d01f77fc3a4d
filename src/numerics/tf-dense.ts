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
const activations = {
  linear: { apply: (x: Tensor2D) => x, gradient: (dy: Tensor2D) => dy },
  relu: { apply: relu, gradient: (dy: Tensor2D, y: Tensor2D): Tensor2D => mul(dy, step(y)) },
  tanh: { apply: tanh, gradient: (dy: Tensor2D, y: Tensor2D): Tensor2D => mul(dy, sub(1, square(y))) },
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
        // The bias's sum over rows is a product with ones: wasm sums over a leading axis by transposing first.
        const sums = matMul(ones([1, dz.shape[0]]) as Tensor2D, dz);
        return [matMul(dz, transpose(inputW)), matMul(transpose(inputX), dz), reshape(sums, bias.shape)];
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
