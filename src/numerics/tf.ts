/**
 * The one door to tfjs (`#tf`). Operations are named one by one, so that a bundle holds only those in use; gradients
 * stand in `tf-gradients.ts`, kernels in `tf-cpu.ts` and `tf-wasm.ts`. An operation added here needs its kernel in both
 * and its gradient where it is trained through: `tf.test.ts` runs every one of them on every backend.
 */
import './tf-platform.ts';
import './tf-gradients.ts';

export {
  abs,
  add,
  addN,
  atan,
  cast,
  clipByValue,
  concat,
  customGrad,
  dispose,
  div,
  exp,
  expandDims,
  fill,
  gather,
  getBackend,
  grad,
  leakyRelu,
  log,
  matMul,
  max,
  maximum,
  mean,
  memory,
  minimum,
  mul,
  neg,
  ones,
  onesLike,
  relu,
  reshape,
  scalar,
  setBackend,
  sigmoid,
  slice,
  softplus,
  split,
  sqrt,
  square,
  squeeze,
  stack,
  step,
  sub,
  sum,
  tanh,
  tensor,
  tensor1d,
  tensor2d,
  tidy,
  tile,
  transpose,
  unstack,
  variable,
  variableGrads,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
export { conv2d } from './tf-conv2d.ts';
export { logSumExp, softmax } from './tf-log-sum-exp.ts';
export { dense } from './tf-dense.ts';
export { vectorJacobian } from './tf-nested.ts';
export type { DenseActivation } from './tf-dense.ts';
export { taping } from './tf-taping.ts';
export type {
  GradSaveFunc,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  Variable,
} from '@tensorflow/tfjs-core';
