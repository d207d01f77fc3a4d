import type { Deviation } from './column-moments.ts';
import type { PlanarActivation } from './bijections/planar.ts';
import type { Activation } from './conditioners/network.ts';
import type { ImageLayerSpec } from './images/specs.ts';
import type { ContinuousSpec } from './continuous/spec.ts';

/** A flow as JSON: what the URL, the worker, saved weights and exporters speak of. z → layers[0] → … → x. */
export type FlowSpec = { base: BaseSpec; layers: LayerSpec[] };
export type BaseSpec =
  | { kind: 'standard-normal'; dimensions: number }
  /** On [low, high] in every dimension, by default [0, 1]. */
  | { kind: 'uniform'; dimensions: number; low?: number; high?: number }
  | { kind: 'logistic'; dimensions: number }
  | { kind: 'diagonal-gaussian'; dimensions: number }
  /** Its mean and deviations are a network of the context, whose width is `context`. */
  | { kind: 'conditional-gaussian'; dimensions: number; context: number; hidden: number[]; activation: Activation }
  /** One Gaussian for each class of a one-hot context; without context, their mixture. */
  | { kind: 'class-gaussians'; dimensions: number; classes: number; weights?: number[]; spread?: number };
/** An autoregressive model of whole numbers 0 … categories − 1; order[k] is the dimension that comes k-th. */
export type CategoricalSpec = {
  kind: 'categorical-autoregressive';
  order: number[];
  categories: number;
  hidden: number[];
  activation: Activation;
};
export type LayerSpec =
  | { kind: 'permutation'; order: number[] }
  | { kind: 'lu-linear'; dimensions: number }
  | { kind: 'plu-linear'; order: number[]; signs?: number[] }
  /** Starts as a random rotation; its permutation and signs stay fixed. */
  | { kind: 'plu-rotation'; dimensions: number }
  /** The matrix itself; a random rotation where it is left out. */
  | { kind: 'full-linear'; dimensions: number; matrix?: number[][] }
  | { kind: 'householder'; dimensions: number; reflections: number }
  | { kind: 'planar'; dimensions: number; activation?: PlanarActivation }
  | { kind: 'amortised-planar'; dimensions: number; context: number; activation?: PlanarActivation }
  | { kind: 'conditional-affine'; dimensions: number; context: number }
  | { kind: 'radial'; dimensions: number }
  | { kind: 'actnorm'; dimensions: number; deviation?: Deviation }
  | { kind: 'direct-actnorm'; dimensions: number; deviation?: Deviation }
  | { kind: 'batch-norm'; dimensions: number; momentum?: number }
  | {
      kind: 'coupling';
      mask: number[];
      transformer: TransformerSpec;
      conditioner: ConditionerSpec;
    }
  | { kind: 'volume-preserving-coupling'; mask: number[]; scale: ScaleSpec; conditioner: ConditionerSpec }
  | {
      kind: 'autoregressive';
      /** order[k] is the dimension that comes k-th. */
      order: number[];
      transformer: TransformerSpec;
      conditioner: MaskedConditionerSpec;
    }
  | { kind: 'elementwise'; dimensions: number; transformer: TransformerSpec; theta?: number[][] }
  | { kind: 'logit'; dimensions: number; levels: number; alpha: number }
  | ImageLayerSpec
  | ContinuousSpec
  | { kind: 'invert'; of: LayerSpec };
/** Those from leaky-relu to cauchy-cdf have no θ of their own: they stand in an `elementwise` layer, not in a coupling. */
export type TransformerSpec =
  | { kind: 'additive' }
  | { kind: 'affine'; scale: ScaleSpec }
  /** Shifted before it is scaled, as Glow's reference programs have it. */
  | { kind: 'shift-first-affine'; scale: ScaleSpec }
  | { kind: 'linear-spline'; bins: number; interval: [left: number, right: number] }
  /** Slope 1 at both ends of the interval, the default, or learned. */
  | { kind: 'quadratic-spline'; bins: number; interval: [left: number, right: number]; ends?: 'linear' | 'free' }
  | {
      kind: 'rational-quadratic-spline';
      bins: number;
      interval: [left: number, right: number];
      /** Slope 1 at both ends of the interval, the default, or learned. */
      ends?: 'linear' | 'free';
    }
  | { kind: 'logistic-mixture'; components: number; spread?: number; logScale?: ScaleSpec }
  | { kind: 'gaussian-mixture'; components: number; spread?: number; logScale?: ScaleSpec }
  | { kind: 'leaky-relu'; slope: number }
  | { kind: 'sigmoid'; temperature?: number }
  | { kind: 'tanh' }
  | { kind: 'exp' }
  | { kind: 'chain'; of: TransformerSpec[] }
  | { kind: 'softsign'; bound?: number }
  | { kind: 'cauchy-cdf' }
  | { kind: 'invert'; of: TransformerSpec };
/** s = u | s = bound·tanh(u/bound) | s = u/(1 + |u|/bound) | s = log(σ(u + shift) + floor), shift 2 and floor 0 where left out */
export type ScaleSpec =
  | { kind: 'exp' }
  | { kind: 'tanh'; bound: number }
  | { kind: 'soft-clip'; bound: number }
  | { kind: 'sigmoid-gate'; shift?: number; floor?: number };
/** `context` is the width of the context that it reads; left out or 0, it reads none. */
type FeedForwardSpec<Kind extends string> = { kind: Kind; hidden: number[]; activation: Activation; context?: number };
type ResidualSpec<Kind extends string> = {
  kind: Kind;
  width: number;
  blocks: number;
  activation: Activation;
  context?: number;
};
/** Its θ of a dimension reads those before it: in the layer's order, or in index order where the layer has none. */
export type MaskedConditionerSpec = FeedForwardSpec<'made'> | ResidualSpec<'residual-made'>;
export type ConditionerSpec = FeedForwardSpec<'mlp'> | ResidualSpec<'residual-mlp'> | MaskedConditionerSpec;

/**
 * How whole numbers 0 … levels − 1 become real ones. `noise` is a flow of as many dimensions as the data, whose conditioners read
 * a context of that width: the whole numbers, scaled to (−1, 1).
 */
export type DequantizerSpec =
  { kind: 'uniform'; width?: number } | { kind: 'variational'; levels: number; noise: FlowSpec };
