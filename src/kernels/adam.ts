import { arena } from './arena.ts';
import type { Kernels } from './kernels.ts';

export type KernelAdamOptions = { size: number; beta1: number; beta2: number; epsilon: number };

/** The moments of Adam, and one update of all parameters in place. */
export type KernelAdam = {
  readonly m: Float32Array;
  readonly v: Float32Array;
  /** `rate` = η/(1 − β₁ᵗ), `correction` = 1/(1 − β₂ᵗ). */
  update(theta: Float32Array, gradient: Float32Array, rate: number, correction: number): void;
};

/** Adam's update of a whole vector, in the float64 operations of the plain one: the bits are the same. */
export function kernelAdam(kernels: Kernels, { size, beta1, beta2, epsilon }: KernelAdamOptions): KernelAdam {
  const room = arena();
  const places = [0, 1, 2, 3].map(() => room.numbers(size)) as [number, number, number, number];
  const memory = room.memory();
  const run = kernels.start(memory);
  const [theta, gradient, m, v] = places.map((address) => new Float32Array(memory.buffer, address, size)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  return {
    m,
    v,
    update(values, slopes, rate, correction) {
      theta.set(values);
      gradient.set(slopes);
      run.adam(...places, size, beta1, beta2, epsilon, rate, correction);
      values.set(theta);
    },
  };
}
