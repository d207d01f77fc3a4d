import type { Tensor, Tensor1D, Tensor2D, Variable } from '#tf';
import type { Rng } from '#numerics';

/** x = f(z) and log|det ∂f/∂z|.   z, x: [n, …event]   logDet: [n], nats */
export type Pushed<X extends Tensor = Tensor2D> = { x: X; logDet: Tensor1D };

/** z = f⁻¹(x) and log|det ∂f⁻¹/∂x|: minus the forward value at z = f⁻¹(x). */
export type Pulled<Z extends Tensor = Tensor2D> = { z: Z; logDet: Tensor1D };

/** An invertible, differentiable map. `forward` samples (base → data), `inverse` scores (data → base). */
export interface Bijection<Z extends Tensor = Tensor2D, X extends Tensor = Z> {
  readonly name: string;
  /** Numbers in one event; the same on both sides. Left out where any size will do. */
  readonly dimensions?: number;
  /** Trained. Their order is the save format. */
  readonly parameters: readonly Variable[];
  /** Saved, not trained: running moments, "initialised". */
  readonly state?: readonly Variable[];
  /** How many times its conditioner is evaluated, one after the other, in each direction. Left out where it is once each. */
  readonly passes?: { readonly forward: number; readonly inverse: number } | undefined;
  /** Sets parameters from a first batch of data, once; its z feeds the next layer. */
  initialise?(x: X, context?: Tensor2D): Pulled<Z>;
  /** The map to train, over the same parameters and state, where it is another one (batch norm). */
  readonly training?: Bijection<Z, X>;
  forward(z: Z, context?: Tensor2D): Pushed<X>;
  inverse(x: X, context?: Tensor2D): Pulled<Z>;
}

/** Layers in reading order: z → layers[0] → … → x. */
export interface Composition<Z extends Tensor = Tensor2D, X extends Tensor = Z> extends Bijection<Z, X> {
  readonly layers: readonly Bijection<Tensor>[];
  /** The output of every layer, z side first, each with the log-det of that layer alone. */
  trace(z: Z, context?: Tensor2D): Pushed<Tensor>[];
  /** The same way backwards: entry 0 is the inverse of the last layer. */
  traceInverse(x: X, context?: Tensor2D): Pulled<Tensor>[];
}

/** Something that can be sampled and scored. Log densities are in nats. */
export interface Distribution<X extends Tensor = Tensor2D> {
  readonly dimensions?: number;
  readonly parameters: readonly Variable[];
  sample(n: number, rng: Rng, context?: Tensor2D): X;
  logProb(x: X, context?: Tensor2D): Tensor1D;
  /** Reparameterised, in one pass. */
  sampleAndLogProb(n: number, rng: Rng, context?: Tensor2D): { x: X; logProb: Tensor1D };
}

/** A base distribution pushed through a bijection. */
export interface Flow<Z extends Tensor = Tensor2D, X extends Tensor = Z> extends Distribution<X> {
  readonly base: Distribution<Z>;
  readonly bijection: Bijection<Z, X>;
  /** The flow to train, over the same parameters and state, where it is another one. */
  readonly training?: Flow<Z, X>;
  /** mean −log p(x), nats, and its gradient in all parameters written one after the other, where that is quicker than autodiff. */
  nllAndGradient?(x: X, into: Float32Array): number;
}

/** Reads what a layer keeps and says how to transform the rest. */
export interface Conditioner {
  readonly parameters: readonly Variable[];
  /** Width c of the context [n, c] that it reads; left out or 0 where it reads none. */
  readonly contextDimensions?: number;
  /** θ for every dimension: [...z.shape, paramsPerDim]. */
  theta(kept: Tensor, context?: Tensor2D): Tensor;
}

/** A conditioner that knows what it reads. */
export interface MaskedConditioner extends Conditioner {
  /** dependencies[i][j] = 1 where θᵢ may depend on dimension j, else 0. */
  readonly dependencies: readonly (readonly number[])[];
}

/** Elementwise and monotone; the caller masks, and sums logSlope = log|∂x/∂z| (of the map that is applied). */
export interface Transformer {
  readonly name: string;
  readonly paramsPerDim: number;
  forward<T extends Tensor>(z: T, theta: Tensor): { x: T; logSlope: T };
  inverse<T extends Tensor>(x: T, theta: Tensor): { z: T; logSlope: T };
}
