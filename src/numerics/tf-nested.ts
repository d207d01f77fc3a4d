import { engine, zerosLike } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** f's value, and Σ dy·∂f/∂x for every x. */
export type VectorJacobian = { value: Tensor; grads: Tensor[] };

/**
 * A reverse pass of its own, which may run inside another's: in the gradient function of a `customGrad`, as checkpointing and the adjoint
 * method do. tfjs throws the outer tape away when an inner pass ends (it holds only one); here it is put back. The outer pass does
 * not see through the inner one: this is no second order.
 */
export function vectorJacobian(f: () => Tensor, xs: readonly Tensor[], dy: Tensor): VectorJacobian {
  const { state } = engine();
  const outer = state.activeTape;
  try {
    const { value, grads } = engine().gradients(f, [...xs], dy, true);
    return { value, grads: xs.map((x, i) => (grads[i] as Tensor | undefined) ?? zerosLike(x)) };
  } finally {
    state.activeTape = outer;
  }
}
