import type { Activation } from './conditioners/mlp.ts';

/** A flow as JSON: what the URL, the worker, saved weights and exporters speak of. z → layers[0] → … → x. */
export type FlowSpec = { base: BaseSpec; layers: LayerSpec[] };
export type BaseSpec = { kind: 'standard-normal'; dimensions: number };
export type LayerSpec =
  | { kind: 'permutation'; order: number[] }
  | { kind: 'lu-linear'; dimensions: number }
  | { kind: 'actnorm'; dimensions: number }
  | {
      kind: 'coupling';
      mask: number[];
      transformer: TransformerSpec;
      conditioner: ConditionerSpec;
    }
  | { kind: 'elementwise'; dimensions: number; transformer: TransformerSpec; theta?: number[][] }
  | { kind: 'invert'; of: LayerSpec };
/** The last four have no θ of their own: they stand in an `elementwise` layer, not in a coupling. */
export type TransformerSpec =
  | { kind: 'additive' }
  | { kind: 'affine'; scale: ScaleSpec }
  | { kind: 'linear-spline'; bins: number; interval: [left: number, right: number] }
  | {
      kind: 'rational-quadratic-spline';
      bins: number;
      interval: [left: number, right: number];
      /** Slope 1 at both ends of the interval, the default, or learned. */
      ends?: 'linear' | 'free';
    }
  | { kind: 'logistic-mixture'; components: number; spread?: number }
  | { kind: 'gaussian-mixture'; components: number; spread?: number }
  | { kind: 'leaky-relu'; slope: number }
  | { kind: 'sigmoid'; temperature?: number }
  | { kind: 'tanh' }
  | { kind: 'exp' };
/** s = u | s = bound·tanh(u/bound) | s = u/(1 + |u|/bound) */
export type ScaleSpec = { kind: 'exp' } | { kind: 'tanh'; bound: number } | { kind: 'soft-clip'; bound: number };
export type ConditionerSpec = {
  kind: 'mlp';
  hidden: number[];
  activation: Activation;
};
