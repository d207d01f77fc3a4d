import type { Tensor, Tensor1D, Tensor2D, Variable } from '#tf';
import type { Rng } from '#numerics';

/** x = f(z) and log|det ∂f/∂z|.   z, x: [n, …event]   logDet: [n], nats */
export type Pushed<X extends Tensor = Tensor2D> = { x: X; logDet: Tensor1D };

/** z = f⁻¹(x) and log|det ∂f⁻¹/∂x|: minus the forward value at z = f⁻¹(x). */
export type Pulled<Z extends Tensor = Tensor2D> = { z: Z; logDet: Tensor1D };

/** One summand of a log-density, named, for every row: nats. */
export type LedgerTerm = {
  term: string;
  /** Where the layer stands that owes it: an index into `layers`, then into that layer's own, …; empty for the base. */
  layer: number[];
  values: Tensor1D;
};

/** z = f⁻¹(x) with what its log-det consists of. */
export type Explained<Z extends Tensor = Tensor2D> = { z: Z; terms: LedgerTerm[] };

/** z: the base's side;  x: the data's side. */
export type Events = { readonly z: readonly number[]; readonly x: readonly number[] };

/** An invertible, differentiable map. `forward` samples (base → data), `inverse` scores (data → base). */
export interface Bijection<Z extends Tensor = Tensor2D, X extends Tensor = Z> {
  readonly name: string;
  /** Numbers in one event; the same on both sides. Left out where any size will do. */
  readonly dimensions?: number;
  /** Shape of one event on either side, where it is not the vector [dimensions] on both: [height, width, channels] for images. */
  readonly events?: Events | undefined;
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
  /** `inverse` with its log-det in parts that add up to it. Left out where it is one part. */
  explain?(x: X, context?: Tensor2D): Explained<Z>;
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
  /** `logProb` in named parts that add up to it. Left out where it is one part. */
  explain?(x: X, context?: Tensor2D): LedgerTerm[];
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

/** Draws real numbers y around whole numbers k, k ≤ y < k + 1, with log q(y | k) in nats, reparameterised. */
export interface Dequantizer {
  readonly parameters: readonly Variable[];
  /** k, y [n, D];  logQ [n]. */
  draw(k: Tensor2D, rng: Rng): { y: Tensor2D; logQ: Tensor1D };
}

/** v(z, t) of dz/dt = v. Time 0 is the base's, time 1 the data's; a t for every row is [n]. Defined at every real t. */
export interface VectorField {
  readonly name: string;
  readonly dimensions: number;
  readonly parameters: readonly Variable[];
  /** Width c of the context [n, c] that it reads; left out or 0 where it reads none. */
  readonly contextDimensions?: number;
  velocity(z: Tensor2D, t: number | Tensor1D, context?: Tensor2D): Tensor2D;
  /** v and J·tangent, J = ∂v/∂z, in forward mode and plain operations: a loss over it needs first-order autodiff only. */
  velocityAndTangent(z: Tensor2D, t: number | Tensor1D, tangent: Tensor2D, context?: Tensor2D): VelocityAndTangent;
  /** v and tr J, exactly. */
  velocityAndDivergence(z: Tensor2D, t: number | Tensor1D, context?: Tensor2D): VelocityAndDivergence;
}
export type VelocityAndTangent = { v: Tensor2D; jv: Tensor2D };
/** div [n] */
export type VelocityAndDivergence = { v: Tensor2D; div: Tensor1D };
