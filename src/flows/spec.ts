import type { PlanarActivation } from './bijections/planar.ts';
import type { Activation } from './conditioners/mlp.ts';

/** A flow as JSON: what the URL, the worker, saved weights and exporters speak of. z → layers[0] → … → x. */
export type FlowSpec = { base: BaseSpec; layers: LayerSpec[] };
export type BaseSpec = { kind: 'standard-normal'; dimensions: number };
export type LayerSpec =
  | { kind: 'permutation'; order: number[] }
  | { kind: 'lu-linear'; dimensions: number }
  | { kind: 'plu-linear'; order: number[]; signs?: number[] }
  | { kind: 'householder'; dimensions: number; reflections: number }
  | { kind: 'planar'; dimensions: number; activation?: PlanarActivation }
  | { kind: 'radial'; dimensions: number }
  | { kind: 'actnorm'; dimensions: number }
  | { kind: 'batch-norm'; dimensions: number; momentum?: number }
  | {
      kind: 'coupling';
      mask: number[];
      transformer: TransformerSpec;
      conditioner: ConditionerSpec;
    }
  | { kind: 'invert'; of: LayerSpec };
export type TransformerSpec = { kind: 'additive' } | { kind: 'affine'; scale: ScaleSpec };
/** s = u | s = bound·tanh(u/bound) */
export type ScaleSpec = { kind: 'exp' } | { kind: 'tanh'; bound: number };
export type ConditionerSpec = {
  kind: 'mlp';
  hidden: number[];
  activation: Activation;
};
