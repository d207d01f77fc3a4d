import { kernelAdam } from '#kernels';
import type { Kernels } from '#kernels';

/** What Adam remembers between steps; flat, so that it can be stored and sent beside the weights. */
export type AdamState = { step: number; m: Float32Array; v: Float32Array };
export type AdamOptions = {
  size: number;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  /** Updates two numbers at a time where they are given; the bits are the same. */
  kernels?: Kernels | undefined;
};

export interface Adam {
  /** Updates done. */
  readonly step: number;
  /** Moves `theta` against `gradient`, in place. */
  update(theta: Float32Array, gradient: Float32Array, learningRate: number): void;
  /** A copy, into `reuse` where one is given. */
  save(reuse?: AdamState): AdamState;
  restore(state: AdamState): void;
}

/**
 * Adam over a flat vector, https://arxiv.org/abs/1412.6980, algorithm 1.
 *
 * m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  θ ← θ − η·(m / (1−β₁ᵗ)) / (√(v / (1−β₂ᵗ)) + ε)
 * Only + − × ÷ √ in float64 (the powers are running products), so the same gradients give the same bits everywhere.
 */
export function adam({ size, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, kernels }: AdamOptions): Adam {
  const fused = kernels && kernelAdam(kernels, { size, beta1, beta2, epsilon });
  const m = fused?.m ?? new Float32Array(size);
  const v = fused?.v ?? new Float32Array(size);
  let step = 0;
  let power1 = 1;
  let power2 = 1;
  const advance = () => {
    step += 1;
    power1 *= beta1;
    power2 *= beta2;
  };
  return {
    get step() {
      return step;
    },
    update(theta, gradient, learningRate) {
      advance();
      const rate = learningRate / (1 - power1);
      const correction2 = 1 / (1 - power2);
      if (fused) return fused.update(theta, gradient, rate, correction2);
      for (let i = 0; i < size; i++) {
        const g = gradient[i]!;
        const mean = beta1 * m[i]! + (1 - beta1) * g;
        const square = beta2 * v[i]! + (1 - beta2) * g * g;
        m[i] = mean;
        v[i] = square;
        theta[i] = theta[i]! - (rate * mean) / (Math.sqrt(square * correction2) + epsilon);
      }
    },
    save(reuse = { step: 0, m: new Float32Array(size), v: new Float32Array(size) }) {
      reuse.step = step;
      reuse.m.set(m);
      reuse.v.set(v);
      return reuse;
    },
    restore(state) {
      if (state.m.length !== size || state.v.length !== size) {
        throw new RangeError(`adam: the state holds ${state.m.length} numbers, but the flow has ${size} parameters.`);
      }
      m.set(state.m);
      v.set(state.v);
      step = 0;
      power1 = 1;
      power2 = 1;
      while (step < state.step) advance();
    },
  };
}
